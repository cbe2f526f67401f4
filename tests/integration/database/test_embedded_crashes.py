"""The embedded server's accidents: killed children, killed parents, leftovers of earlier lives."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from verilink.database import CommitUnknown, EmbeddedPostgres, TransactionLost, open_pool, transaction, with_retries
from verilink.database.binaries import Preference
from verilink.database.pidfile import NAME


async def value_of(dsn: str, query: str, seconds: float = 10) -> object:
    """The query's value, waiting for the server when it is away."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            connection = await asyncpg.connect(dsn)
            try:
                return await connection.fetchval(query)
            finally:
                await connection.close()
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.02)


async def kill(server: EmbeddedPostgres) -> int:
    """Kill the server's main process, waiting for it when it is just being started again."""
    deadline = time.monotonic() + 10
    while server.pid is None:
        assert time.monotonic() < deadline
        await asyncio.sleep(0.01)
    pid = server.pid
    os.kill(pid, signal.SIGKILL)
    return pid


async def test_a_killed_server_is_started_again_with_all_that_was_committed(tmp_path: Path, source: Preference) -> None:
    async with EmbeddedPostgres(tmp_path / "pg", prefer=source) as server:
        await value_of(server.dsn, "CREATE TABLE kept AS SELECT 0 AS value")
        for value in range(1, 4):
            await value_of(server.dsn, f"UPDATE kept SET value = {value}")
            first = await kill(server)
            assert await value_of(server.dsn, "SELECT value FROM kept") == value
            assert first != server.pid


