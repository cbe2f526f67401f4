"""The embedded server's ordinary life: first start, data kept, one at a time, nothing open to others."""

from __future__ import annotations

import asyncio
import os
import stat
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from verilink.database import DatabaseUnavailable, DataFolderInUse, EmbeddedPostgres, migrate, running_dsn
from verilink.database.binaries import Preference


async def fetch(dsn: str, query: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def socket_kinds(pid: int) -> set[str]:
    """The kernel's tables in which the sockets of a process stand."""
    targets = [str(handle.readlink()) for handle in Path(f"/proc/{pid}/fd").iterdir()]
    inodes = {target[8:-1] for target in targets if target.startswith("socket:[")}
    tables = {table: Path(f"/proc/{pid}/net/{table}").read_text() for table in ("unix", "tcp", "tcp6", "udp", "udp6")}
    return {table for table, text in tables.items() if inodes & set(text.split())}


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def environment_of(pid: int | None) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()


async def test_data_is_there_after_a_restart(tmp_path: Path, source: Preference) -> None:
    async with EmbeddedPostgres(tmp_path / "pg", prefer=source) as server:
        await migrate(server.dsn)
        await fetch(server.dsn, "CREATE TABLE kept AS SELECT 42 AS value")
    async with EmbeddedPostgres(tmp_path / "pg", prefer=source) as server:
        assert await fetch(server.dsn, "SELECT value FROM kept") == 42
        assert await migrate(server.dsn) == []


async def test_it_is_durable_utf8_in_utc_and_knows_letters_beyond_ascii(tmp_path: Path, source: Preference) -> None:
    async with EmbeddedPostgres(tmp_path / "pg", prefer=source) as server:
        for name, value in {
            "fsync": "on",
            "synchronous_commit": "on",
            "full_page_writes": "on",
            "data_checksums": "on",
            "server_encoding": "UTF8",
            "timezone": "UTC",
            "listen_addresses": "",
        }.items():
            assert await fetch(server.dsn, f"SHOW {name}") == value, name
        assert await fetch(server.dsn, "SELECT lower('ÄÉŁ')") == "äéł"
        assert await fetch(server.dsn, "SELECT array_agg(x ORDER BY x) FROM unnest('{a,B,é,z}'::text[]) x") == [
            "B",
            "a",
            "z",
            "é",
        ]


async def test_it_listens_on_a_unix_socket_only(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert server.pid
        assert socket_kinds(server.pid) == {"unix"}
        assert mode_of(tmp_path / "pg" / "run") == mode_of(tmp_path / "pg" / "cluster") == 0o700


async def test_the_server_inherits_no_secret_of_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERILINK_MASTER_KEY", "do-not-pass-on")
    monkeypatch.setenv("PGDATA", "/nowhere")
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        environment = environment_of(server.pid)
    assert b"do-not-pass-on" not in environment
    assert b"/nowhere" not in environment


async def test_the_log_is_private_and_holds_no_peoples_data(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        await fetch(server.dsn, "CREATE TABLE person (name text PRIMARY KEY)")
        for _ in range(2):
            try:
                await fetch(server.dsn, "INSERT INTO person VALUES ('Erika Mustermann')")
            except asyncpg.UniqueViolationError:
                break
    log = tmp_path / "pg" / "postgres.log"
    assert "duplicate key" in log.read_text()
    assert "Mustermann" not in log.read_text()
    assert mode_of(log) == 0o600


async def test_a_second_start_of_a_folder_is_refused_clearly(
    tmp_path: Path, spawn: Callable[..., Awaitable[Any]]
) -> None:
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        with pytest.raises(DataFolderInUse, match="already runs PostgreSQL"):
            await EmbeddedPostgres(tmp_path / "pg").start()
        other = await spawn(tmp_path / "pg")
        assert other.facts["kind"] == "DataFolderInUse"
        assert str(os.getpid()) in other.facts["error"]
        assert await fetch(server.dsn, "SELECT 1") == 1


async def test_another_process_finds_the_running_server(tmp_path: Path, spawn: Callable[..., Awaitable[Any]]) -> None:
    assert running_dsn(tmp_path / "pg") is None
    other = await spawn(tmp_path / "pg")
    found = running_dsn(tmp_path / "pg")
    assert found == other.facts["dsn"]
    assert await fetch(str(found), "SELECT 1") == 1
    await other.kill()
    for _ in range(400):
        if running_dsn(tmp_path / "pg") is None:
            break
        await asyncio.sleep(0.05)
    assert running_dsn(tmp_path / "pg") is None


async def test_a_folder_with_a_long_path_works(tmp_path: Path) -> None:
    folder = tmp_path / ("a-very-long-name" * 7) / "pg"
    async with EmbeddedPostgres(folder) as server:
        sockets = Path(str(await fetch(server.dsn, "SHOW unix_socket_directories")))
        assert not sockets.is_relative_to(folder)
        assert mode_of(sockets) == 0o700
    assert sockets.name not in os.listdir(sockets.parent)  # noqa: PTH208


async def test_a_folder_with_spaces_and_quotes_works(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / 'it\'s a & 100% "pg" folder ü') as server:
        assert await fetch(server.dsn, "SELECT 1") == 1


async def test_an_interrupted_first_start_is_repeated(tmp_path: Path) -> None:
    left = tmp_path / "pg" / "cluster.unfinished"
    left.mkdir(parents=True)
    (left / "PG_VERSION").write_text("18")
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert await fetch(server.dsn, "SELECT 1") == 1
    assert not left.exists()


async def test_a_cluster_of_a_version_that_is_not_here_is_refused_and_kept(tmp_path: Path) -> None:
    cluster = tmp_path / "pg" / "cluster"
    cluster.mkdir(parents=True)
    (cluster / "PG_VERSION").write_text("12\n")
    with pytest.raises(DatabaseUnavailable, match="No PostgreSQL 12 was found"):
        await EmbeddedPostgres(tmp_path / "pg").start()
    assert (cluster / "PG_VERSION").read_text() == "12\n"


async def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DatabaseUnavailable, match="cannot be made"):
        await EmbeddedPostgres(tmp_path / "file" / "pg").start()


async def test_a_server_that_does_not_start_says_why_and_can_be_tried_again(tmp_path: Path) -> None:
    broken = EmbeddedPostgres(tmp_path / "pg", configuration={"shared_buffers": "nonsense"})
    with pytest.raises(DatabaseUnavailable, match="shared_buffers"):
        await broken.start()
    async with EmbeddedPostgres(tmp_path / "pg") as server:
        assert await fetch(server.dsn, "SELECT 1") == 1


async def test_stopping_ends_every_process_and_may_be_repeated(
    tmp_path: Path, until_no_process_in: Callable[[Path], None]
) -> None:
    server = EmbeddedPostgres(tmp_path / "pg")
    await server.start()
    holding = await asyncpg.connect(server.dsn)
    await holding.execute("BEGIN")
    await server.stop()
    await server.stop()
    assert server.pid is None
    until_no_process_in(tmp_path)
    holding.terminate()
    assert await server.start()
    await server.stop()
