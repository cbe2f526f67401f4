"""SQL of the outbox, of analysis attempts, and of what is forgotten in time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from verilink.database import Connection, rows_to


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """What of an event decides where it goes."""

    environment_id: str
    id: str
    name: str
    object_id: str
    inquiry_id: str | None


class Subscription(msgspec.Struct, frozen=True, kw_only=True):
    """An enabled webhook and the events it wants."""

    environment_id: str
    id: str
    enabled_events: list[str]


async def take_batch(conn: Connection, limit: int) -> list[Outgoing]:
    """The oldest events not handed on yet that no other worker holds, locked until the transaction ends."""
    query = """
        SELECT environment_id, id, name, object_id, inquiry_id FROM event WHERE dispatched_at IS NULL
        ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED
    """
    return rows_to(Outgoing, await conn.fetch(query, limit))


async def subscriptions(conn: Connection, environment_ids: Sequence[str]) -> list[Subscription]:
    """The enabled webhooks of these environments."""
    query = (
        "SELECT environment_id, id, enabled_events FROM webhook WHERE environment_id = ANY($1) AND status = 'enabled'"
    )
    return rows_to(Subscription, await conn.fetch(query, list(environment_ids)))


async def mark_dispatched(conn: Connection, batch: Sequence[Outgoing], now: datetime) -> None:
    """These events were handed on."""
    query = """
        UPDATE event SET dispatched_at = $3 FROM unnest($1::text[], $2::text[]) AS done(e, i)
        WHERE environment_id = done.e AND id = done.i
    """
    await conn.execute(query, [one.environment_id for one in batch], [one.id for one in batch], now)


async def begin_analysis(conn: Connection, environment_id: str, verification_id: str, now: datetime) -> int:
    """Count a beginning; returns how many there were that did not end, this one included."""
    query = """
        INSERT INTO analysis_attempt AS a (environment_id, verification_id, begun, failed, begun_at)
        VALUES ($1, $2, 1, 0, $3)
        ON CONFLICT (environment_id, verification_id) DO UPDATE SET begun = a.begun + 1, begun_at = $3
        RETURNING begun
    """
    return int(await conn.fetchval(query, environment_id, verification_id, now))


async def fail_analysis(conn: Connection, environment_id: str, verification_id: str) -> int:
    """Turn the latest beginning into a counted failure; returns how many there were."""
    query = """
        UPDATE analysis_attempt SET begun = begun - 1, failed = failed + 1
        WHERE environment_id = $1 AND verification_id = $2 RETURNING failed
    """
    return int(await conn.fetchval(query, environment_id, verification_id) or 0)


async def interrupt_analysis(conn: Connection, environment_id: str, verification_id: str) -> None:
    """Take back the latest beginning: it was broken off from outside, which says nothing about the pictures."""
    query = "UPDATE analysis_attempt SET begun = begun - 1 WHERE environment_id = $1 AND verification_id = $2"
    await conn.execute(query, environment_id, verification_id)


async def end_analysis(conn: Connection, environment_id: str, verification_id: str) -> None:
    """There is a verdict; nothing is left to count."""
    query = "DELETE FROM analysis_attempt WHERE environment_id = $1 AND verification_id = $2"
    await conn.execute(query, environment_id, verification_id)


async def delete_idempotency_records(conn: Connection, before: datetime, limit: int) -> int:
    """Forget answers kept for repeated requests that are older than ``before``; returns how many."""
    query = """
        DELETE FROM idempotency_record r USING (
            SELECT environment_id, key FROM idempotency_record WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
        ) old WHERE r.environment_id = old.environment_id AND r.key = old.key
    """
    return _count(await conn.execute(query, before, limit))


async def delete_user_sessions(conn: Connection, now: datetime, limit: int) -> int:
    """Forget dashboard sessions that ended; returns how many."""
    query = """
        DELETE FROM user_session WHERE token_digest IN (
            SELECT token_digest FROM user_session WHERE expires_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED)
    """
    return _count(await conn.execute(query, now, limit))


async def delete_job_log(conn: Connection, before: datetime, limit: int) -> int:
    """Forget what the job queue noted before ``before``; returns how many lines."""
    query = """
        DELETE FROM {table} WHERE id IN (SELECT id FROM {table} WHERE created < $1 ORDER BY created LIMIT $2)
    """
    counts = [
        await conn.execute(query.format(table=name), before, limit) for name in ("pgqueuer_log", "pgqueuer_statistics")
    ]
    return sum(map(_count, counts))


def _count(status: str) -> int:
    return int(status.rsplit(" ", 1)[1])


async def delete_analysis_attempts(conn: Connection, before: datetime) -> None:
    """Forget counts of verifications that ended otherwise, such as by expiry."""
    await conn.execute("DELETE FROM analysis_attempt WHERE begun_at < $1", before)
