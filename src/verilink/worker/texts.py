"""Sending text messages that are due, a few at once."""

from __future__ import annotations

import asyncio
from typing import Final

from verilink.database import transaction
from verilink.kit import clock
from verilink.kit.outbound import Client
from verilink.messaging import deliver, queries
from verilink.messaging.model import Provider, StoredText
from verilink.messaging.providers import provider_of
from verilink.services import Services
from verilink.worker.signals import pause
from verilink.worker.undelivered import failed_inquiry

AT_ONCE: Final = 8
LEASE_SECONDS: Final = 60.0
POLL_SECONDS: Final = 2.0


async def run(services: Services, client: Client, wake: asyncio.Event, stop: asyncio.Event) -> None:
    """Send until ``stop`` is set; without a provider nothing was written and there is nothing to do."""
    provider = provider_of(services.settings, client)
    while not stop.is_set():
        if provider is None or not await send_due(services, provider):
            await pause(stop, wake, POLL_SECONDS)


async def send_due(services: Services, provider: Provider) -> int:
    """Attempt up to ``AT_ONCE`` messages; returns how many."""
    async with transaction(services.pool) as conn:
        due = await queries.claim(conn, clock.now(), clock.in_seconds(LEASE_SECONDS), AT_ONCE)
    await asyncio.gather(*(_send(services, provider, message) for message in due))
    return len(due)


async def _send(services: Services, provider: Provider, message: StoredText) -> None:
    after = await deliver.attempt(provider, message)
    async with transaction(services.pool) as conn:
        await queries.settle(conn, after)
        waiting = await failed_inquiry(conn, after)
    if waiting is not None:
        services.wake.flow(waiting)
