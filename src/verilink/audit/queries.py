"""SQL of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from verilink.audit.model import Actor, Entry
from verilink.database.pool import Connection
from verilink.database.rows import rows_to
from verilink.kit.pagination import Page

_COLUMNS = """SELECT entry.id, entry.environment_id, entry.user_id, person.name AS user_name, entry.action,
  entry.object_id, entry.detail, entry.ip_address, entry.created_at
  FROM audit_entry entry LEFT JOIN dashboard_user person
    ON person.organization_id = entry.organization_id AND person.id = entry.user_id"""


async def insert(
    conn: Connection,
    entry_id: str,
    actor: Actor,
    *,
    action: str,
    object_id: str | None,
    detail: dict[str, Any],
    created_at: datetime,
) -> None:
    """Add one entry."""
    await conn.execute(
        """INSERT INTO audit_entry (organization_id, id, environment_id, user_id, action, object_id, detail,
           ip_address, user_agent, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        actor.organization_id,
        entry_id,
        actor.environment_id,
        actor.user_id,
        action,
        object_id,
        detail,
        actor.ip_address,
        actor.user_agent,
        created_at,
    )


async def list_entries(conn: Connection, organization_id: str, page: Page) -> list[Entry]:
    """The organization's entries, newest first; ``page.limit`` rows for ``pagination.cut``."""
    order, sign, cursor = ("ASC", ">", page.before) if page.ascending else ("DESC", "<", page.after)
    rows = await conn.fetch(
        f"""{_COLUMNS} WHERE entry.organization_id = $1 AND ($2::text IS NULL OR entry.id {sign} $2)
        ORDER BY entry.id {order} LIMIT $3""",
        organization_id,
        cursor,
        page.limit,
    )
    return rows_to(Entry, rows)


async def about(conn: Connection, organization_id: str, object_id: str, limit: int = 50) -> list[Entry]:
    """The newest entries about one object."""
    rows = await conn.fetch(
        f"{_COLUMNS} WHERE entry.organization_id = $1 AND entry.object_id = $2 ORDER BY entry.id DESC LIMIT $3",
        organization_id,
        object_id,
        limit,
    )
    return rows_to(Entry, rows)
