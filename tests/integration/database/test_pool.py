"""The pool and its transactions against a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from importlib import import_module
from typing import Any

import asyncpg
import msgspec
import pytest

from verilink.database import (
    CommitUnknown,
    DatabaseUnavailable,
    Pool,
    TransactionLost,
    acquire,
    open_pool,
    row_to,
    rows_to,
    transaction,
    with_retries,
)
from verilink.errors import BadRequest, NotFound


class Colour(StrEnum):
    RED = "red"


class Inner(msgspec.Struct):
    name: str


class Row(msgspec.Struct, frozen=True):
    id: str
    colour: Colour
    inner: Inner
    made_at: datetime
    key: bytes
    tags: list[str]
    maybe: int | None


@pytest.mark.parametrize("kind", ["json", "jsonb"])
@pytest.mark.parametrize("value", [None, True, 0, -1.5, 'é\U0001f600"\\', [1, [2, {}]], {"a": {"b": [None]}}, "", {}])
async def test_json_is_python_objects_both_ways(pool: Pool, kind: str, value: object) -> None:
    assert await pool.fetchval(f"SELECT $1::{kind}", value) == value


async def test_structs_and_times_go_into_json(pool: Pool) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert await pool.fetchval("SELECT $1::jsonb", {"at": moment, "inner": Inner("x")}) == {
        "at": "2026-01-02T03:04:05Z",
        "inner": {"name": "x"},
    }
    assert await pool.fetchval("SELECT $1::jsonb -> 'name' = '\"x\"'::jsonb", Inner("x")) is True
    assert await pool.fetchval("SELECT array_length($1::jsonb[], 1)", [{"a": 1}, {"a": 2}]) == 2


async def test_times_are_aware_and_utc(pool: Pool) -> None:
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=5)))
    back = await pool.fetchval("SELECT $1::timestamptz", moment)
    assert back == moment
    assert back.utcoffset() == timedelta(0)
    assert await pool.fetchval("SHOW timezone") == "UTC"


async def test_rows_become_structs(pool: Pool) -> None:
    query = """SELECT 'x' AS id, 'red' AS colour, '{"name": "n"}'::jsonb AS inner, now() AS made_at,
               '\\x0102'::bytea AS key, ARRAY['a', 'b'] AS tags, NULL::int AS maybe, 'ignored' AS other"""
    row = row_to(Row, await pool.fetchrow(query))
    assert (row.colour, row.inner, row.key, row.tags, row.maybe) == (
        Colour.RED,
        Inner("n"),
        b"\x01\x02",
        ["a", "b"],
        None,
    )
    assert row.made_at.tzinfo is not None
    assert len(rows_to(Row, await pool.fetch(f"{query} FROM generate_series(1, 3)"))) == 3


async def test_a_row_that_does_not_fit_is_an_error_and_not_a_lie(pool: Pool) -> None:
    with pytest.raises(msgspec.ValidationError, match="colour"):
        row_to(Row, await pool.fetchrow("SELECT 'x' AS id, 'blue' AS colour"))


async def test_the_server_knows_who_is_connected(database_url: str) -> None:
    opened = await open_pool(database_url, application_name="verilink web 12")
    try:
        assert await opened.fetchval("SHOW application_name") == "verilink web 12"
        assert await opened.fetchval("SHOW statement_timeout") == "30s"
    finally:
        await opened.close()


async def test_without_prepared_statements_nothing_is_sent_that_pgbouncer_refuses(database_url: str) -> None:
    opened = await open_pool(database_url, statement_cache_size=0)
    try:
        for _ in range(3):
            assert await opened.fetchval("SELECT $1::jsonb", {"a": 1}) == {"a": 1}
        assert await opened.fetchval("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''") == 0
        assert await opened.fetchval("SHOW statement_timeout") == "0"
    finally:
        await opened.close()


async def test_a_block_that_ends_commits_and_one_that_raises_rolls_back(pool: Pool) -> None:
    await pool.execute("CREATE TABLE kept (value integer)")
    async with transaction(pool) as connection:
        await connection.execute("INSERT INTO kept VALUES (1)")

    async def fail() -> None:
        async with transaction(pool) as connection:
            await connection.execute("INSERT INTO kept VALUES (2)")
            raise NotFound("no such thing")

    with pytest.raises(NotFound, match="no such thing"):
        await fail()
    assert await pool.fetchval("SELECT array_agg(value) FROM kept") == [1]


async def test_a_cancelled_block_rolls_back_and_stays_cancelled(pool: Pool) -> None:
    await pool.execute("CREATE TABLE kept (value integer)")
    inside = asyncio.Event()

    async def wait_inside() -> None:
        async with transaction(pool) as connection:
            await connection.execute("INSERT INTO kept VALUES (1)")
            inside.set()
            await connection.execute("SELECT pg_sleep(30)")

    task = asyncio.create_task(wait_inside())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with transaction(pool) as connection:
        assert await connection.fetchval("SELECT count(*) FROM kept") == 0


async def test_a_connection_given_back_with_work_open_is_clean_for_the_next(database_url: str) -> None:
    opened = await open_pool(database_url, max_size=1)
    try:
        await opened.execute("CREATE TABLE kept (value integer)")
        async with opened.acquire() as connection:
            await connection.execute("BEGIN")
            await connection.execute("INSERT INTO kept VALUES (1)")
        assert await opened.fetchval("SELECT count(*) FROM kept") == 0
    finally:
        await opened.close()


@pytest.mark.parametrize("query", ["SELECT $1::text", "SELECT $1::jsonb"])
@pytest.mark.parametrize("opened", [transaction, acquire])
async def test_a_text_with_nul_is_the_callers_mistake(pool: Pool, query: str, opened: Callable[..., Any]) -> None:
    async def send() -> None:
        async with opened(pool) as connection:
            await connection.fetchval(query, "a\0b")

    with pytest.raises(BadRequest, match="U\\+0000"):
        await send()
    assert await pool.fetchval("SELECT 1") == 1


async def end_backend_of(pool: Pool, pid: int) -> None:
    await pool.execute("SELECT pg_terminate_backend($1)", pid)
    await asyncio.sleep(0.05)


async def test_a_connection_lost_between_blocks_is_replaced_unnoticed(database_url: str, pool: Pool) -> None:
    opened = await open_pool(database_url, max_size=1)
    try:
        for way in (transaction, acquire):
            async with way(opened) as connection:
                pid = await connection.fetchval("SELECT pg_backend_pid()")
            await end_backend_of(pool, pid)
            async with way(opened) as connection:
                assert await connection.fetchval("SELECT pg_backend_pid()") != pid
    finally:
        await opened.close()


async def test_a_connection_lost_in_the_block_is_told_and_the_pool_goes_on(pool: Pool) -> None:
    await pool.execute("CREATE TABLE kept (value integer)")
    attempts = 0

    async def write() -> None:
        nonlocal attempts
        attempts += 1
        async with transaction(pool) as connection:
            await connection.execute("INSERT INTO kept VALUES (1)")
            if attempts == 1:
                await end_backend_of(pool, await connection.fetchval("SELECT pg_backend_pid()"))
            await connection.execute("INSERT INTO kept VALUES (2)")

    with pytest.raises(TransactionLost):
        await write()
    attempts = 0
    await with_retries(write)
    assert attempts == 2
    assert await pool.fetchval("SELECT array_agg(value) FROM kept") == [1, 2]


async def test_a_connection_lost_before_the_commit_is_not_taken_for_a_success(pool: Pool) -> None:
    await pool.execute("CREATE TABLE kept (value integer)")

    async def write() -> None:
        async with transaction(pool) as connection:
            await connection.execute("INSERT INTO kept VALUES (1)")
            await end_backend_of(pool, await connection.fetchval("SELECT pg_backend_pid()"))

    with pytest.raises((CommitUnknown, TransactionLost)):
        await write()
    assert await pool.fetchval("SELECT count(*) FROM kept") == 0


async def test_conflicting_transactions_all_succeed_with_retries(pool: Pool) -> None:
    await pool.execute("CREATE TABLE counter AS SELECT 0 AS value")

    async def increment() -> None:
        async with transaction(pool, isolation="serializable") as connection:
            value = await connection.fetchval("SELECT value FROM counter")
            await asyncio.sleep(0.01)
            await connection.execute("UPDATE counter SET value = $1", value + 1)

    await asyncio.gather(*(with_retries(increment, attempts=50) for _ in range(6)))
    assert await pool.fetchval("SELECT value FROM counter") == 6


async def test_a_conflict_that_does_not_end_is_told(pool: Pool) -> None:
    tries = 0

    async def always() -> None:
        nonlocal tries
        tries += 1
        async with transaction(pool) as connection:
            await connection.execute("DO $$ BEGIN RAISE deadlock_detected; END $$")

    with pytest.raises(asyncpg.DeadlockDetectedError):
        await with_retries(always, attempts=3)
    assert tries == 3


async def test_other_errors_are_not_tried_again(pool: Pool) -> None:
    tries = 0

    async def once() -> None:
        nonlocal tries
        tries += 1
        async with transaction(pool) as connection:
            await connection.execute("SELECT 1 / 0")

    with pytest.raises(asyncpg.DivisionByZeroError):
        await with_retries(once)
    assert tries == 1


@pytest.mark.parametrize("dsn", ["postgresql://nobody@/nothing?host=/nowhere", "postgresql://u:hidden@127.0.0.1:9/x"])
async def test_a_server_that_is_away_is_a_clear_error_without_the_password(dsn: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="No connection") as failed:
        await open_pool(dsn)
    assert "hidden" not in str(failed.value)


async def test_a_database_that_is_not_there_is_a_clear_error(database_server: str) -> None:
    with pytest.raises(DatabaseUnavailable, match="not_there"):
        await open_pool(database_server.replace("/verilink?", "/not_there?"))


async def test_an_exhausted_pool_answers_that_it_is_busy(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("verilink.database.transaction"), "ACQUIRE_SECONDS", 0.3)
    opened = await open_pool(database_url, max_size=1)
    try:
        async with transaction(opened):
            for way in (transaction, acquire):
                with pytest.raises(DatabaseUnavailable, match="does not answer"):
                    await way(opened).__aenter__()
    finally:
        await opened.close()
