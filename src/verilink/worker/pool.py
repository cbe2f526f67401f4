"""The analysis processes: a fixed number, warm before they are needed, each replaced when it dies or is killed."""

from __future__ import annotations

import asyncio
import logging
from types import TracebackType
from typing import Final

from verilink.worker.process import AnalysisFailed, Process, Reason, Spec

OPERATIONS: Final = "verilink.worker.operations:OPERATIONS"
# Bounds what a leak in a native library can come to.
REQUESTS_PER_PROCESS: Final = 500
_FIRST_PAUSE: Final = 0.5
_LONGEST_PAUSE: Final = 30.0
_log = logging.getLogger(__name__)


class AnalysisPool:
    """Runs operations in processes of limited memory and time. Use as an async context manager."""

    def __init__(self, size: int, seconds: float, spec: Spec) -> None:
        self._size = size
        self._seconds = seconds
        self._spec = spec
        self._idle: asyncio.Queue[Process | None] = asyncio.Queue()  # None: closed
        self._starting: set[asyncio.Task[None]] = set()
        self._processes: set[Process] = set()
        self._closed = False

    @property
    def size(self) -> int:
        """How many analyses run at once."""
        return self._size

    @property
    def pids(self) -> list[int]:
        """Process ids of those that are up."""
        return [process.pid for process in self._processes]

    async def __aenter__(self) -> AnalysisPool:
        for _ in range(self._size):
            self._start_another()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End every process; analyses under way fail with ``Reason.STOPPED``."""
        self._closed = True
        self._idle.put_nowait(None)
        for task in list(self._starting):
            task.cancel()
        await asyncio.gather(*self._starting, return_exceptions=True)
        await asyncio.gather(*(process.kill() for process in list(self._processes)))

    async def call(self, operation: str, argument: bytes) -> bytes:
        """Run one operation (MessagePack in and out) in the next free process. Raises ``AnalysisFailed``."""
        process = await self._take()
        keep = False
        try:
            result = await process.ask(operation, argument, self._seconds)
            keep = True
            return result
        except AnalysisFailed as failure:
            keep = failure.reason is Reason.ERROR
            if self._closed:
                raise AnalysisFailed(Reason.STOPPED) from None
            raise
        finally:
            self._give_back(process, keep and process.served < REQUESTS_PER_PROCESS)

    async def _take(self) -> Process:
        process = await self._idle.get()
        if process is None:
            self._idle.put_nowait(None)
            raise AnalysisFailed(Reason.STOPPED)
        return process

    def _give_back(self, process: Process, keep: bool) -> None:
        if self._closed:
            return
        if keep:
            self._idle.put_nowait(process)
        else:
            self._start_another(instead_of=process)

    def _start_another(self, instead_of: Process | None = None) -> None:
        task = asyncio.create_task(self._replace(instead_of))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _replace(self, old: Process | None) -> None:
        if old is not None:
            await old.kill()
            self._processes.discard(old)
        pause = _FIRST_PAUSE
        while True:
            try:
                process = await Process.start(self._spec)
            except (AnalysisFailed, OSError) as failure:
                _log.error("an analysis process did not start: %s", failure)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
                continue
            self._processes.add(process)
            self._idle.put_nowait(process)
            return
