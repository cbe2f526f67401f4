"""What is done every so often: deadlines, work that got lost, and forgetting.

Every one may run in several workers at once: they skip each other's locked rows, and doing a thing twice changes
nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

from verilink.contacts import queries as contacts
from verilink.database import Connection, transaction
from verilink.files import piece_queries
from verilink.files.actions import collect
from verilink.inquiries.retention import erase_due
from verilink.inquiries.sweep import expire_due
from verilink.kit import clock
from verilink.mailbox import queries as mails
from verilink.messaging import queries as texts
from verilink.services import Services
from verilink.sightings import queries as sightings
from verilink.sightings.model import KEPT_DAYS
from verilink.verifications import queries as verifications
from verilink.webhooks.deliveries import queries as deliveries
from verilink.webhooks.deliveries.model import RETENTION_DAYS
from verilink.worker import jobs, queries
from verilink.worker.signals import rest

BATCH: Final = 100
PRUNE_BATCH: Final = 1_000
PRUNE_SECONDS: Final = 3_600.0
# Longer than a job waits in an ordinary queue; putting in one that is there already does nothing.
LOST_AFTER: Final = timedelta(seconds=30)
IDEMPOTENCY_KEPT: Final = timedelta(hours=24)
MAILS_KEPT: Final = timedelta(days=90)
JOB_LOG_KEPT: Final = timedelta(days=7)
CONTACTS_KEPT: Final = timedelta(days=1)
UPLOADS_KEPT: Final = timedelta(days=1)
_log = logging.getLogger(__name__)

Prune = Callable[[Connection], Awaitable[int]]


async def sweep(services: Services, stop: asyncio.Event) -> None:
    """Keep deadlines and find what got lost, every ``sweep_interval_seconds``."""
    while not stop.is_set():
        while await expire(services) == BATCH and not stop.is_set():
            pass
        while await erase(services) == BATCH and not stop.is_set():
            pass
        await rescue(services)
        async with services.pool.acquire() as conn:
            await deliveries.cancel_orphans(conn, clock.now())
        while await collect(services) == BATCH and not stop.is_set():
            pass
        await rest(stop, services.settings.sweep_interval_seconds)


async def expire(services: Services) -> int:
    """Expire inquiries that are past their deadline; returns how many."""
    async with transaction(services.pool) as conn:
        expired = await expire_due(conn, BATCH)
    if expired:
        services.wake.worker()
    return expired


async def erase(services: Services) -> int:
    """Erase the pictures that are kept for long enough; returns of how many inquiries."""
    async with transaction(services.pool) as conn:
        return await erase_due(conn, BATCH)


async def rescue(services: Services) -> int:
    """Put jobs in for verifications that wait for a verdict and have none; returns how many."""
    async with transaction(services.pool) as conn:
        waiting = await verifications.waiting_since(conn, clock.now() - LOST_AFTER, BATCH)
        rescued = await jobs.enqueue_analyses(conn, [jobs.Analysis(*pair) for pair in waiting])
    if rescued:
        _log.warning("%d submitted verifications had no job; put in again", rescued)
    return rescued


async def prune(services: Services, stop: asyncio.Event) -> None:
    """Forget what is past its time, hourly and in small portions."""
    while not stop.is_set():
        for forget in PRUNES:
            await _until_done(services, forget, stop)
        async with services.pool.acquire() as conn:
            await queries.delete_analysis_attempts(conn, clock.now() - JOB_LOG_KEPT)
        await rest(stop, PRUNE_SECONDS)


async def _until_done(services: Services, forget: Prune, stop: asyncio.Event) -> None:
    while not stop.is_set():
        async with services.pool.acquire() as conn:
            if await forget(conn) < PRUNE_BATCH:
                return


async def _deliveries(conn: Connection) -> int:
    return await deliveries.delete_older(conn, clock.now() - timedelta(days=RETENTION_DAYS), PRUNE_BATCH)


async def _mails(conn: Connection) -> int:
    return await mails.delete_older(conn, clock.now() - MAILS_KEPT, PRUNE_BATCH)


async def _texts(conn: Connection) -> int:
    return await texts.delete_older(conn, clock.now() - MAILS_KEPT, PRUNE_BATCH)


async def _backgrounds(conn: Connection) -> int:
    before = clock.now().date() - timedelta(days=KEPT_DAYS)
    return await sightings.prune_backgrounds(conn, before, PRUNE_BATCH)


async def _contacts(conn: Connection) -> int:
    return await contacts.delete_older(conn, clock.now() - CONTACTS_KEPT, PRUNE_BATCH)


async def _proofs(conn: Connection) -> int:
    return await contacts.delete_older_proofs(conn, clock.now() - CONTACTS_KEPT, PRUNE_BATCH)


async def _uploads(conn: Connection) -> int:
    return await piece_queries.discard_older(conn, clock.now() - UPLOADS_KEPT, PRUNE_BATCH)


async def _codes(conn: Connection) -> int:
    return await contacts.delete_older_codes(conn, clock.now() - CONTACTS_KEPT, PRUNE_BATCH)


async def _idempotency(conn: Connection) -> int:
    return await queries.delete_idempotency_records(conn, clock.now() - IDEMPOTENCY_KEPT, PRUNE_BATCH)


async def _user_sessions(conn: Connection) -> int:
    return await queries.delete_user_sessions(conn, clock.now(), PRUNE_BATCH)


async def _job_log(conn: Connection) -> int:
    return await queries.delete_job_log(conn, clock.now() - JOB_LOG_KEPT, PRUNE_BATCH)


PRUNES: Final[tuple[Prune, ...]] = (
    _deliveries,
    _mails,
    _texts,
    _contacts,
    _proofs,
    _uploads,
    _codes,
    _idempotency,
    _user_sessions,
    _job_log,
    _backgrounds,
)
