"""The outbox: every event is handed on once, in the transaction that marks it so.

Handing on means rows only: a delivery for each webhook that wants the event, a job for each submitted verification,
entries and mails of queues. What leaves the process is done from those rows.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Final

import msgspec

from verilink.database import Connection, transaction
from verilink.kit import clock, ids
from verilink.queues import notify
from verilink.services import Services
from verilink.webhooks.deliveries import queries as deliveries
from verilink.webhooks.event_names import EVERYTHING
from verilink.worker import jobs, queries
from verilink.worker.queries import Outgoing, Subscription
from verilink.worker.signals import Signals, pause

BATCH: Final = 200
SUBMITTED: Final = "verification.submitted"
_CHECKED: Final = frozenset({"verification.passed", "verification.failed", "verification.requires-retry"})
_log = logging.getLogger(__name__)


class Drained(msgspec.Struct, frozen=True):
    """What one batch came to."""

    events: int = 0
    deliveries: int = 0
    jobs: int = 0
    mails: int = 0


async def run(services: Services, signals: Signals, stop: asyncio.Event) -> None:
    """Drain whenever there is something, until ``stop`` is set."""
    while not stop.is_set():
        drained = await drain_batch(services)
        if drained.deliveries:
            signals.deliveries.set()
        if drained.mails:
            signals.mails.set()
        if drained.events < BATCH:
            await pause(stop, signals.outbox, services.settings.poll_interval_seconds)


async def drain_batch(services: Services, limit: int = BATCH) -> Drained:
    """Hand on up to ``limit`` events."""
    async with transaction(services.pool) as conn:
        batch = await queries.take_batch(conn, limit)
        if not batch:
            return Drained()
        made = await _deliveries(conn, batch)
        analyses = [jobs.Analysis(one.environment_id, one.object_id) for one in batch if one.name == SUBMITTED]
        enqueued = await jobs.enqueue_analyses(conn, analyses)
        mails = await _queues(conn, services, batch)
        await queries.mark_dispatched(conn, batch, clock.now())
        return Drained(len(batch), made, enqueued, mails)


async def _deliveries(conn: Connection, batch: Sequence[Outgoing]) -> int:
    wanting: defaultdict[str, list[Subscription]] = defaultdict(list)
    for one in await queries.subscriptions(conn, sorted({one.environment_id for one in batch})):
        wanting[one.environment_id].append(one)
    rows = [
        (event.environment_id, ids.new("wbhe"), webhook.id, event.id)
        for event in batch
        for webhook in wanting[event.environment_id]
        if wants(webhook.enabled_events, event.name)
    ]
    return await deliveries.insert(conn, rows, clock.now()) if rows else 0


def wants(enabled_events: Sequence[str], name: str) -> bool:
    """Whether a webhook with these ``enabled_events`` is told of events of this name."""
    return EVERYTHING in enabled_events or name in enabled_events


async def _queues(conn: Connection, services: Services, batch: Sequence[Outgoing]) -> int:
    changed = {
        (event.environment_id, event.inquiry_id): event.id
        for event in batch
        if event.inquiry_id and (event.name.startswith("inquiry.") or event.name in _CHECKED)
    }
    try:
        async with conn.transaction():
            return (await notify.follow(conn, services.settings, changed)).mails
    except Exception:
        # Webhooks and analyses of the batch must not wait for a fault in here.
        _log.exception("the queues could not follow a batch of events")
        return 0
