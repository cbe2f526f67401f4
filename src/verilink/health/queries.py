"""What is asked of the database about the installation as a whole, for its operator; nothing of a person is read."""

from __future__ import annotations

from datetime import datetime

from verilink.database import Connection


async def is_made(conn: Connection) -> bool:
    """Whether the first start made the installation."""
    return bool(await conn.fetchval("SELECT EXISTS (SELECT 1 FROM environment)"))


async def server_version(conn: Connection) -> str:
    """PostgreSQL's version."""
    return str(await conn.fetchval("SHOW server_version"))


async def server_time(conn: Connection) -> datetime:
    """The database's clock."""
    moment: datetime = await conn.fetchval("SELECT clock_timestamp()")
    return moment


async def oldest_waiting(conn: Connection) -> datetime | None:
    """When the oldest event that no worker has taken yet was written."""
    moment: datetime | None = await conn.fetchval(
        "SELECT created_at FROM event WHERE dispatched_at IS NULL ORDER BY id LIMIT 1"
    )
    return moment


async def any_wrapped_key(conn: Connection) -> tuple[str, bytes] | None:
    """The id and wrapped key of some stored file, to see whether the master key opens it."""
    row = await conn.fetchrow("SELECT id, wrapped_key FROM file WHERE wrapped_key IS NOT NULL LIMIT 1")
    return (row["id"], row["wrapped_key"]) if row else None
