"""Migrations on a real server: from empty, from each earlier state, edited, newer, failing, concurrent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import asyncpg
import pytest

from verilink.database import DatabaseUnavailable, MigrationRefused, migrate, status
from verilink.database.migrate import Migration, load_migrations

ONE = Migration(1, "one", "CREATE TABLE one (id integer PRIMARY KEY);")
TWO = Migration(2, "two", "ALTER TABLE one ADD name text NOT NULL DEFAULT 'x'; CREATE INDEX one_name ON one (name);")
BAD = Migration(2, "bad", "CREATE TABLE two (id integer); INSERT INTO nowhere VALUES (1);")
SHIPPED = load_migrations()

SCHEMA = """
SELECT 'column' AS kind, table_name::text AS owner, column_name::text AS name,
       concat_ws(' ', data_type, is_nullable, column_default, collation_name, is_generated) AS definition
FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'index', tablename::text, indexname::text, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'type', typname::text, enumlabel::text, enumsortorder::text
FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid
UNION ALL SELECT 'function', proname::text, '', pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND prokind = 'f'
UNION ALL SELECT 'trigger', tgrelid::regclass::text, tgname::text, pg_get_triggerdef(oid)
FROM pg_trigger WHERE NOT tgisinternal
ORDER BY 1, 2, 3, 4
"""


async def fetch(dsn: str, query: str) -> list[tuple[object, ...]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_the_shipped_migrations_apply_from_empty_and_again_do_nothing(empty_database_url: str) -> None:
    assert await migrate(empty_database_url) == SHIPPED
    assert await migrate(empty_database_url) == []
    found = await status(empty_database_url)
    assert found.current
    assert [line.sha256 for line in found.applied] == [migration.sha256 for migration in SHIPPED]


@pytest.mark.parametrize("first", range(len(SHIPPED)))
async def test_from_each_earlier_state_the_same_schema_is_reached(
    first: int, empty_database_url: str, database_url: str
) -> None:
    await migrate(empty_database_url, migrations=SHIPPED[:first])
    assert await migrate(empty_database_url) == SHIPPED[first:]
    schema = await fetch(empty_database_url, SCHEMA)
    assert len(schema) > 50
    assert schema == await fetch(database_url, SCHEMA)


async def test_a_later_migration_is_added_to_an_older_database(empty_database_url: str) -> None:
    await migrate(empty_database_url, migrations=[ONE])
    await fetch(empty_database_url, "INSERT INTO one VALUES (1)")
    before = await status(empty_database_url, migrations=[ONE, TWO])
    assert before.pending == (TWO,)
    assert await migrate(empty_database_url, migrations=[ONE, TWO]) == [TWO]
    assert await fetch(empty_database_url, "SELECT id, name FROM one") == [(1, "x")]


async def test_status_of_an_empty_database_changes_nothing(empty_database_url: str) -> None:
    assert (await status(empty_database_url)).pending == tuple(SHIPPED)
    assert await fetch(empty_database_url, SCHEMA) == []


async def test_an_edited_migration_is_refused(empty_database_url: str) -> None:
    await migrate(empty_database_url, migrations=[ONE])
    edited = Migration(1, "one", ONE.sql + " -- edited")
    with pytest.raises(MigrationRefused, match=r"Migration 1 \(one\) was changed after it was applied"):
        await migrate(empty_database_url, migrations=[edited, TWO])
    assert len((await status(empty_database_url, migrations=[ONE, TWO])).applied) == 1


async def test_a_database_newer_than_the_program_is_refused(empty_database_url: str) -> None:
    await migrate(empty_database_url, migrations=[ONE, TWO])
    for action in (migrate, status):
        with pytest.raises(MigrationRefused, match="newer version"):
            await action(empty_database_url, migrations=[ONE])


async def test_a_failing_migration_leaves_nothing_behind_and_keeps_the_ones_before(empty_database_url: str) -> None:
    with pytest.raises(MigrationRefused, match=r"Migration 2 \(bad\) failed: .*nowhere"):
        await migrate(empty_database_url, migrations=[ONE, BAD])
    assert await fetch(empty_database_url, "SELECT to_regclass('one') IS NOT NULL, to_regclass('two') IS NULL") == [
        (True, True)
    ]
    assert await migrate(empty_database_url, migrations=[ONE, TWO]) == [TWO]


async def test_of_many_runners_at_once_each_migration_runs_once(empty_database_url: str) -> None:
    slow = [ONE, Migration(2, "slow", TWO.sql + " SELECT pg_sleep(0.2);")]
    done = await asyncio.gather(*(migrate(empty_database_url, migrations=slow) for _ in range(8)))
    assert sorted(len(applied) for applied in done) == [0] * 7 + [2]
    assert await fetch(empty_database_url, "SELECT count(*) FROM schema_migration") == [(2,)]


async def test_a_runner_that_dies_lets_the_next_one_go_on(empty_database_url: str) -> None:
    hanging = Migration(1, "hanging", "CREATE TABLE one (id integer); SELECT pg_sleep(60);")
    runner = asyncio.create_task(migrate(empty_database_url, migrations=[hanging]))
    sleeping = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'"
    for _ in range(400):
        if await fetch(empty_database_url, sleeping):
            break
        await asyncio.sleep(0.05)
    assert await fetch(empty_database_url, sleeping) == [()]
    runner.cancel()
    await asyncio.gather(runner, return_exceptions=True)
    assert await asyncio.wait_for(migrate(empty_database_url, migrations=[ONE]), 20) == [ONE]


async def test_a_server_that_is_away_is_a_clear_error(tmp_path: object) -> None:
    with pytest.raises(DatabaseUnavailable, match="No connection"):
        await migrate(f"postgresql://nobody@/nothing?host={tmp_path}")


async def test_a_database_that_is_not_there_is_a_clear_error(
    database_server: str, make_database: Callable[..., str]
) -> None:
    with pytest.raises(DatabaseUnavailable, match="does not exist"):
        await migrate(database_server.replace("/verilink?", "/not_there?"))
