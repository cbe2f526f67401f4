"""SQL of queues and what is in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from verilink.database import Connection, row_to, rows_to
from verilink.errors import NotFound
from verilink.kit.pagination import Page
from verilink.queues.model import Counted, Entry, Filter, Queue, Subject

COLUMNS: Final = "environment_id, id, name, filter, notify, created_at, updated_at, archived_at"
# Names of the checks that failed in the latest attempt of each verification of an inquiry i.
_FAILED_CHECKS: Final = """
ARRAY(
    SELECT DISTINCT c.value ->> 'name'
    FROM (SELECT DISTINCT ON (v.name) v.checks FROM verification v
          WHERE v.environment_id = i.environment_id AND v.inquiry_id = i.id ORDER BY v.name, v.attempt DESC) latest
    CROSS JOIN LATERAL jsonb_array_elements(latest.checks) AS c(value)
    WHERE c.value ->> 'status' = 'failed'
)
"""


async def insert(conn: Connection, queue: Queue) -> None:
    """A new queue."""
    query = f"INSERT INTO review_queue ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
    await conn.execute(query, *(getattr(queue, name) for name in COLUMNS.split(", ")))


async def update(conn: Connection, queue: Queue) -> None:
    """Write back what can change."""
    query = """
        UPDATE review_queue SET name = $3, filter = $4, notify = $5, updated_at = $6, archived_at = $7
        WHERE environment_id = $1 AND id = $2
    """
    values = (queue.name, queue.filter, queue.notify, queue.updated_at, queue.archived_at)
    await conn.execute(query, queue.environment_id, queue.id, *values)


async def get(conn: Connection, environment_id: str, queue_id: str, *, lock: bool = False) -> Queue:
    """One queue that is not archived; ``lock`` holds its row until the transaction ends. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM review_queue WHERE environment_id = $1 AND id = $2 AND archived_at IS NULL"
    row = await conn.fetchrow(query + (" FOR UPDATE" if lock else ""), environment_id, queue_id)
    if row is None:
        raise NotFound
    return row_to(Queue, row)


async def list_queues(conn: Connection, environment_id: str) -> list[Counted]:
    """The environment's queues by name, with how many inquiries are in each."""
    query = f"""
        SELECT {COLUMNS}, (SELECT count(*) FROM review_queue_entry e WHERE e.environment_id = q.environment_id
                           AND e.queue_id = q.id AND e.left_at IS NULL) AS size
        FROM review_queue q WHERE environment_id = $1 AND archived_at IS NULL ORDER BY lower(name), id
    """
    return rows_to(Counted, await conn.fetch(query, environment_id))


async def active(conn: Connection, environment_ids: Sequence[str]) -> list[Queue]:
    """Every queue of these environments, locked until the transaction ends.

    Two workers so never judge one inquiry at the same time, the slower one by what it was before.
    """
    query = f"""
        SELECT {COLUMNS} FROM review_queue WHERE environment_id = ANY($1) AND archived_at IS NULL
        ORDER BY environment_id, id FOR UPDATE
    """
    return rows_to(Queue, await conn.fetch(query, list(environment_ids)))


async def entries(conn: Connection, environment_id: str, queue_id: str, page: Page) -> list[Entry]:
    """Up to ``page.limit`` inquiries in the queue, the newest inquiry first (oldest when walking back)."""
    beyond, order = (">", "ASC") if page.ascending else ("<", "DESC")
    query = f"""
        SELECT e.queue_id, e.inquiry_id, e.entered_at, i.status, i.template_id, i.reference_id, i.created_at, i.fields
        FROM review_queue_entry e
        JOIN inquiry i ON i.environment_id = e.environment_id AND i.id = e.inquiry_id
        WHERE e.environment_id = $1 AND e.queue_id = $2 AND e.left_at IS NULL
          AND ($3::text IS NULL OR e.inquiry_id {beyond} $3)
        ORDER BY e.inquiry_id {order} LIMIT $4
    """
    return rows_to(Entry, await conn.fetch(query, environment_id, queue_id, page.before or page.after, page.limit))


