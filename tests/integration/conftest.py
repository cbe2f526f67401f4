"""A whole installation on a database of its own: services, an organization, its environments and templates."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from verilink.database import transaction
from verilink.organizations import queries as organization_queries
from verilink.organizations.bootstrap import bootstrap
from verilink.organizations.model import Bootstrap, Environment
from verilink.services import Services, open_services
from verilink.settings import Settings


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
