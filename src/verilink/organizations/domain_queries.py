"""SQL of host names that organizations bring."""

from __future__ import annotations

from datetime import datetime

import asyncpg

from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import Conflict, NotFound
from verilink.organizations.model import Domain

_DOMAIN = "SELECT organization_id, host, token, created_at, check_at, problem, verified_at FROM custom_domain"


async def domain(conn: Connection, organization_id: str) -> Domain | None:
    """The organization's name, proven or not."""
    row = await conn.fetchrow(f"{_DOMAIN} WHERE organization_id = $1", organization_id)
    return None if row is None else row_to(Domain, row)


async def owner(conn: Connection, host: str) -> str | None:
    """The organization that has proven this name."""
    found: str | None = await conn.fetchval(
        "SELECT organization_id FROM custom_domain WHERE host = $1 AND verified_at IS NOT NULL", host
    )
    return found


async def put(conn: Connection, domain: Domain) -> None:
    """Write an organization's name in place of the one it had."""
    await conn.execute(
        """
        INSERT INTO custom_domain (organization_id, host, token, created_at, check_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (organization_id) DO UPDATE SET host = $2, token = $3, created_at = $4, check_at = $5,
            problem = NULL, verified_at = NULL
        """,
        domain.organization_id,
        domain.host,
        domain.token,
        domain.created_at,
        domain.check_at,
    )


async def delete(conn: Connection, organization_id: str) -> None:
    """Take the name away."""
    await conn.execute("DELETE FROM custom_domain WHERE organization_id = $1", organization_id)


async def ask(conn: Connection, organization_id: str, at: datetime) -> None:
    """Look again at this time. Raises ``NotFound`` when there is nothing to look at."""
    done = await conn.execute(
        "UPDATE custom_domain SET check_at = $2 WHERE organization_id = $1 AND verified_at IS NULL", organization_id, at
    )
    if done == "UPDATE 0":
        raise NotFound("There is no domain that waits for its proof")


async def claim_due(conn: Connection, now: datetime, again: datetime, most: int) -> list[Domain]:
    """Names whose proof is to be looked for, put off so that no other worker does the same."""
    query = """
        UPDATE custom_domain SET check_at = $2 WHERE organization_id IN (
            SELECT organization_id FROM custom_domain
            WHERE check_at <= $1 AND verified_at IS NULL ORDER BY check_at LIMIT $3 FOR UPDATE SKIP LOCKED
        ) RETURNING organization_id, host, token, created_at, check_at, problem, verified_at
    """
    return rows_to(Domain, await conn.fetch(query, now, again, most))


async def settle(conn: Connection, domain: Domain) -> bool:
    """Write what was found, unless the name was changed meanwhile. Raises ``Conflict`` when another has proven it."""
    try:
        done = await conn.execute(
            """
            UPDATE custom_domain SET check_at = $4, problem = $5, verified_at = $6
            WHERE organization_id = $1 AND host = $2 AND token = $3 AND verified_at IS NULL
            """,
            domain.organization_id,
            domain.host,
            domain.token,
            domain.check_at,
            domain.problem,
            domain.verified_at,
        )
    except asyncpg.UniqueViolationError:
        raise Conflict("Another organization has proven this name") from None
    return done != "UPDATE 0"
