"""Wake-ups between the loops of one worker, and waiting that a stop request cuts short."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Signals:
    """``outbox``: events may wait. The others: some may be due. Each is a hint, polling is the floor."""

    outbox: asyncio.Event = field(default_factory=asyncio.Event)
    deliveries: asyncio.Event = field(default_factory=asyncio.Event)
    mails: asyncio.Event = field(default_factory=asyncio.Event)
    texts: asyncio.Event = field(default_factory=asyncio.Event)
    wanted: asyncio.Event = field(default_factory=asyncio.Event)


async def pause(stop: asyncio.Event, wake: asyncio.Event, seconds: float) -> None:
    """Return when ``wake`` is set (it is cleared), when ``stop`` is set, or after ``seconds``."""
    waiters = [asyncio.ensure_future(stop.wait()), asyncio.ensure_future(wake.wait())]
    try:
        await asyncio.wait(waiters, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for waiter in waiters:
            waiter.cancel()
        await asyncio.gather(*waiters, return_exceptions=True)
    wake.clear()


async def rest(stop: asyncio.Event, seconds: float) -> None:
    """Return after ``seconds``, or at once when ``stop`` is set."""
    await pause(stop, asyncio.Event(), seconds)