async def subjects(conn: Connection, environment_ids: Sequence[str], inquiry_ids: Sequence[str]) -> list[Subject]:
    """What filters look at, for pairs of environment and inquiry."""
    query = f"""
        SELECT i.environment_id, i.id, i.status, i.template_id, i.reference_id, t.name AS template_name,
               {_FAILED_CHECKS} AS failed_checks
        FROM unnest($1::text[], $2::text[]) AS wanted(environment_id, id)
        JOIN inquiry i USING (environment_id, id)
        JOIN environment n ON n.id = i.environment_id
        JOIN inquiry_template t ON t.organization_id = n.organization_id AND t.id = i.template_id
    """
    return rows_to(Subject, await conn.fetch(query, list(environment_ids), list(inquiry_ids)))


async def enter(
    conn: Connection, rows: Sequence[tuple[str, str, str, str]], now: datetime
) -> list[tuple[str, str, str]]:
    """Put ``(environment, queue, inquiry, event)`` in; returns the first three of those that were not in before."""
    query = """
        INSERT INTO review_queue_entry (environment_id, queue_id, inquiry_id, event_id, entered_at)
        SELECT e, q, i, v, $5 FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) AS made(e, q, i, v)
        ON CONFLICT (environment_id, queue_id, inquiry_id)
        DO UPDATE SET left_at = NULL, entered_at = excluded.entered_at, event_id = excluded.event_id
        WHERE review_queue_entry.left_at IS NOT NULL
        RETURNING environment_id, queue_id, inquiry_id
    """
    found = await conn.fetch(query, *(list(column) for column in zip(*rows, strict=True)), now)
    return [(row["environment_id"], row["queue_id"], row["inquiry_id"]) for row in found]


async def leave(conn: Connection, rows: Sequence[tuple[str, str, str]], now: datetime) -> None:
    """Take ``(environment, queue, inquiry)`` out where they are in."""
    query = """
        UPDATE review_queue_entry r SET left_at = $4
        FROM unnest($1::text[], $2::text[], $3::text[]) AS gone(e, q, i)
        WHERE r.environment_id = gone.e AND r.queue_id = gone.q AND r.inquiry_id = gone.i AND r.left_at IS NULL
    """
    await conn.execute(query, *(list(column) for column in zip(*rows, strict=True)), now)


async def refill(conn: Connection, environment_id: str, queue_id: str, conditions: Filter, now: datetime) -> int:
    """Make the entries of a queue what its filter says now, without telling anyone; returns how many are in it."""
    matching = f"""
        SELECT i.id FROM inquiry i WHERE i.environment_id = $1
          AND ($3::text[] = '{{}}' OR i.status = ANY($3)) AND ($4::text[] = '{{}}' OR i.template_id = ANY($4))
          AND ($5::text[] = '{{}}' OR {_FAILED_CHECKS} && $5)
    """
    lists = (list(conditions.statuses), list(conditions.template_ids), list(conditions.failed_checks))
    left = f"""
        UPDATE review_queue_entry SET left_at = $6
        WHERE environment_id = $1 AND queue_id = $2 AND left_at IS NULL AND inquiry_id NOT IN ({matching})
    """
    await conn.execute(left, environment_id, queue_id, *lists, now)
    entered = f"""
        INSERT INTO review_queue_entry (environment_id, queue_id, inquiry_id, event_id, entered_at)
        SELECT $1, $2, found.id, '', $6 FROM ({matching}) found
        ON CONFLICT (environment_id, queue_id, inquiry_id)
        DO UPDATE SET left_at = NULL, entered_at = excluded.entered_at WHERE review_queue_entry.left_at IS NOT NULL
    """
    await conn.execute(entered, environment_id, queue_id, *lists, now)
    count = """
        SELECT count(*) FROM review_queue_entry WHERE environment_id = $1 AND queue_id = $2 AND left_at IS NULL
    """
    return int(await conn.fetchval(count, environment_id, queue_id))
