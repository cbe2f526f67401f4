"""SQL of deliveries: made by the drain, claimed under a lease, settled after each attempt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from verilink.database import Connection, Record, row_to, rows_to
from verilink.errors import NotFound
from verilink.events.model import Event
from verilink.events.queries import COLUMNS as EVENT_COLUMNS
from verilink.kit.pagination import Page
from verilink.webhooks.deliveries.model import Delivery, Listed, Status, Task
from verilink.webhooks.model import Webhook
from verilink.webhooks.queries import COLUMNS as WEBHOOK_COLUMNS

COLUMNS: Final = (
    "environment_id, id, webhook_id, event_id, status, attempts, created_at, next_attempt_at, first_attempted_at, "
    "completed_at, last_status, last_error, last_response, last_ms"
)
_LISTED: Final = ", ".join(f"d.{name}" for name in COLUMNS.split(", "))


def _prefixed(table: str, prefix: str, columns: str) -> str:
    return ", ".join(f"{table}.{name} AS {prefix}_{name}" for name in columns.split(", "))


async def get(conn: Connection, environment_id: str, delivery_id: str) -> Delivery:
    """One delivery. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM webhook_delivery WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, delivery_id)
    if row is None:
        raise NotFound
    return row_to(Delivery, row)


async def list_deliveries(
    conn: Connection,
    environment_id: str,
    page: Page,
    *,
    webhook_id: str | None = None,
    event_id: str | None = None,
    status: Status | None = None,
) -> list[Listed]:
    """Up to ``page.limit`` deliveries of one webhook or event or of all, newest first (oldest when walking back)."""
    beyond, order = (">", "ASC") if page.ascending else ("<", "DESC")
    query = f"""
        SELECT {_LISTED}, e.name AS event_name, w.url AS webhook_url
        FROM webhook_delivery d
        JOIN webhook w ON w.environment_id = d.environment_id AND w.id = d.webhook_id
        JOIN event e ON e.environment_id = d.environment_id AND e.id = d.event_id
        WHERE d.environment_id = $1 AND ($2::text IS NULL OR d.id {beyond} $2)
          AND ($3::text IS NULL OR d.webhook_id = $3) AND ($4::text IS NULL OR d.event_id = $4)
          AND ($5::text IS NULL OR d.status = $5)
        ORDER BY d.id {order} LIMIT $6
    """
    cursor = page.before or page.after
    return rows_to(Listed, await conn.fetch(query, environment_id, cursor, webhook_id, event_id, status, page.limit))


async def insert(conn: Connection, rows: Sequence[tuple[str, str, str, str]], now: datetime) -> int:
    """New pending deliveries from ``(environment, id, webhook, event)``; returns how many were not there yet."""
    query = """
        INSERT INTO webhook_delivery (environment_id, id, webhook_id, event_id, created_at, next_attempt_at)
        SELECT e, i, w, v, $5, $5 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS made(e, i, w, v)
        ON CONFLICT (environment_id, webhook_id, event_id) DO NOTHING
    """
    status = await conn.execute(query, *(list(column) for column in zip(*rows, strict=True)), now)
    return int(status.rsplit(" ", 1)[1])


async def claim(
    conn: Connection, *, now: datetime, lease_until: datetime, free: int, per_webhook: int, busy: Mapping[str, int]
) -> list[Task]:
    """Take up to ``free`` due deliveries; of one webhook, up to ``per_webhook`` less its ``busy`` ones here.

    Their next attempt is put off to ``lease_until``: a process that dies in between only delays them. The first part
    hops from webhook to webhook along the index, so a long backlog of one is not read through to find the others.
    """
    rows = await conn.fetch(_CLAIM, now, lease_until, free, per_webhook, list(busy), list(busy.values()))
    return [_task(row) for row in rows]


