"""One process for quick looks: started when the first is wanted, gone after a while without any.

It is a guest: it runs behind the requests of people, few wait for it, and nobody waits long. Whoever comes while it is
starting or taken is told at once that it is busy.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Final

import msgspec

from verilink.errors import Unavailable
from verilink.evidence.facts import Glance
from verilink.worker.process import AnalysisFailed, Process, Reason, Spec

GLANCES: Final = "verilink.worker.glances:OPERATIONS"
MEMORY_MB: Final = 512
# Eight looks of 7 ms: who would be the ninth hears sooner that it is busy.
MOST_WAITING: Final = 8
LONGEST_WAIT: Final = 1.0
LONGEST_SECONDS: Final = 5.0
IDLE_SECONDS: Final = 60.0
PAUSE_SECONDS: Final = 30.0
# Bounds what a leak in a native library can come to.
LOOKS_PER_PROCESS: Final = 20_000
_log = logging.getLogger(__name__)


class Busy(Unavailable):
    """Nobody can look at the moment."""

    title = "Busy"


class Eye:
    """Looks at one picture at a time; belongs to one event loop."""

    def __init__(
        self, operations: str = GLANCES, *, idle: float = IDLE_SECONDS, seconds: float = LONGEST_SECONDS
    ) -> None:
        self._spec = Spec(memory_mb=MEMORY_MB, operations=operations)
        self._idle, self._seconds = idle, seconds
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._process: Process | None = None
        self._starting: asyncio.Task[None] | None = None
        self._ending: asyncio.TimerHandle | None = None

    @property
    def pid(self) -> int | None:
        """Of the process, while there is one."""
        return self._process.pid if self._process is not None else None

    def open(self) -> None:
        """Start the process, so that the first look need not wait for it."""
        if self._process is None and (self._starting is None or self._starting.done()):
            self._starting = asyncio.create_task(self._start())

    async def look(self, data: bytes) -> Glance:
        """What ``data``, a small JPEG, shows. Raises ``Busy``."""
        if self._process is None:
            self.open()
            raise Busy
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                await self._turn.acquire()
        except TimeoutError:
            raise Busy from None
        finally:
            self._waiting -= 1
        try:
            return await self._ask(data)
        finally:
            self._turn.release()

    async def close(self) -> None:
        """End the process."""
        if self._starting is not None:
            self._starting.cancel()
            await asyncio.gather(self._starting, return_exceptions=True)
        await self._drop()

    async def _ask(self, data: bytes) -> Glance:
        process = self._process
        if process is None:
            raise Busy
        keep = False
        try:
            answer = await process.ask("look", data, self._seconds)
            keep = process.served < LOOKS_PER_PROCESS
        except AnalysisFailed as failure:
            keep = failure.reason is Reason.ERROR
            raise Busy from None
        finally:  # also when whoever asked is gone: an answer that nobody took would be the next one's
            if not keep:
                await self._drop()
        self._rest_later()
        return msgspec.msgpack.decode(answer, type=Glance)

    async def _start(self) -> None:
        try:
            self._process = await Process.start(self._spec)
        except (AnalysisFailed, OSError) as failure:
            _log.error("the process for quick looks did not start: %s", failure)
            await asyncio.sleep(PAUSE_SECONDS)
            return
        self._rest_later()

    def _rest_later(self) -> None:
        if self._ending is not None:
            self._ending.cancel()
        self._ending = asyncio.get_running_loop().call_later(self._idle, self._rest)

    def _rest(self) -> None:
        if self._turn.locked():  # a look on a busy machine may last longer than the rest it is to be followed by
            self._rest_later()
            return
        self._starting = asyncio.create_task(self._drop())

    async def _drop(self) -> None:
        if self._ending is not None:  # its rest is not that of the process that is started after it
            self._ending.cancel()
        process, self._process = self._process, None
        if process is not None:
            await process.kill()
