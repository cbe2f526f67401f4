"""SQL of events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from verilink.database import Connection
from verilink.database.listing import one_of, page_of
from verilink.errors import NotFound
from verilink.events.model import Event
from verilink.kit.pagination import Page

COLUMNS: Final = (
    "environment_id, id, name, object_type, object_id, inquiry_id, payload, context, "
    "created_at, dispatched_at, redacted_at"
)
INSERT: Final = """
INSERT INTO event (environment_id, id, name, object_type, object_id, inquiry_id, payload, context, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


async def insert(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write event rows in one batch (asyncpg pipelines an executemany)."""
    if len(rows) == 1:
        await conn.execute(INSERT, *rows[0])
    else:
        await conn.executemany(INSERT, rows)


async def get(conn: Connection, environment_id: str, event_id: str) -> Event:
    """One event. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM event WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, event_id)
    if row is None:
        raise NotFound
    return Event(**row)


async def list_events(
    conn: Connection,
    environment_id: str,
    page: Page,
    *,
    names: Sequence[str] = (),
    object_ids: Sequence[str] = (),
    event_ids: Sequence[str] = (),
) -> list[Event]:
    """Up to ``page.limit`` events, newest first (oldest first when walking back); empty filters match all."""
    conditions = [*one_of("name", names), *one_of("object_id", object_ids), *one_of("id", event_ids)]
    query, values = page_of(f"SELECT {COLUMNS} FROM event", environment_id, page, conditions)
    return [Event(**row) for row in await conn.fetch(query, *values)]


async def of_inquiry(conn: Connection, environment_id: str, inquiry_id: str, limit: int = 500) -> list[Event]:
    """The timeline of an inquiry, oldest first."""
    query = f"SELECT {COLUMNS} FROM event WHERE environment_id = $1 AND inquiry_id = $2 ORDER BY id LIMIT $3"
    return [Event(**row) for row in await conn.fetch(query, environment_id, inquiry_id, limit)]


async def erase_payloads_of(conn: Connection, environment_id: str, object_ids: Sequence[str]) -> None:
    """Empty what the events about redacted objects say; that they happened stays."""
    query = """
        UPDATE event SET redacted_at = now(), payload = jsonb_set(payload, '{data,attributes}', '{}'::jsonb)
        WHERE environment_id = $1 AND object_id = ANY($2) AND redacted_at IS NULL
    """
    await conn.execute(query, environment_id, list(object_ids))


async def erase_payloads(conn: Connection, environment_id: str, inquiry_id: str) -> None:
    """Empty what the events of a redacted inquiry say; that they happened stays."""
    query = """
        UPDATE event SET redacted_at = now(), payload = jsonb_set(payload, '{data,attributes}', '{}'::jsonb)
        WHERE environment_id = $1 AND inquiry_id = $2 AND redacted_at IS NULL
    """
    await conn.execute(query, environment_id, inquiry_id)
