"""Hints that something was committed. Losing one costs at most a polling interval, never an event."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from typing import Any, Final

import asyncpg

from verilink.database import Pool

WORKER_CHANNEL: Final = "verilink_worker"
FLOW_CHANNEL: Final = "verilink_flow"
DEBOUNCE_SECONDS: Final = 0.02
POLL_SECONDS: Final = 1.0
RECONNECT_SECONDS: Final = 1.0
_log = logging.getLogger(__name__)


class Wake:
    """Sends debounced notifications after commits, and waits for changes of one inquiry's flow."""

    def __init__(self, pool: Pool, dsn: str | None) -> None:
        self._pool = pool
        self._dsn = dsn
        self._pending: set[tuple[str, str]] = set()
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiters: dict[str, set[asyncio.Event]] = {}

    async def start(self) -> None:
        """Begin to listen for flow changes, when a DSN was given."""
        if self._dsn is not None:
            self._spawn(self._listen(self._dsn))

    async def stop(self) -> None:
        """Stop listening and sending."""
        if self._timer:
            self._timer.cancel()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def worker(self) -> None:
        """Call after a commit that wrote events: the worker looks at once instead of at its next poll."""
        self._notify(WORKER_CHANNEL, "")

    def flow(self, inquiry_id: str) -> None:
        """Call after a commit that moved an inquiry on: pages that wait for it look at once."""
        self._arrived(inquiry_id)
        self._notify(FLOW_CHANNEL, inquiry_id)

    async def flow_changes(self, environment_id: str, inquiry_id: str, revision: int, seconds: float) -> bool:
        """Wait until the inquiry's revision is past ``revision``; ``False`` when ``seconds`` ran out first."""
        deadline = time.monotonic() + seconds
        event = asyncio.Event()
        self._waiters.setdefault(inquiry_id, set()).add(event)
        try:
            while await self._revision(environment_id, inquiry_id) <= revision:
                left = deadline - time.monotonic()
                if left <= 0:
                    return False
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), min(left, POLL_SECONDS))
                event.clear()
            return True
        finally:
            self._leave(inquiry_id, event)

    def _leave(self, inquiry_id: str, event: asyncio.Event) -> None:
        waiting = self._waiters.get(inquiry_id, set())
        waiting.discard(event)
        if not waiting:
            self._waiters.pop(inquiry_id, None)

    async def _revision(self, environment_id: str, inquiry_id: str) -> int:
        query = "SELECT revision FROM inquiry WHERE environment_id = $1 AND id = $2"
        return int(await self._pool.fetchval(query, environment_id, inquiry_id) or 0)

    def _notify(self, channel: str, payload: str) -> None:
        self._pending.add((channel, payload))
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(DEBOUNCE_SECONDS, self._fire)

    def _fire(self) -> None:
        self._timer = None
        pending, self._pending = sorted(self._pending), set()
        self._spawn(self._send(pending))

    async def _send(self, pending: list[tuple[str, str]]) -> None:
        try:
            query = "SELECT pg_notify(c, p) FROM unnest($1::text[], $2::text[]) AS hints(c, p)"
            await self._pool.execute(query, [c for c, _ in pending], [p for _, p in pending])
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            _log.debug("a wake-up hint was lost; polling will find the work", exc_info=True)

    async def _listen(self, dsn: str) -> None:
        while True:
            try:
                await self._listen_once(dsn)
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                _log.debug("lost the hint connection", exc_info=True)
            await asyncio.sleep(RECONNECT_SECONDS)

    async def _listen_once(self, dsn: str) -> None:
        closed = asyncio.Event()
        connection = await asyncpg.connect(dsn)
        try:
            connection.add_termination_listener(lambda _: closed.set())
            await connection.add_listener(FLOW_CHANNEL, self._heard)
            await closed.wait()
        finally:
            await connection.close(timeout=1)

    def _heard(self, _connection: Any, _pid: int, _channel: str, payload: object) -> None:
        self._arrived(str(payload))

    def _arrived(self, inquiry_id: str) -> None:
        for event in self._waiters.get(inquiry_id, ()):
            event.set()

    def _spawn(self, coroutine: Any) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(coroutine)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
