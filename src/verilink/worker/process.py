"""One analysis process as the worker sees it: start, ask, kill."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import msgspec

from verilink.errors import VerilinkError
from verilink.worker.child import LENGTH, Answer, Request

START_SECONDS: Final = 60.0
# One thread each: the processes are the parallelism.
ENVIRONMENT: Final = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONUNBUFFERED": "1",
}


class Reason(StrEnum):
    """Why pictures could not be analysed."""

    TIME = "took too long"
    MEMORY = "needed too much memory"
    CRASHED = "the process crashed"
    ERROR = "the reader failed"
    STOPPED = "the worker is stopping"


class AnalysisFailed(VerilinkError):
    """An analysis came to no result. ``Reason.STOPPED`` says nothing about the pictures; the others do."""

    title = "Analysis failed"

    def __init__(self, reason: Reason, details: str | None = None) -> None:
        super().__init__(f"{reason}: {details}" if details else str(reason))
        self.reason = reason


class Spec(msgspec.Struct, frozen=True, kw_only=True):
    """How to start one. ``operations``: ``module:attribute`` of the mapping of operations."""

    memory_mb: int
    operations: str
    environment: Mapping[str, str] = {}


class Process:
    """A running analysis process; one request at a time."""

    def __init__(self, handle: asyncio.subprocess.Process) -> None:
        self._handle = handle
        self.served = 0

    @classmethod
    async def start(cls, spec: Spec) -> Process:
        """Start one and wait until it has loaded what it needs. Raises ``AnalysisFailed``.

        One that cannot load its models would fail everybody's pictures; without it, they wait.
        """
        command = [sys.executable, "-m", "verilink.worker.child", "--parent", str(os.getpid())]
        command += ["--memory-mb", str(spec.memory_mb), "--operations", spec.operations]
        environment = {**os.environ, **ENVIRONMENT, **spec.environment}
        handle = await asyncio.create_subprocess_exec(
            *command, env=environment, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**20
        )
        process = cls(handle)
        try:
            warm = await process._answer(START_SECONDS)
            if warm.failure:
                raise AnalysisFailed(Reason.ERROR, f"{warm.failure} {warm.details}".strip())
        except BaseException:
            await process.kill()
            raise
        return process

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._handle.pid

    async def ask(self, operation: str, argument: bytes, seconds: float) -> bytes:
        """The result of one operation. Raises ``AnalysisFailed``; only after ``Reason.ERROR`` it can be asked again."""
        stdin = self._handle.stdin
        assert stdin is not None
        body = msgspec.msgpack.encode(Request(operation, argument))
        try:
            stdin.write(LENGTH.pack(len(body)) + body)
            await asyncio.wait_for(stdin.drain(), seconds)
            answer = await self._answer(seconds)
        except TimeoutError:
            raise AnalysisFailed(Reason.TIME) from None
        except (ConnectionError, BrokenPipeError):
            raise AnalysisFailed(Reason.CRASHED) from None
        self.served += 1
        if answer.failure:
            reason = Reason.MEMORY if answer.failure == "memory" else Reason.ERROR
            raise AnalysisFailed(reason, f"{answer.failure} {answer.details}".strip())
        return answer.result

    async def _answer(self, seconds: float) -> Answer:
        stdout = self._handle.stdout
        assert stdout is not None
        try:
            async with asyncio.timeout(seconds):
                (length,) = LENGTH.unpack(await stdout.readexactly(LENGTH.size))
                return msgspec.msgpack.decode(await stdout.readexactly(length), type=Answer)
        except (asyncio.IncompleteReadError, msgspec.DecodeError):
            raise AnalysisFailed(Reason.CRASHED) from None
        except TimeoutError:
            raise AnalysisFailed(Reason.TIME) from None

    async def kill(self) -> None:
        """End it at once and wait until it is gone."""
        with contextlib.suppress(ProcessLookupError):
            self._handle.kill()
        await self._handle.wait()
