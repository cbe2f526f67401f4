"""The API of a fresh installation: for asynchronous tests, and behind a thread of its own for all others."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from starlette.types import ASGIApp

from support.asgi import Client, Response
from verilink.access import api_keys
from verilink.app import over
from verilink.database import transaction
from verilink.organizations import queries as organizations
from verilink.organizations.bootstrap import bootstrap
from verilink.organizations.model import Bootstrap, Environment
from verilink.services import Services, open_services
from verilink.settings import Settings

T = TypeVar("T")
PREFIX = "/api/v1"
UNLIMITED = {"api_rate_limit_per_minute": 1_000_000, "create_quota_per_minute": 1_000_000}


class ApiClient(Client):
    """Paths are relative to ``/api/v1``."""

    async def request(self, method: str, target: str, *arguments: Any, **options: Any) -> Response:
        """One request to ``/api/v1`` and ``target``."""
        return await super().request(method, PREFIX + target, *arguments, **options)


@dataclass(frozen=True)
class Api:
    """An installation with a client for each environment, whose keys may do everything."""

    services: Services
    app: ASGIApp
    bootstrap: Bootstrap
    sandbox: ApiClient
    production: ApiClient
    environments: dict[str, Environment]

    @property
    def template_id(self) -> str:
        """The template with government ID and selfie."""
        return self.bootstrap.templates["Government ID and selfie"]

    def client(self, key: str | None, address: str = "127.0.0.1") -> ApiClient:
        """Somebody else."""
        return ApiClient(self.app, key, address)

    async def key(self, kind: str, permissions: list[str] | None = None) -> str:
        """The value of a new key."""
        async with transaction(self.services.pool) as conn:
            _, value = await api_keys.issue(conn, self.services, self.environments[kind], "Test", permissions)
        return value

    async def inquiry(self, **attributes: Any) -> dict[str, Any]:
        """A new sandbox inquiry, as a resource."""
        body = {"data": {"attributes": {"inquiry-template-id": self.template_id, **attributes}}}
        made = await self.sandbox.post("/inquiries", body)
        assert made.status == 201, made.body
        resource: dict[str, Any] = made.json()["data"]
        return resource

    def limited(self, **settings: Any) -> Api:
        """The same installation under other settings."""
        changed = msgspec.structs.replace(self.services.settings, **settings)
        return _assembled(dataclasses.replace(self.services, settings=changed), self.bootstrap, self.environments)


@asynccontextmanager
async def opened(dsn: str, folder: Path) -> AsyncIterator[Api]:
    """A bootstrapped installation on an empty, migrated database; without limits."""
    settings = Settings(data_dir=folder, database_url=dsn, **UNLIMITED)
    async with open_services(settings, dsn, listen=False) as services:
        async with transaction(services.pool) as conn:
            made = await bootstrap(conn, services, "Northwind")
            assert made is not None
            known = {kind: await organizations.environment(conn, id_) for kind, (id_, _) in made.environments.items()}
        api = _assembled(services, made, known)
        for client, kind in ((api.sandbox, "sandbox"), (api.production, "production")):
            client.key = await api.key(kind, list(api_keys.PERMISSIONS))
        yield api


def _assembled(services: Services, made: Bootstrap, known: dict[str, Environment]) -> Api:
    app = over(services)
    keys = {kind: value for kind, (_, value) in made.environments.items()}
    return Api(services, app, made, ApiClient(app, keys["sandbox"]), ApiClient(app, keys["production"]), known)


@dataclass(frozen=True)
class Portal:
    """An ``Api`` on a loop in another thread, for tests that are not asynchronous themselves."""

    api: Api
    _loop: asyncio.AbstractEventLoop

    def run(self, work: Awaitable[T]) -> T:
        """The result of ``work``, done on the loop of the installation."""

        async def do() -> T:
            return await work

        return asyncio.run_coroutine_threadsafe(do(), self._loop).result(timeout=60)

    def request(self, method: str, target: str, body: Any = None, headers: dict[str, str] | None = None) -> Response:
        """One request by the sandbox's client."""
        return self.run(self.api.sandbox.request(method, target, body, headers))


@contextmanager
def portal(make_database: Callable[..., str], folder: Path) -> Iterator[Portal]:
    """An installation on a database of its own, served by a thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    context = opened(make_database(), folder)
    try:
        api = asyncio.run_coroutine_threadsafe(context.__aenter__(), loop).result(timeout=60)
        yield Portal(api, loop)
        asyncio.run_coroutine_threadsafe(context.__aexit__(None, None, None), loop).result(timeout=60)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(timeout=10)
        loop.close()
