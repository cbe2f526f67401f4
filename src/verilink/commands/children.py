"""The processes under ``verilink serve``: started, watched, started again when they fall, stopped together."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import urllib.error
import urllib.request
from types import TracebackType
from typing import Final, Self

from verilink.settings import Settings

STOP_SECONDS: Final = 10.0
READY_SECONDS: Final = 120.0
HEALTHY_SECONDS: Final = 60.0
RESTART_SECONDS: Final = 0.5
STARTUP_FAILURES: Final = 3
CANNOT_START: Final = (1, 3)  # an expected failure of ours; the HTTP server's own
_log = logging.getLogger(__name__)


class Children:
    """Web and worker as processes of their own, on the database at ``dsn``."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._watchers: list[asyncio.Task[None]] = []
        self._stopping = asyncio.Event()
        self._failed = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self, role: str) -> None:
        """Start ``verilink ROLE`` and keep it running."""
        self._running[role] = await self._spawn(role)
        self._watchers.append(asyncio.create_task(self._watch(role), name=f"watch {role}"))

    async def _spawn(self, role: str) -> asyncio.subprocess.Process:
        command = [sys.executable, "-m", "verilink", role, "--parent", str(os.getpid())]
        environment = os.environ | {"DATABASE_URL": self._dsn}
        # a session of its own: Ctrl-C reaches this process only, which stops its children in order
        return await asyncio.create_subprocess_exec(*command, env=environment, start_new_session=True)

    async def _watch(self, role: str) -> None:
        failures = 0
        while not self._stopping.is_set():
            began = asyncio.get_running_loop().time()
            code = await self._running[role].wait()
            if self._stopping.is_set():
                return
            failures = failures + 1 if asyncio.get_running_loop().time() - began < HEALTHY_SECONDS else 1
            _log.error("%s ended unasked (%s)", role, code)
            if code in CANNOT_START and failures >= STARTUP_FAILURES:
                self._failed.set()
                return
            await asyncio.sleep(RESTART_SECONDS * failures)
            self._running[role] = await self._spawn(role)

    async def wait_until_ready(self, settings: Settings, stop: asyncio.Event) -> bool:
        """Wait until links work; ``False`` when it was stopped or failed before."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + READY_SECONDS
        while loop.time() < deadline and not (stop.is_set() or self._failed.is_set()):
            if await asyncio.to_thread(_answers, f"http://{_local(settings.host)}:{settings.port}/healthz"):
                return True
            await asyncio.sleep(0.1)
        return False

    async def run_until(self, stop: asyncio.Event) -> int:
        """Wait for the signal to stop (0) or for a child that cannot start (1)."""
        waits = [asyncio.create_task(stop.wait()), asyncio.create_task(self._failed.wait())]
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()
        return 1 if self._failed.is_set() else 0

    async def stop(self) -> None:
        """Stop every child: politely, then not."""
        self._stopping.set()
        for process in self._running.values():
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        await asyncio.gather(*(_ended(process) for process in self._running.values()))
        for watcher in self._watchers:
            watcher.cancel()
        await asyncio.gather(*self._watchers, return_exceptions=True)


async def _ended(process: asyncio.subprocess.Process) -> None:
    try:
        await asyncio.wait_for(process.wait(), STOP_SECONDS)
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()


def _local(host: str) -> str:
    known = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared, not bound
    return known.get(host, f"[{host}]" if ":" in host else host)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (OSError, urllib.error.URLError):
        return False
