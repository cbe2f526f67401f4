"""The shared database fixtures hand out isolated, migrated databases, however the test before left its own."""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest

from support.databases import Databases
from verilink.database.migrate import load_migrations, status
from verilink.database.pool import Pool


async def execute(dsn: str, statement: str) -> list[tuple[Any, ...]]:
    connection = await asyncpg.connect(dsn)
    try:
        return [tuple(row) for row in await connection.fetch(statement)]
    finally:
        await connection.close()


@pytest.fixture
def apart(database_server: str) -> Databases:
    """Databases that no other test uses."""
    return Databases(database_server)


async def test_a_test_gets_a_migrated_database(database_url: str) -> None:
    found = await status(database_url)
    assert found.current
    assert len(found.applied) == len(load_migrations())


async def test_two_databases_do_not_see_each_other(pool: Pool, empty_database_url: str) -> None:
    await pool.execute("CREATE TABLE only_here (id integer)")
    assert await execute(empty_database_url, "SELECT to_regclass('only_here'), to_regclass('schema_migration')") == [
        (None, None)
    ]


async def test_what_a_test_left_is_gone_and_so_is_the_name_of_its_database(apart: Databases) -> None:
    first = apart.take()
    await execute(first, "INSERT INTO organization (id, name, created_at) VALUES ('org_1', 'Northwind', now())")
    connection = await asyncpg.connect(first)
    apart.give_back(first)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await connection.fetch("SELECT 1")
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await execute(first, "SELECT 1")
    second = apart.take()
    assert apart.reused(second)
    assert await execute(second, "SELECT * FROM organization") == []
    assert (await status(second)).current
    apart.drop(second)


@pytest.mark.parametrize(
    "change",
    [
        "CREATE TABLE left_over (id integer)",
        "ALTER TABLE organization ADD COLUMN left_over text",
        "ALTER TABLE organization ALTER COLUMN name DROP NOT NULL",
        "DROP INDEX user_session_user",
        "CREATE FUNCTION left_over() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "DELETE FROM schema_migration WHERE version = 1",
        "ANALYZE schema_migration",
    ],
)
async def test_a_changed_schema_or_plan_is_not_handed_on(apart: Databases, change: str) -> None:
    first = apart.take()
    await execute(first, change)
    apart.give_back(first)
    second = apart.take()
    assert not apart.reused(second)
    assert (await status(second)).current
    apart.drop(second)
