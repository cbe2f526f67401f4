"""A whole installation on a database of its own: services, an organization, its environments and templates."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from support.receiver import Receiver
from verilink.database import transaction
from verilink.organizations import queries as organization_queries
from verilink.organizations.bootstrap import bootstrap
from verilink.organizations.model import Bootstrap, Environment
from verilink.services import Services, open_services
from verilink.settings import Settings
from verilink.webhooks import actions as webhooks
from verilink.webhooks.model import Details, Secret, Webhook

Subscribe = Callable[..., Awaitable[tuple[Webhook, list[Secret]]]]


@pytest.fixture
async def services(database_url: str, tmp_path: Path) -> AsyncIterator[Services]:
    """Services on an empty, migrated database with objects in a folder of the test's own."""
    settings = Settings(data_dir=tmp_path, database_url=database_url, outbound_allow=("127.0.0.0/8",))
    async with open_services(settings, database_url, listen=False) as opened:
        yield opened


@dataclass(frozen=True)
class Installation:
    """What the first start made."""

    services: Services
    bootstrap: Bootstrap
    sandbox: Environment
    production: Environment

    @property
    def template_id(self) -> str:
        """The template with government ID and selfie."""
        return self.bootstrap.templates["Government ID and selfie"]


@pytest.fixture
async def installation(services: Services) -> Installation:
    """A bootstrapped installation."""
    async with transaction(services.pool) as conn:
        made = await bootstrap(conn, services, "Northwind")
        assert made is not None
        sandbox = await organization_queries.environment(conn, made.environments["sandbox"][0])
        production = await organization_queries.environment(conn, made.environments["production"][0])
    return Installation(services, made, sandbox, production)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A webhook endpoint on loopback."""
    async with Receiver() as opened:
        yield opened


@pytest.fixture
def subscribe(services: Services, receiver: Receiver) -> Subscribe:
    """Make an enabled webhook for the receiver."""

    async def make(environment_id: str, **details: Any) -> tuple[Webhook, list[Secret]]:
        said = Details(**({"url": receiver.url, "enabled_events": ["*"]} | details))
        async with transaction(services.pool) as conn:
            webhook, secrets = await webhooks.create(conn, services, environment_id, said)
            return await webhooks.enable(conn, environment_id, webhook.id), secrets

    return make
