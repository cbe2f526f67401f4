"""Keeping a loop alive: what fails is logged and begun again, after pauses that grow while it keeps failing."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

import asyncpg

from verilink.errors import Unavailable
from verilink.worker.signals import rest

_log = logging.getLogger(__name__)
FIRST_PAUSE: Final = 0.2
LONGEST_PAUSE: Final = 15.0
# A loop that ran this long was healthy: the next failure is a new one.
HEALTHY_SECONDS: Final = 30.0
_EXPECTED: Final = (OSError, Unavailable, asyncpg.PostgresConnectionError, asyncpg.InterfaceError)


async def keep_running(name: str, loop: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Run ``loop`` until it returns or ``stop`` is set, again after every failure."""
    pause = FIRST_PAUSE
    while not stop.is_set():
        began = time.monotonic()
        try:
            await loop()
            return
        except Exception as error:
            _report(name, error)
        pause = FIRST_PAUSE if time.monotonic() - began > HEALTHY_SECONDS else min(pause * 2, LONGEST_PAUSE)
        await rest(stop, pause)


def _report(name: str, error: Exception) -> None:
    if isinstance(error, _EXPECTED):
        _log.warning("%s: %s; trying again", name, error or type(error).__name__)
    else:
        _log.error("%s failed; trying again", name, exc_info=error)
