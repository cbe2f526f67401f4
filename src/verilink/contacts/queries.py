"""SQL of contacts."""

from __future__ import annotations

from datetime import datetime

from verilink.database import Connection


async def lock(conn: Connection, environment_id: str, address_digest: bytes) -> None:
    """Let others who ask for the same address wait until this transaction ends."""
    await conn.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended($1 || encode($2, 'hex'), 0))", environment_id, address_digest
    )


async def count(
    conn: Connection, environment_id: str, inquiry_id: str, address_digest: bytes, since: datetime
) -> tuple[int, int]:
    """How often an inquiry's person asked, and how often this address was written to, since ``since``."""
    query = """
        SELECT (SELECT count(*) FROM contact WHERE environment_id = $1 AND inquiry_id = $2 AND created_at >= $4),
               (SELECT count(*) FROM contact WHERE environment_id = $1 AND address_digest = $3 AND created_at >= $4)
    """
    row = await conn.fetchrow(query, environment_id, inquiry_id, address_digest, since)
    assert row is not None, "a query without FROM has one row"
    return int(row[0]), int(row[1])


async def insert(conn: Connection, row: tuple[str, str, str, str, bytes, datetime]) -> None:
    """One more: environment, id, inquiry, purpose, digest of the address, time."""
    query = """
        INSERT INTO contact (environment_id, id, inquiry_id, purpose, address_digest, created_at)
        VALUES ($1, $2, $3, $4, $5, $6)
    """
    await conn.execute(query, *row)


async def delete_older(conn: Connection, before: datetime, limit: int) -> int:
    """Forget those made before ``before``, at most ``limit``; returns how many."""
    query = """
        DELETE FROM contact c USING (
            SELECT environment_id, id FROM contact WHERE created_at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED
        ) old WHERE c.environment_id = old.environment_id AND c.id = old.id
    """
    return int((await conn.execute(query, before, limit)).rsplit(" ", 1)[1])
