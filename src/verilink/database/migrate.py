"""Forward-only migrations: ``migrations/NNNN_name.sql``, each in a transaction of its own, under one lock."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import asyncpg

from verilink.database.errors import MigrationRefused
from verilink.database.pool import CONNECT_ERRORS, REFUSED_ERRORS, Connection, no_connection

log = logging.getLogger(__name__)

FOLDER: Final = Path(__file__).parent / "migrations"
# any number that no other program picks; "verilink" in ASCII
LOCK: Final = int.from_bytes(b"verilink", "big")
_NAME: Final = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")
_LEDGER: Final = """
CREATE TABLE IF NOT EXISTS schema_migration (
    version integer PRIMARY KEY,
    name text NOT NULL,
    sha256 text NOT NULL,
    applied_at timestamptz NOT NULL DEFAULT now()
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered SQL file."""

    version: int
    name: str
    sql: str

    @property
    def sha256(self) -> str:
        """Digest of the text as shipped; an applied migration may never change."""
        return hashlib.sha256(self.sql.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Applied:
    """A line of the ledger table."""

    version: int
    name: str
    sha256: str
    applied_at: datetime


@dataclass(frozen=True, slots=True)
class Status:
    """What the database has and what it lacks."""

    applied: tuple[Applied, ...]
    pending: tuple[Migration, ...]

    @property
    def current(self) -> bool:
        """Whether nothing is left to do."""
        return not self.pending


def load_migrations(folder: Path = FOLDER) -> list[Migration]:
    """The migrations in ``folder`` in order.

    Raises:
        MigrationRefused: a name is not ``NNNN_name.sql`` or the numbers are not 1, 2, 3 …
    """
    found = []
    for path in sorted(folder.glob("*.sql")):
        parts = _NAME.fullmatch(path.name)
        if not parts:
            raise MigrationRefused(f"{path.name} is not named like 0001_initial.sql.")
        found.append(Migration(int(parts[1]), parts[2], path.read_text(encoding="utf-8")))
    versions = [migration.version for migration in found]
    if versions != list(range(1, len(found) + 1)):
        raise MigrationRefused(f"Migrations must be numbered 1, 2, 3 … without gaps or doubles, not {versions}.")
    return found


async def migrate(dsn: str, *, migrations: Sequence[Migration] | None = None) -> list[Migration]:
    """Apply what is missing, in order, and return it. Several runners at once are safe: one works, the others wait.

    Raises:
        MigrationRefused: an applied migration was edited, the database is newer than this program, or a migration
            failed (it left nothing behind).
        DatabaseUnavailable: no connection.
    """
    known = load_migrations() if migrations is None else list(migrations)
    connection = await _connect(dsn)
    try:
        # a session lock: it outlives each migration's transaction and ends with the connection
        await connection.execute("SELECT pg_advisory_lock($1)", LOCK)
        await connection.execute(_LEDGER)
        pending = compare(known, await _applied(connection))
        for migration in pending:
            await _apply(connection, migration)
        return pending
    finally:
        await connection.close()


async def status(dsn: str, *, migrations: Sequence[Migration] | None = None) -> Status:
    """What is applied and what is pending; changes nothing.

    Raises:
        MigrationRefused: as :func:`migrate`.
        DatabaseUnavailable: no connection.
    """
    known = load_migrations() if migrations is None else list(migrations)
    connection = await _connect(dsn)
    try:
        exists = await connection.fetchval("SELECT to_regclass('schema_migration') IS NOT NULL")
        applied = await _applied(connection) if exists else []
    finally:
        await connection.close()
    return Status(tuple(applied), tuple(compare(known, applied)))


def compare(known: Sequence[Migration], applied: Sequence[Applied]) -> list[Migration]:
    """The migrations still to apply.

    Raises:
        MigrationRefused: the applied ones are not the first of the known ones, letter for letter.
    """
    if len(applied) > len(known):
        raise MigrationRefused(
            f"The database is at version {applied[-1].version}, this program knows {len(known)}. "
            "Run a newer version of the program; there is no way back for the data."
        )
    for ours, theirs in zip(known, applied, strict=False):
        if ours.version != theirs.version:
            raise MigrationRefused(f"Migration {ours.version} is missing in the database, a later one is there.")
        if ours.sha256 != theirs.sha256:
            raise MigrationRefused(
                f"Migration {ours.version} ({ours.name}) was changed after it was applied on "
                f"{theirs.applied_at:%Y-%m-%d}. Restore the file and put the change into a new migration."
            )
    return list(known[len(applied) :])


async def _connect(dsn: str) -> Connection:
    try:
        return await asyncpg.connect(dsn, timeout=30, server_settings={"application_name": "verilink migrate"})
    except (*CONNECT_ERRORS, *REFUSED_ERRORS) as error:
        raise no_connection(error) from error


async def _applied(connection: Connection) -> list[Applied]:
    rows = await connection.fetch("SELECT version, name, sha256, applied_at FROM schema_migration ORDER BY version")
    return [Applied(*row) for row in rows]


async def _apply(connection: Connection, migration: Migration) -> None:
    try:
        async with connection.transaction():
            await connection.execute(migration.sql)
            await connection.execute(
                "INSERT INTO schema_migration (version, name, sha256) VALUES ($1, $2, $3)",
                migration.version,
                migration.name,
                migration.sha256,
            )
    except asyncpg.PostgresError as error:
        raise MigrationRefused(f"Migration {migration.version} ({migration.name}) failed: {error}") from error
    log.info("applied migration %04d %s", migration.version, migration.name)
