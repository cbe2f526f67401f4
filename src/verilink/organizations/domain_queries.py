"""SQL of host names that organizations bring."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import asyncpg

from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import Conflict, NotFound
from verilink.organizations.model import Domain

COLUMNS: Final = (
    "organization_id, host, token, created_at, check_at, problem, verified_at, main, missing_since, lost_at"
)


async def domains(conn: Connection, organization_id: str) -> list[Domain]:
    """The organization's names, proven or not, by name."""
    query = f"SELECT {COLUMNS} FROM custom_domain WHERE organization_id = $1 ORDER BY host"
    return rows_to(Domain, await conn.fetch(query, organization_id))


async def domain(conn: Connection, organization_id: str, host: str) -> Domain | None:
    """One of them, locked, if the organization has it."""
    query = f"SELECT {COLUMNS} FROM custom_domain WHERE organization_id = $1 AND host = $2 FOR UPDATE"
    row = await conn.fetchrow(query, organization_id, host)
    return None if row is None else row_to(Domain, row)


async def owner(conn: Connection, host: str) -> str | None:
    """The organization that has proven this name."""
    found: str | None = await conn.fetchval(
        "SELECT organization_id FROM custom_domain WHERE host = $1 AND verified_at IS NOT NULL", host
    )
    return found


async def insert(conn: Connection, domain: Domain) -> None:
    """Add a name, unless the organization has it."""
    query = """
        INSERT INTO custom_domain (organization_id, host, token, created_at, check_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT DO NOTHING
    """
    row = (domain.organization_id, domain.host, domain.token, domain.created_at, domain.check_at)
    await conn.execute(query, *row)


async def lock(conn: Connection, organization_id: str) -> None:
    """Let others who change this organization's names wait until this transaction ends."""
    await conn.execute("SELECT 1 FROM organization WHERE id = $1 FOR NO KEY UPDATE", organization_id)


async def delete(conn: Connection, organization_id: str, host: str) -> bool:
    """Take a name away; whether it was there."""
    query = "DELETE FROM custom_domain WHERE organization_id = $1 AND host = $2"
    return (await conn.execute(query, organization_id, host)) != "DELETE 0"


async def ask(conn: Connection, organization_id: str, host: str, at: datetime) -> None:
    """Look again at this time. Raises ``NotFound`` when there is nothing to look at."""
    query = "UPDATE custom_domain SET check_at = $3 WHERE organization_id = $1 AND host = $2"
    if await conn.execute(query, organization_id, host, at) == "UPDATE 0":
        raise NotFound("There is no such domain")


async def ask_holder(conn: Connection, host: str, at: datetime) -> None:
    """Have the proof of whoever holds a name looked for, because somebody else has published one."""
    query = "UPDATE custom_domain SET check_at = least(check_at, $2) WHERE host = $1 AND verified_at IS NOT NULL"
    await conn.execute(query, host, at)


async def set_main(conn: Connection, organization_id: str, host: str | None) -> None:
    """Let links begin with this name, ``None``: with the first proven one there is. The caller holds the lock."""
    await conn.execute("UPDATE custom_domain SET main = false WHERE organization_id = $1 AND main", organization_id)
    query = """
        UPDATE custom_domain SET main = true WHERE organization_id = $1 AND host = coalesce($2, (
            SELECT host FROM custom_domain WHERE organization_id = $1 AND verified_at IS NOT NULL
            ORDER BY verified_at, host LIMIT 1)) AND verified_at IS NOT NULL
    """
    await conn.execute(query, organization_id, host)


async def claim_due(conn: Connection, now: datetime, again: datetime, most: int) -> list[Domain]:
    """Names whose proof is to be looked for, put off so that no other worker does the same."""
    query = f"""
        UPDATE custom_domain d SET check_at = $2 FROM (
            SELECT organization_id, host FROM custom_domain
            WHERE check_at <= $1 ORDER BY check_at LIMIT $3 FOR UPDATE SKIP LOCKED
        ) due WHERE d.organization_id = due.organization_id AND d.host = due.host
        RETURNING {", ".join(f"d.{name}" for name in COLUMNS.split(", "))}
    """
    return rows_to(Domain, await conn.fetch(query, now, again, most))


async def settle(conn: Connection, domain: Domain) -> bool:
    """Write what was found, unless the name is gone. Raises ``Conflict`` when another has proven it."""
    query = """
        UPDATE custom_domain SET check_at = $4, problem = $5, verified_at = $6, missing_since = $7, lost_at = $8
        WHERE organization_id = $1 AND host = $2 AND token = $3
    """
    row = (domain.check_at, domain.problem, domain.verified_at, domain.missing_since, domain.lost_at)
    try:
        done = await conn.execute(query, domain.organization_id, domain.host, domain.token, *row)
    except asyncpg.UniqueViolationError:
        raise Conflict("Another organization has proven this name") from None
    return done != "UPDATE 0"
