"""Shared fixtures: a migrated PostgreSQL database for each test, and no network in unit tests."""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from hypothesis import settings

from support.databases import Databases
from verilink.database.pool import Pool, open_pool
from verilink.kit import crypto

TESTS = Path(__file__).parent
UNIT = TESTS / "unit"
START_SECONDS = 60
CHEAP = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)

# A machine that is busy with something else is no reason to fail.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


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
def databases(database_server: str) -> Databases:
    """The databases that this worker's tests take and give back."""
    return Databases(database_server)


@pytest.fixture(scope="session")
def make_database(databases: Databases) -> Callable[[], str]:
    """Make a fresh migrated database and get its DSN, for fixtures of a wider scope; it goes with the run's server."""
    return databases.make


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """DSN of a database of this test's own, migrated and empty."""
    dsn = databases.take()
    yield dsn
    databases.give_back(dsn)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """DSN of a database of this test's own with nothing in it, not even migrations; dropped afterwards."""
    dsn = databases.make("template0")
    yield dsn
    databases.drop(dsn)


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
def passwords_cost_little(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password is hashed in a millisecond, except where hashing is what is tested."""
    if request.path.name != "test_crypto.py":
        monkeypatch.setattr(crypto, "_HASHER", CHEAP)


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
