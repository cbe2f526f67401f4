"""Sending mails that are due, a few at once."""

from __future__ import annotations

import asyncio
from typing import Final

from verilink.database import transaction
from verilink.kit import clock
from verilink.mailbox import deliver, queries
from verilink.mailbox.model import StoredMail
from verilink.services import Services
from verilink.worker.signals import pause
from verilink.worker.undelivered import failed_inquiry

AT_ONCE: Final = 8
LEASE_SECONDS: Final = 60.0
POLL_SECONDS: Final = 5.0


async def run(services: Services, wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Send until ``stop`` is set."""
    while not stop.is_set():
        if not await send_due(services):
            await pause(stop, wake, POLL_SECONDS)


async def send_due(services: Services) -> int:
    """Attempt up to ``AT_ONCE`` mails; returns how many."""
    async with transaction(services.pool) as conn:
        mails = await queries.claim(conn, clock.now(), clock.in_seconds(LEASE_SECONDS), AT_ONCE)
    await asyncio.gather(*(_send(services, mail) for mail in mails))
    return len(mails)


async def _send(services: Services, mail: StoredMail) -> None:
    after = await deliver.attempt(services.settings, mail)
    async with transaction(services.pool) as conn:
        await queries.settle(conn, after)
        waiting = await failed_inquiry(conn, after)
    if waiting is not None:
        services.wake.flow(waiting)
