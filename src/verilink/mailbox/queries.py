"""SQL of mails."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from verilink.database import Connection, row_to, rows_to
from verilink.errors import NotFound
from verilink.kit.pagination import Page
from verilink.mailbox.model import StoredMail

COLUMNS: Final = (
    "environment_id, id, recipient, subject, text_body, html_body, object_id, status, attempts, last_error, "
    "created_at, next_attempt_at, sent_at, secret"
)


async def insert(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """New mails: environment, id, recipient, subject, text, HTML, object, status, made at, due at, whether secret."""
    await conn.executemany(
        """
        INSERT INTO mail (environment_id, id, recipient, subject, text_body, html_body, object_id, status, created_at,
                          next_attempt_at, secret)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        """,
        rows,
    )


async def get(conn: Connection, environment_id: str, mail_id: str) -> StoredMail:
    """One mail. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM mail WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, mail_id)
    if row is None:
        raise NotFound
    return row_to(StoredMail, row)


async def list_mails(
    conn: Connection, environment_id: str, page: Page, object_id: str | None = None
) -> list[StoredMail]:
    """Up to ``page.limit`` mails, newest first (oldest first when walking back), about one object or all."""
    beyond, order = (">", "ASC") if page.ascending else ("<", "DESC")
    query = f"""
        SELECT {COLUMNS} FROM mail
        WHERE environment_id = $1 AND ($2::text IS NULL OR id {beyond} $2) AND ($3::text IS NULL OR object_id = $3)
        ORDER BY id {order} LIMIT $4
    """
    return rows_to(
        StoredMail, await conn.fetch(query, environment_id, page.before or page.after, object_id, page.limit)
    )


async def claim(conn: Connection, now: datetime, lease_until: datetime, limit: int) -> list[StoredMail]:
    """Take due mails; a process that dies with them only delays them to ``lease_until``."""
    query = f"""
        WITH due AS (
            SELECT environment_id, id FROM mail WHERE status = 'queued' AND next_attempt_at <= $1
            ORDER BY next_attempt_at LIMIT $3 FOR UPDATE SKIP LOCKED
        )
        UPDATE mail m SET next_attempt_at = $2 FROM due
        WHERE m.environment_id = due.environment_id AND m.id = due.id
        RETURNING {", ".join(f"m.{name}" for name in COLUMNS.split(", "))}
    """
    return rows_to(StoredMail, await conn.fetch(query, now, lease_until, limit))


async def settle(conn: Connection, mail: StoredMail) -> None:
    """Write how an attempt ended."""
    query = """
        UPDATE mail SET status = $3, attempts = $4, last_error = $5, next_attempt_at = $6, sent_at = $7,
                        text_body = $8, html_body = $9
        WHERE environment_id = $1 AND id = $2
    """
    values = (mail.status, mail.attempts, mail.last_error, mail.next_attempt_at, mail.sent_at)
    kept = mail.settled()
    await conn.execute(query, mail.environment_id, mail.id, *values, kept.text_body, kept.html_body)


async def delete_older(conn: Connection, before: datetime, limit: int) -> int:
    """Forget mails made before ``before`` that wait for nothing, at most ``limit``; returns how many."""
    query = """
        DELETE FROM mail m USING (
            SELECT environment_id, id FROM mail WHERE created_at < $1 AND status <> 'queued' LIMIT $2
            FOR UPDATE SKIP LOCKED
        ) old WHERE m.environment_id = old.environment_id AND m.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])
