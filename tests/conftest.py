"""Shared fixtures: a migrated PostgreSQL database for each test, and no network in unit tests."""

from __future__ import annotations

import asyncio
import fcntl
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import pytest
from hypothesis import settings

from verilink.database.pool import Pool, open_pool

TESTS = Path(__file__).parent
UNIT = TESTS / "unit"
START_SECONDS = 60
TEMPLATE = "verilink"

T = TypeVar("T")

# A machine that is busy with something else is no reason to fail.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine on a loop of its own, leaving the test's loop alone."""
    loop = asyncio.new_event_loop()
    try:
        return loop.run_until_complete(work)
    finally:
        loop.close()


@pytest.fixture(scope="session")
def database_server(request: pytest.FixtureRequest) -> str:
    """DSN of the run's PostgreSQL, whose database ``verilink`` is migrated and only ever copied."""
    worker = getattr(request.config, "workerinput", None)
    run, owner = (worker["testrunuid"], os.getppid()) if worker else (str(os.getpid()), os.getpid())
    folder = Path(tempfile.gettempdir(), f"verilink-tests-{run}")
    folder.mkdir(mode=0o711, exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "dsn").exists():
            _start_server(folder, owner)
    return (folder / "dsn").read_text()


def _start_server(folder: Path, owner: int) -> None:
    command = [sys.executable, str(TESTS / "support" / "serve_postgres.py"), str(folder), str(owner)]
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    deadline = time.monotonic() + START_SECONDS
    while not (folder / "dsn").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            reason = (folder / "failed").read_text() if (folder / "failed").exists() else (folder / "log").read_text()
            pytest.fail(f"PostgreSQL for the tests did not start:\n{reason}", pytrace=False)
        time.sleep(0.02)


@pytest.fixture(scope="session")
def make_database(database_server: str) -> Callable[..., str]:
    """Make a fresh migrated database and get its DSN, for fixtures of a wider scope; it goes with the run's server."""

    def make(template: str = TEMPLATE) -> str:
        name = f"test_{secrets.token_hex(8)}"
        _administer(database_server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
        return database_server.replace(f"/{TEMPLATE}?", f"/{name}?")

    return make


def _administer(dsn: str, statement: str) -> None:
    async def execute() -> None:
        connection = await asyncpg.connect(dsn, database="template1")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    run_apart(execute())


@pytest.fixture
def database_url(database_server: str, make_database: Callable[..., str]) -> Iterator[str]:
    """DSN of a database of this test's own, migrated and empty; dropped afterwards."""
    dsn = make_database()
    yield dsn
    _administer(database_server, f'DROP DATABASE IF EXISTS "{database_name(dsn)}" WITH (FORCE)')


@pytest.fixture
def empty_database_url(database_server: str, make_database: Callable[..., str]) -> Iterator[str]:
    """DSN of a database of this test's own with nothing in it, not even migrations."""
    dsn = make_database("template0")
    yield dsn
    _administer(database_server, f'DROP DATABASE IF EXISTS "{database_name(dsn)}" WITH (FORCE)')


def database_name(dsn: str) -> str:
    """The database in a DSN of the run's server."""
    return dsn.partition("@/")[2].partition("?")[0]


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[Pool]:
    """A connection pool on the test's own database."""
    opened = await open_pool(database_url, min_size=1, max_size=8, application_name="verilink tests")
    yield opened
    try:
        await asyncio.wait_for(opened.close(), 10)
    except TimeoutError:
        opened.terminate()
        pytest.fail("the test left a database connection in use")


@pytest.fixture(autouse=True)
def no_network_in_unit_tests(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unit tests that reach for a network socket fail at once; Unix sockets serve the event loop itself."""
    if not request.path.is_relative_to(UNIT):
        return
    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, _refusing(name), raising=True)
    monkeypatch.setattr(socket, "getaddrinfo", _refuse_names)


def _refusing(name: str) -> Callable[..., Any]:
    original = getattr(socket.socket, name)

    def guarded(self: socket.socket, *arguments: Any) -> Any:
        if self.family != socket.AF_UNIX:
            raise RuntimeError(
                f"a unit test called socket.{name}{arguments!r}; such a test belongs in tests/integration"
            )
        return original(self, *arguments)

    return guarded


def _refuse_names(host: object, *arguments: object, **options: object) -> Any:
    raise RuntimeError(f"a unit test asked for the address of {host!r}; such a test belongs in tests/integration")
