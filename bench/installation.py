"""A real installation to measure: embedded PostgreSQL, first start, and the web process as operators run it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.processes import family, free_port, server
from verilink.accounts import queries as account_queries
from verilink.accounts import wire as account_wire
from verilink.commands.serve import first_start
from verilink.database import EmbeddedPostgres, migrate, transaction
from verilink.inquiries import wire
from verilink.inquiries.create import NewInquiry, create
from verilink.organizations import queries as organization_queries
from verilink.organizations.model import Bootstrap
from verilink.services import open_services
from verilink.settings import Settings

TEMPLATE = "Government ID and selfie"
MANY = "1000000"


@dataclass(frozen=True)
class Installation:
    """What a measurement needs to know."""

    settings: Settings
    dsn: str
    postgres_pid: int
    made: Bootstrap
    sample: dict[str, Any]

    @property
    def api_key(self) -> str:
        """A key of the sandbox."""
        return self.made.environments["sandbox"][1]

    @property
    def environment_id(self) -> str:
        """The sandbox."""
        return self.made.environments["sandbox"][0]

    @property
    def template_id(self) -> str:
        """The template with everything."""
        return self.made.templates[TEMPLATE]

    def shape(self) -> dict[str, Any]:
        """What the other servers need to write rows of the same size."""
        return self.sample | {"environment": self.environment_id, "template": self.template_id}

    def database_pids(self) -> list[int]:
        """PostgreSQL's processes now."""
        return family(self.postgres_pid)

    def environment(self, port: int) -> dict[str, str]:
        """Settings of a process of ours."""
        return {
            "DATABASE_URL": self.dsn,
            "VERILINK_PORT": str(port),
            "VERILINK_DATA_DIR": str(self.settings.data_dir),
            "VERILINK_API_RATE_LIMIT_PER_MINUTE": MANY,
            "VERILINK_CREATE_QUOTA_PER_MINUTE": MANY,
            "VERILINK_OUTBOUND_ALLOW": "127.0.0.0/8",
            "VERILINK_TRUST_PROXY_HEADERS": "127.0.0.0/8",
            "VERILINK_LOG_LEVEL": "warning",
        }

    @contextmanager
    def web(self) -> Iterator[tuple[int, int]]:
        """``verilink web``: its pid and port."""
        port = free_port()
        with server(["-m", "verilink", "web"], port, "/healthz", self.environment(port)) as pid:
            yield pid, port


@asynccontextmanager
async def installed(folder: Path) -> AsyncIterator[Installation]:
    """Make an installation in ``folder``."""
    settings = Settings(data_dir=folder)
    async with EmbeddedPostgres(folder) as postgres:
        await migrate(postgres.dsn)
        made = await first_start(settings, postgres.dsn)
        assert made is not None
        sample = await _sample(settings, postgres.dsn, made)
        pid = postgres.pid
        assert pid is not None
        yield Installation(settings, postgres.dsn, pid, made, sample)


async def _sample(settings: Settings, dsn: str, made: Bootstrap) -> dict[str, Any]:
    async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
        environment = await organization_queries.environment(conn, made.environments["sandbox"][0])
        created = await create(
            conn, services, environment, NewInquiry(template_id=made.templates[TEMPLATE], note="run 1")
        )
        account = await account_queries.get(conn, environment.id, created.inquiry.account_id or "")
    return {
        "inquiry": wire.resource(created.inquiry),
        "account": account_wire.resource(account),
        "fields": created.inquiry.fields,
        "version": created.inquiry.template_version_id,
        "account_type": account.account_type_id,
    }


def within(folder: Path, measurement: Any) -> None:
    """Run synchronous measurements while the installation is up."""

    async def run() -> None:
        async with installed(folder) as installation:
            await asyncio.to_thread(measurement, installation)

    asyncio.run(run())
