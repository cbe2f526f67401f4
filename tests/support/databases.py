"""The run's databases: tests take one, give it back, and the next test finds it as if it were new.

A copy of the migrated template is hundreds of files. Emptying what one test left costs a tenth of that, so a database
is used many times, each time by another name: whoever still holds the old one finds no database there.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import asyncpg

T = TypeVar("T")
Connection = Any

TEMPLATE = "verilink"
USES = 40  # rows that were deleted still take their place, and nothing sweeps them away
_OWN = "(SELECT oid FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$)')"
_TABLES = f"(SELECT oid FROM pg_class WHERE relnamespace IN {_OWN})"
_CATALOGUES = {
    "pg_class": f"relnamespace IN {_OWN}",
    "pg_attribute": f"attrelid IN {_TABLES}",
    "pg_attrdef": f"adrelid IN {_TABLES}",
    "pg_constraint": f"connamespace IN {_OWN}",
    "pg_index": f"indrelid IN {_TABLES}",
    "pg_trigger": f"tgrelid IN {_TABLES}",
    "pg_proc": f"pronamespace IN {_OWN}",
    "pg_type": f"typnamespace IN {_OWN}",
    "pg_statistic": f"starelid IN {_TABLES}",
}
_CHANGED = [
    f"(SELECT count(*) || ' ' || max(xmin::text::bigint) FROM {at} WHERE {of})" for at, of in _CATALOGUES.items()
]
# What is in the schema, and what the planner was told of its rows: how many parts, and who was the last to write one.
SCHEMA = f"SELECT concat_ws(', ', {', '.join(_CHANGED)})"
TABLES = f"SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relnamespace IN {_OWN} ORDER BY 1"
SEQUENCES = f"SELECT oid::regclass::text FROM pg_class WHERE relkind = 'S' AND relnamespace IN {_OWN} ORDER BY 1"
OTHERS = """SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()"""


class Original:
    """A database as it is when it is new. ``emptying``: the statements that make it so again."""

    def __init__(self, emptying: str, kept: str, proof: str) -> None:
        self.emptying, self._kept, self._proof = emptying, kept, proof

    @classmethod
    async def of(cls, connection: Connection) -> Original:
        """What the new database is that ``connection`` is to."""
        tables = [each for (each,) in await connection.fetch(TABLES)]
        kept = [each for each in tables if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {each})")]
        lines = ["SET session_replication_role = replica"]
        lines += [f"DELETE FROM {each}" for each in tables if each not in kept]
        for sequence in [each for (each,) in await connection.fetch(SEQUENCES)]:
            last, called = await connection.fetchrow(f"SELECT last_value, is_called FROM {sequence}")
            lines.append(f"SELECT setval('{sequence}', {last}, {called})")
        rows = [f"(SELECT string_agg(one::text, ' ' ORDER BY one::text) FROM {each} one)" for each in kept]
        content = f"SELECT concat_ws(' ', {', '.join(rows) or 'NULL'})"
        return cls("; ".join(lines), content, await cls._state(connection, content))

    async def restore(self, connection: Connection) -> bool:
        """Empty the database; whether it is now as it was."""
        await connection.fetch(OTHERS)
        await connection.execute(self.emptying)
        return await self._state(connection, self._kept) == self._proof

    @staticmethod
    async def _state(connection: Connection, content: str) -> str:
        return f"{await connection.fetchval(SCHEMA)} {await connection.fetchval(content)}"


class Databases:
    """Databases on the server of ``dsn``, which names the template."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._idle: list[str] = []
        self._uses: dict[str, int] = {}
        self._original: Original | None = None

    def take(self) -> str:
        """The DSN of a migrated database with nothing in it."""
        if self._idle:
            return self._idle.pop()
        dsn = self.make()
        if self._original is None:
            self._original = _apart(_connected(dsn, Original.of))
        return dsn

    def give_back(self, dsn: str) -> None:
        """A database that was taken goes to the next test; one whose schema was changed, or that is worn, goes away."""
        uses = self._uses.pop(dsn, 0) + 1
        renamed = self._named(f"test_{secrets.token_hex(8)}")
        if uses < USES and _apart(self._restore(dsn, renamed)):
            self._uses[renamed] = uses
            self._idle.append(renamed)
        else:
            self.drop(dsn)

    async def _restore(self, dsn: str, renamed: str) -> bool:
        assert self._original is not None
        try:
            if not await _connected(dsn, self._original.restore):
                return False
            await self._administer(f'ALTER DATABASE "{database_name(dsn)}" RENAME TO "{database_name(renamed)}"')
        except (asyncpg.PostgresError, OSError):
            return False
        return True

    def reused(self, dsn: str) -> bool:
        """Whether a test had this database before."""
        return dsn in self._uses

    def make(self, template: str = TEMPLATE) -> str:
        """The DSN of a copy of ``template`` that nobody gives back."""
        name = f"test_{secrets.token_hex(8)}"
        _apart(self._administer(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY WAL_LOG'))
        return self._named(name)

    def drop(self, dsn: str) -> None:
        """Let a database go, with whoever is connected."""
        _apart(self._administer(f'DROP DATABASE IF EXISTS "{database_name(dsn)}" WITH (FORCE)'))

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self._dsn, database="template1")
        try:
            await connection.execute(statement)
        finally:
            await connection.close()

    def _named(self, name: str) -> str:
        return self._dsn.replace(f"/{TEMPLATE}?", f"/{name}?")


def database_name(dsn: str) -> str:
    """The database in a DSN of the run's server."""
    return dsn.partition("@/")[2].partition("?")[0]


async def _connected(dsn: str, work: Any) -> Any:
    connection = await asyncpg.connect(dsn)
    try:
        return await work(connection)
    finally:
        await connection.close()


def _apart(work: Coroutine[Any, Any, T]) -> T:
    """Run on a loop in a thread of its own: Playwright's may be running in this one."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(asyncio.run, work).result()