async def test_a_pool_survives_a_killed_server(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        pool = await open_pool(server.dsn, min_size=2, max_size=4)
        try:
            await pool.execute("CREATE TABLE kept (value integer)")

            async def write(value: int) -> None:
                async with transaction(pool) as connection:
                    await connection.execute("INSERT INTO kept VALUES ($1)", value)

            for value in range(4):
                await kill(server)
                try:
                    await with_retries(lambda value=value: write(value), attempts=20)  # type: ignore[misc]
                except CommitUnknown:  # only the caller can know that doing it twice does no harm
                    await with_retries(lambda value=value: write(value), attempts=20)  # type: ignore[misc]
            async with transaction(pool) as connection:
                rows = await connection.fetch("SELECT DISTINCT value FROM kept ORDER BY value")
            assert [row["value"] for row in rows] == [0, 1, 2, 3]
        finally:
            pool.terminate()


async def test_a_transaction_cut_by_a_crash_says_that_nothing_happened(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        pool = await open_pool(server.dsn)
        try:
            await pool.execute("CREATE TABLE kept (value integer)")

            async def be_cut() -> None:
                async with transaction(pool) as connection:
                    await connection.execute("INSERT INTO kept VALUES (1)")
                    await kill(server)
                    await asyncio.sleep(0.3)
                    await connection.execute("INSERT INTO kept VALUES (2)")

            with pytest.raises(TransactionLost):
                await be_cut()
            async with transaction(pool) as connection:
                assert await connection.fetchval("SELECT count(*) FROM kept") == 0
        finally:
            pool.terminate()


@pytest.mark.parametrize("loop", ["asyncio", "uvloop"])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_no_process_outlives_its_parent(
    tmp_path: Path,
    spawn: Callable[..., Awaitable[Any]],
    until_no_process_in: Callable[[Path], None],
    loop: str,
    number: int,
) -> None:
    other = await spawn(tmp_path / "pg", "auto", loop)
    connection = await asyncpg.connect(other.facts["dsn"])
    await connection.execute("CREATE TABLE kept AS SELECT 7 AS value")
    other.process.send_signal(number)
    await other.process.wait()
    until_no_process_in(tmp_path)
    connection.terminate()
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert await value_of(server.dsn, "SELECT value FROM kept") == 7


async def test_a_parent_killed_while_it_starts_leaves_nothing_running(
    tmp_path: Path, until_no_process_in: Callable[[Path], None]
) -> None:
    script = Path(__file__).parents[2] / "support" / "run_embedded.py"
    for pause in (0.15, 0.3, 0.45, 0.6, 0.8):
        process = await asyncio.create_subprocess_exec(sys.executable, str(script), str(tmp_path / "pg"), "auto")
        await asyncio.sleep(pause)
        process.kill()
        await process.wait()
        until_no_process_in(tmp_path)
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert await value_of(server.dsn, "SELECT 1") == 1


async def test_a_start_waits_until_nobody_adds_to_what_a_killed_one_left(tmp_path: Path) -> None:
    """The last process of a killed initdb may write while its folder is being removed; then the next start failed."""
    left = tmp_path / "pg" / "cluster.unfinished"
    left.mkdir(parents=True)
    folder, end = os.open(left, os.O_RDONLY), time.monotonic() + 0.5

    def keep_adding() -> None:
        number = 0
        while time.monotonic() < end:
            number += 1
            with contextlib.suppress(OSError):  # the folder is gone
                os.close(os.open(f"base{number}", os.O_CREAT | os.O_WRONLY, dir_fd=folder))

    adding = asyncio.create_task(asyncio.to_thread(keep_adding))
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert await value_of(server.dsn, "SELECT 1") == 1
    await adding
    os.close(folder)


@pytest.fixture(scope="module")
def stopped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a server that was stopped as it should be, as each test that starts it leaves it again."""
    folder = tmp_path_factory.mktemp("stopped") / "pg"

    async def make() -> None:
        async with EmbeddedPostgres(folder) as server:
            await value_of(server.dsn, "CREATE TABLE kept AS SELECT 7 AS value")

    asyncio.run(make())
    return folder


def write_pid_file(folder: Path, pid: int) -> None:
    """The pid file of a server with this number."""
    path = folder / "cluster" / NAME
    assert not path.exists()
    path.write_text(f"{pid}\n{path.parent}\n1700000000\n5432\n{folder / 'run'}\n\n  5432001    131072\nready   \n")
    path.chmod(0o600)
    status = path.parent.stat()
    os.chown(path, status.st_uid, status.st_gid)


async def test_a_pid_file_of_a_dead_process_is_no_obstacle(stopped: Path) -> None:
    gone = await asyncio.create_subprocess_exec("true")
    await gone.wait()
    write_pid_file(stopped, gone.pid)
    async with EmbeddedPostgres(stopped) as server:
        assert await value_of(server.dsn, "SELECT value FROM kept") == 7


async def test_a_pid_file_whose_number_another_program_has_now_is_no_obstacle(stopped: Path) -> None:
    bystander = await asyncio.create_subprocess_exec("sleep", "60")
    try:
        write_pid_file(stopped, bystander.pid)
        async with EmbeddedPostgres(stopped) as server:
            assert await value_of(server.dsn, "SELECT value FROM kept") == 7
        assert bystander.returncode is None
    finally:
        bystander.kill()
        await bystander.wait()


@pytest.mark.parametrize("text", ["", "nonsense", "0", "-1\n", "99999999999999999999\n", "\xff\xfe"])
async def test_a_damaged_pid_file_is_no_obstacle(stopped: Path, text: str) -> None:
    (stopped / "cluster" / NAME).write_text(text)
    async with EmbeddedPostgres(stopped) as server:
        assert await value_of(server.dsn, "SELECT value FROM kept") == 7


async def test_a_server_that_outlived_its_supervisor_is_stopped_first(tmp_path: Path) -> None:
    orphaned = EmbeddedPostgres(tmp_path / "pg")
    await orphaned.start()
    await value_of(orphaned.dsn, "CREATE TABLE kept AS SELECT 7 AS value")
    old = orphaned.pid
    orphaned._lock.release()  # what the kernel does when a supervisor dies
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert server.pid != old
        assert await value_of(server.dsn, "SELECT value FROM kept") == 7
    await orphaned.stop()


async def test_a_server_that_keeps_failing_is_tried_again_until_it_works(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        control = tmp_path / "pg" / "cluster" / "global" / "pg_control"
        away = control.with_name("away")
        control.rename(away)
        assert server.pid
        os.kill(server.pid, signal.SIGKILL)
        await asyncio.sleep(1)
        assert server.pid is None or server.restarts == 0
        away.rename(control)
        assert await value_of(server.dsn, "SELECT 1", seconds=20) == 1
    assert "ended unasked" in caplog.text
