"""SQL of new links that people asked for: noted in the request, so that no crash loses one and no answer tells."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec

from verilink.database import Connection
from verilink.kit import clock

AGAIN: Final = timedelta(minutes=1)
PATIENCE: Final = timedelta(hours=1)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """A link to this inquiry is wanted. ``locale``: of the page on which it was asked for."""

    environment_id: str
    inquiry_id: str
    locale: str
    created_at: datetime


async def note(conn: Connection, environment_id: str, inquiry_id: str, locale: str) -> None:
    """Have the worker look whether a link may be sent; asking again before it did so changes nothing."""
    query = """
        INSERT INTO wanted_link (environment_id, inquiry_id, locale, created_at, try_at) VALUES ($1, $2, $3, $4, $4)
        ON CONFLICT DO NOTHING
    """
    await conn.execute(query, environment_id, inquiry_id, locale, clock.now())


async def take(conn: Connection) -> Wanted | None:
    """The next one that is due, gone with the caller's transaction and there again when that fails."""
    query = """
        DELETE FROM wanted_link w USING (
            SELECT environment_id, inquiry_id FROM wanted_link WHERE try_at <= $1
            ORDER BY try_at LIMIT 1 FOR UPDATE SKIP LOCKED
        ) next WHERE w.environment_id = next.environment_id AND w.inquiry_id = next.inquiry_id
        RETURNING w.environment_id, w.inquiry_id, w.locale, w.created_at
    """
    row = await conn.fetchrow(query, clock.now())
    return None if row is None else Wanted(**row)


async def put_off(conn: Connection, wanted: Wanted) -> None:
    """Try it again a minute later; after an hour nobody waits for it any more."""
    now = clock.now()
    if now - wanted.created_at > PATIENCE:
        query = "DELETE FROM wanted_link WHERE environment_id = $1 AND inquiry_id = $2"
        await conn.execute(query, wanted.environment_id, wanted.inquiry_id)
        return
    query = "UPDATE wanted_link SET try_at = $3 WHERE environment_id = $1 AND inquiry_id = $2"
    await conn.execute(query, wanted.environment_id, wanted.inquiry_id, now + AGAIN)
