"""Writing the mails with new links that people asked for."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from verilink.contacts import wanted_queries as wanted
from verilink.contacts.wanted_queries import Wanted
from verilink.database import transaction
from verilink.hosted.new_links import write
from verilink.services import Services
from verilink.worker.signals import Signals, pause

POLL_SECONDS: Final = 5.0
_log = logging.getLogger(__name__)


async def run(services: Services, signals: Signals, stop: asyncio.Event) -> None:
    """Write until ``stop`` is set."""
    while not stop.is_set():
        if await write_due(services):
            signals.mails.set()
        else:
            await pause(stop, signals.wanted, POLL_SECONDS)


async def write_due(services: Services) -> bool:
    """Look after one; whether there was one. Link, mail and the note that it was wanted change together."""
    taken: Wanted | None = None
    try:
        async with transaction(services.pool) as conn:
            taken = await wanted.take(conn)
            if taken is not None:
                await write(conn, services, taken)
    except Exception:
        if taken is None:
            raise
        _log.exception("the new link to %s could not be written", taken.inquiry_id)
        async with transaction(services.pool) as conn:
            await wanted.put_off(conn, taken)
    return taken is not None
