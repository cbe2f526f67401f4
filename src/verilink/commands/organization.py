"""Work on the installation's one organization from the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from verilink.commands.dsn import database_of
from verilink.database import Connection, transaction
from verilink.errors import NotFound
from verilink.organizations import queries as organization_queries
from verilink.services import open_services
from verilink.settings import load
from verilink.templates import queries

T = TypeVar("T")


def in_database(action: Callable[[Connection, str], Awaitable[T]]) -> T:
    """``action(conn, organization_id)`` in one transaction. Raises ``NotFound`` before the first start."""

    async def run() -> T:
        settings = load()
        opened = open_services(settings, database_of(settings), listen=False)
        async with opened as services, transaction(services.pool) as conn:
            organization = await organization_queries.any_organization(conn)
            if organization is None:
                raise NotFound("The installation has no organization yet; run verilink serve first.")
            return await action(conn, organization.id)

    return asyncio.run(run())


async def find_template(conn: Connection, organization_id: str, wanted: str) -> str:
    """The id of a template by id or name. Raises ``NotFound``."""
    for template in await queries.list_templates(conn, organization_id):
        if wanted in (template.id, template.name):
            return template.id
    raise NotFound(f"There is no template {wanted!r}; verilink template list shows them.")
