"""SQL of text messages."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from verilink.database import Connection, row_to, rows_to
from verilink.errors import NotFound
from verilink.messaging.model import StoredText

COLUMNS: Final = (
    "environment_id, id, recipient, body, object_id, status, attempts, last_error, created_at, next_attempt_at, sent_at"
)


async def insert(conn: Connection, message: StoredText) -> None:
    """Write a new message."""
    query = f"INSERT INTO text_message ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    await conn.execute(query, *(getattr(message, name) for name in COLUMNS.split(", ")))


async def get(conn: Connection, environment_id: str, message_id: str) -> StoredText:
    """One message. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM text_message WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, message_id)
    if row is None:
        raise NotFound
    return row_to(StoredText, row)


async def of_object(conn: Connection, environment_id: str, object_id: str) -> list[StoredText]:
    """Messages about one object, oldest first."""
    query = f"SELECT {COLUMNS} FROM text_message WHERE environment_id = $1 AND object_id = $2 ORDER BY id"
    return rows_to(StoredText, await conn.fetch(query, environment_id, object_id))


async def claim(conn: Connection, now: datetime, lease_until: datetime, limit: int) -> list[StoredText]:
    """Take due messages; a process that dies with them only delays them to ``lease_until``."""
    query = f"""
        WITH due AS (
            SELECT environment_id, id FROM text_message WHERE status = 'queued' AND next_attempt_at <= $1
            ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
        )
        UPDATE text_message m SET next_attempt_at = $2 FROM due
        WHERE m.environment_id = due.environment_id AND m.id = due.id
        RETURNING {", ".join(f"m.{name}" for name in COLUMNS.split(", "))}
    """
    return rows_to(StoredText, await conn.fetch(query, now, lease_until, limit))


async def settle(conn: Connection, message: StoredText) -> None:
    """Write how an attempt ended."""
    query = """
        UPDATE text_message
        SET status = $3, attempts = $4, last_error = $5, next_attempt_at = $6, sent_at = $7, body = $8
        WHERE environment_id = $1 AND id = $2
    """
    values = (message.status, message.attempts, message.last_error, message.next_attempt_at, message.sent_at)
    await conn.execute(query, message.environment_id, message.id, *values, message.body)


async def delete_older(conn: Connection, before: datetime, limit: int) -> int:
    """Forget messages made before ``before`` that wait for nothing, at most ``limit``; returns how many."""
    query = """
        DELETE FROM text_message m USING (
            SELECT environment_id, id FROM text_message WHERE created_at < $1 AND status <> 'queued' LIMIT $2
            FOR UPDATE SKIP LOCKED
        ) old WHERE m.environment_id = old.environment_id AND m.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])