_CLAIM: Final = f"""
WITH RECURSIVE waiting AS (
    (SELECT environment_id, webhook_id FROM webhook_delivery WHERE status = 'pending'
     ORDER BY environment_id, webhook_id LIMIT 1)
    UNION ALL
    SELECT further.environment_id, further.webhook_id FROM waiting CROSS JOIN LATERAL (
        SELECT d.environment_id, d.webhook_id FROM webhook_delivery d
        WHERE d.status = 'pending'
          AND (d.environment_id, d.webhook_id) > (waiting.environment_id, waiting.webhook_id)
        ORDER BY d.environment_id, d.webhook_id LIMIT 1
    ) further
), room AS (
    SELECT waiting.environment_id, waiting.webhook_id, $4::int - coalesce(busy.count, 0) AS places
    FROM waiting LEFT JOIN unnest($5::text[], $6::int[]) AS busy(webhook_id, count) USING (webhook_id)
), due AS (
    SELECT taken.environment_id, taken.id FROM room CROSS JOIN LATERAL (
        SELECT d.environment_id, d.id, d.next_attempt_at FROM webhook_delivery d
        WHERE d.status = 'pending' AND d.next_attempt_at <= $1
          AND d.environment_id = room.environment_id AND d.webhook_id = room.webhook_id
        ORDER BY d.next_attempt_at LIMIT greatest(room.places, 0) FOR UPDATE SKIP LOCKED
    ) taken
    ORDER BY taken.next_attempt_at LIMIT $3
), claimed AS (
    UPDATE webhook_delivery d SET next_attempt_at = $2 FROM due
    WHERE d.environment_id = due.environment_id AND d.id = due.id AND d.status = 'pending'
    RETURNING d.environment_id, d.id, d.webhook_id, d.event_id, d.attempts, d.first_attempted_at
)
SELECT c.environment_id, c.id, c.attempts, c.first_attempted_at,
       ARRAY(SELECT s.sealed FROM webhook_secret s
             WHERE s.environment_id = c.environment_id AND s.webhook_id = c.webhook_id
               AND (s.expires_at IS NULL OR s.expires_at > $1) ORDER BY s.id DESC) AS secrets,
       {_prefixed("w", "webhook", WEBHOOK_COLUMNS)}, {_prefixed("e", "event", EVENT_COLUMNS)}
FROM claimed c
JOIN webhook w ON w.environment_id = c.environment_id AND w.id = c.webhook_id AND w.status = 'enabled'
JOIN event e ON e.environment_id = c.environment_id AND e.id = c.event_id
"""


def _task(row: Record) -> Task:
    return Task(
        environment_id=row["environment_id"],
        id=row["id"],
        attempts=row["attempts"],
        first_attempted_at=row["first_attempted_at"],
        webhook=row_to(Webhook, {name: row[f"webhook_{name}"] for name in WEBHOOK_COLUMNS.split(", ")}),
        secrets=row["secrets"],
        event=row_to(Event, {name: row[f"event_{name}"] for name in EVENT_COLUMNS.split(", ")}),
    )


async def settle(conn: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write how attempts ended; each row is the arguments of ``SETTLE`` in order.

    A success counts even when the webhook was disabled meanwhile; a failure leaves what is no longer pending as it is.
    """
    await conn.executemany(SETTLE, rows)


# environment, id, status, attempts, started at, next attempt at, completed at, HTTP status, error, response, ms
SETTLE: Final = """
UPDATE webhook_delivery
SET status = $3, attempts = $4, first_attempted_at = coalesce(first_attempted_at, $5), next_attempt_at = $6,
    completed_at = $7, last_status = $8, last_error = $9, last_response = $10, last_ms = $11
WHERE environment_id = $1 AND id = $2 AND (status = 'pending' OR $3 = 'delivered')
"""


async def cancel_pending(conn: Connection, environment_id: str, webhook_id: str, now: datetime) -> None:
    """What was still to be sent has failed."""
    query = """
        UPDATE webhook_delivery
        SET status = 'failed', next_attempt_at = NULL, completed_at = $3, last_error = 'The webhook was turned off'
        WHERE environment_id = $1 AND webhook_id = $2 AND status = 'pending'
    """
    await conn.execute(query, environment_id, webhook_id, now)


async def cancel_orphans(conn: Connection, now: datetime) -> int:
    """Fail what is pending for webhooks that are not enabled (made while one was turned off); returns how many."""
    query = """
        UPDATE webhook_delivery d
        SET status = 'failed', next_attempt_at = NULL, completed_at = $1, last_error = 'The webhook was turned off'
        FROM webhook w WHERE d.status = 'pending' AND w.environment_id = d.environment_id AND w.id = d.webhook_id
          AND w.status <> 'enabled'
    """
    return int((await conn.execute(query, now)).rsplit(" ", 1)[1])


async def put_back(conn: Connection, environment_id: str, delivery_id: str, now: datetime) -> Delivery:
    """Pending again, due now."""
    query = f"""
        UPDATE webhook_delivery SET status = 'pending', next_attempt_at = $3, completed_at = NULL
        WHERE environment_id = $1 AND id = $2 RETURNING {COLUMNS}
    """
    return row_to(Delivery, await conn.fetchrow(query, environment_id, delivery_id, now))


async def delete_older(conn: Connection, before: datetime, limit: int) -> int:
    """Forget deliveries made before ``before`` that are no longer pending, at most ``limit``; returns how many."""
    query = """
        DELETE FROM webhook_delivery d USING (
            SELECT environment_id, id FROM webhook_delivery
            WHERE created_at < $1 AND status <> 'pending' LIMIT $2 FOR UPDATE SKIP LOCKED
        ) old WHERE d.environment_id = old.environment_id AND d.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])
