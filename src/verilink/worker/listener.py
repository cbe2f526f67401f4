"""One connection that listens for hints, for all loops of the worker; it is made again when it is lost."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Callable
from typing import Any, Final

from verilink.database import Connection, Pool
from verilink.worker.signals import pause

Callback = Callable[[str], None]
# Below this the connections are needed for work; polling does without hints.
SMALLEST_POOL: Final = 4
LOOK_SECONDS: Final = 60.0


class Listener:
    """Passes NOTIFY payloads on. ``subscribe`` before or while it runs."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._callbacks: defaultdict[str, list[Callback]] = defaultdict(list)
        self._changed = asyncio.Event()

    def subscribe(self, channel: str, callback: Callback) -> None:
        """Have ``callback`` called with the payload of every notification on ``channel``."""
        self._callbacks[channel].append(callback)
        self._changed.set()

    def unsubscribe(self, channel: str, callback: Callback) -> None:
        """The reverse of ``subscribe``."""
        with contextlib.suppress(ValueError):
            self._callbacks[channel].remove(callback)

    async def run(self, stop: asyncio.Event) -> None:
        """Listen until ``stop`` is set. Raises when the connection is lost."""
        if self._pool.get_max_size() < SMALLEST_POOL:
            return
        async with self._pool.acquire() as connection:
            connection.add_termination_listener(self._lost)
            try:
                await self._listen(connection, stop)
            finally:
                connection.remove_termination_listener(self._lost)

    async def _listen(self, connection: Connection, stop: asyncio.Event) -> None:
        listening: set[str] = set()
        while not stop.is_set():
            for channel in set(self._callbacks) - listening:
                await connection.add_listener(channel, self._heard)
                listening.add(channel)
            self._hint_all()
            await pause(stop, self._changed, LOOK_SECONDS)
            if connection.is_closed():
                raise ConnectionError("the connection for hints was lost")
        for channel in listening:
            await connection.remove_listener(channel, self._heard)

    def _lost(self, _connection: Any) -> None:
        self._changed.set()

    def _hint_all(self) -> None:
        # Whatever was said while nobody listened.
        for channel in list(self._callbacks):
            if channel.startswith("verilink_"):
                self._pass_on(channel, "")

    def _heard(self, _connection: Any, _pid: int, channel: str, payload: object) -> None:
        self._pass_on(channel, str(payload))

    def _pass_on(self, channel: str, payload: str) -> None:
        for callback in list(self._callbacks[channel]):
            callback(payload)
