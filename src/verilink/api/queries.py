"""SQL of idempotency records."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from verilink.database import Connection
from verilink.kit.idempotency import State, Stored

# A request that has not finished by then died with its process; nothing of it was committed.
ABANDONED: Final = timedelta(seconds=60)


async def claim(conn: Connection, environment_id: str, key: str, fingerprint: bytes, at: datetime) -> Stored | None:
    """Take the key for a request that begins now; the earlier request's record when it is taken."""
    query = """
        INSERT INTO idempotency_record (environment_id, key, fingerprint, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (environment_id, key) DO UPDATE SET created_at = $4
            WHERE idempotency_record.status IS NULL AND idempotency_record.created_at < $5
              AND idempotency_record.fingerprint = $3
        RETURNING 1
    """
    if await conn.fetchval(query, environment_id, key, fingerprint, at, at - ABANDONED):
        return None
    earlier = "SELECT fingerprint, status, body FROM idempotency_record WHERE environment_id = $1 AND key = $2"
    row = await conn.fetchrow(earlier, environment_id, key)
    if row is None:
        return Stored(State.RUNNING, fingerprint)
    state = State.RUNNING if row["status"] is None else State.FINISHED
    return Stored(state, row["fingerprint"], row["status"], row["body"])


async def finish(conn: Connection, environment_id: str, key: str, status: int, body: bytes) -> bool:
    """Keep the answer, in the transaction of what it tells of; ``False`` when another request's answer is there.

    ``body``: sealed, because an answer may hold a secret that is kept nowhere else in the clear.
    """
    query = """
        UPDATE idempotency_record SET status = $3, body = $4
        WHERE environment_id = $1 AND key = $2 AND status IS NULL
    """
    return (await conn.execute(query, environment_id, key, status, body)).endswith("1")
