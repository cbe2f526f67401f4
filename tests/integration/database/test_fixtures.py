"""The shared database fixtures hand out isolated, migrated databases."""

from __future__ import annotations

import asyncpg

from verilink.database.migrate import load_migrations, status
from verilink.database.pool import Pool


async def test_a_test_gets_a_migrated_database(database_url: str) -> None:
    found = await status(database_url)
    assert found.current
    assert len(found.applied) == len(load_migrations())


async def test_two_databases_do_not_see_each_other(pool: Pool, empty_database_url: str) -> None:
    await pool.execute("CREATE TABLE only_here (id integer)")
    connection = await asyncpg.connect(empty_database_url)
    try:
        assert await connection.fetchval("SELECT to_regclass('only_here')") is None
        assert await connection.fetchval("SELECT to_regclass('schema_migration')") is None
    finally:
        await connection.close()
