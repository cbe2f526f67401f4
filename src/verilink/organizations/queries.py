"""SQL of organizations and environments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import asyncpg

from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import Conflict, NotFound
from verilink.organizations.model import Environment, Organization

_ORGANIZATION = "SELECT id, name, subdomain, settings, created_at FROM organization"
_ENVIRONMENT = """
SELECT e.organization_id, e.id, e.kind, e.settings, e.created_at, o.name AS organization_name, o.subdomain,
  coalesce(o.settings->'allowed_domains', '[]') AS allowed_domains,
  (SELECT d.host FROM custom_domain AS d WHERE d.organization_id = o.id AND d.main AND d.verified_at IS NOT NULL)
    AS custom_host,
  ARRAY(SELECT d.host FROM custom_domain AS d WHERE d.organization_id = o.id AND d.verified_at IS NOT NULL)
    AS custom_hosts
FROM environment AS e JOIN organization AS o ON o.id = e.organization_id
"""


async def organization(conn: Connection, organization_id: str) -> Organization:
    """The organization. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{_ORGANIZATION} WHERE id = $1", organization_id)
    if row is None:
        raise NotFound("There is no such organization.")
    return row_to(Organization, row)


async def any_organization(conn: Connection) -> Organization | None:
    """The oldest organization of the installation, if one was made yet."""
    row = await conn.fetchrow(f"{_ORGANIZATION} ORDER BY id LIMIT 1")
    return None if row is None else row_to(Organization, row)


async def environment(conn: Connection, environment_id: str) -> Environment:
    """The environment. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{_ENVIRONMENT} WHERE e.id = $1", environment_id)
    if row is None:
        raise NotFound("There is no such environment.")
    return row_to(Environment, row)


async def default_environment(conn: Connection, kind: str = "production") -> Environment:
    """The first environment of this kind in the installation. Raises ``NotFound`` before the first start."""
    row = await conn.fetchrow(f"{_ENVIRONMENT} WHERE e.kind = $1 ORDER BY e.id LIMIT 1", kind)
    if row is None:
        raise NotFound("No environment exists yet.")
    return row_to(Environment, row)


async def environments(conn: Connection, organization_id: str) -> list[Environment]:
    """Both environments, production first."""
    return rows_to(
        Environment, await conn.fetch(f"{_ENVIRONMENT} WHERE e.organization_id = $1 ORDER BY e.kind", organization_id)
    )


async def by_subdomain(conn: Connection, name: str) -> Organization:
    """The organization whose hosted flow lives under this label. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{_ORGANIZATION} WHERE subdomain = $1", name.lower())
    if row is None:
        raise NotFound("No organization uses this subdomain.")
    return row_to(Organization, row)


async def insert_organization(conn: Connection, organization_id: str, name: str, created_at: datetime) -> None:
    """Add the organization."""
    await conn.execute(
        "INSERT INTO organization (id, name, created_at) VALUES ($1, $2, $3)", organization_id, name, created_at
    )


async def insert_environment(conn: Connection, environment: Environment) -> None:
    """Add one environment."""
    await conn.execute(
        "INSERT INTO environment (organization_id, id, kind, settings, created_at) VALUES ($1, $2, $3, $4, $5)",
        environment.organization_id,
        environment.id,
        environment.kind,
        environment.settings,
        environment.created_at,
    )


async def lock_installation(conn: Connection) -> None:
    """Hold off other first starts until this transaction ends (they would each make an organization)."""
    await conn.execute("LOCK TABLE organization IN SHARE ROW EXCLUSIVE MODE")


async def update_name(conn: Connection, organization_id: str, name: str) -> None:
    """Write the organization's name."""
    await conn.execute("UPDATE organization SET name = $2 WHERE id = $1", organization_id, name)


async def update_allowed_domains(conn: Connection, organization_id: str, domains: list[str]) -> None:
    """Write the domains that all templates allow."""
    query = (
        "UPDATE organization SET settings = settings || jsonb_build_object('allowed_domains', $2::jsonb) WHERE id = $1"
    )
    await conn.execute(query, organization_id, domains)


async def update_subdomain(conn: Connection, organization_id: str, subdomain: str | None) -> None:
    """Write the subdomain. Raises ``Conflict`` when another organization has it."""
    try:
        await conn.execute("UPDATE organization SET subdomain = $2 WHERE id = $1", organization_id, subdomain)
    except asyncpg.UniqueViolationError:
        raise Conflict("Another organization already uses this subdomain.") from None


async def update_environment_settings(
    conn: Connection, organization_id: str, environment_id: str, settings: dict[str, Any]
) -> None:
    """Write one environment's settings. Raises ``NotFound`` for another organization's environment."""
    done = await conn.execute(
        "UPDATE environment SET settings = $3 WHERE organization_id = $1 AND id = $2",
        organization_id,
        environment_id,
        settings,
    )
    if done == "UPDATE 0":
        raise NotFound("There is no such environment.")
