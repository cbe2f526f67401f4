"""SQL of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.files.model import File, WrappedKey

COLUMNS: Final = (
    "environment_id, id, inquiry_id, owner_id, page, upload_key, filename, content_type, byte_size, sha256, "
    "capture_method, object_key, wrapped_key, created_at, erased_at, frame_of"
)
MAX_PER_INQUIRY: Final = 200


async def get(conn: Connection, environment_id: str, file_id: str) -> File:
    """One file. Raises ``NotFound``."""
    row = await conn.fetchrow(
        f"SELECT {COLUMNS} FROM file WHERE environment_id = $1 AND id = $2",
        environment_id,
        file_id,
    )
    if row is None:
        raise NotFound
    return File(**row)


async def of_inquiry(conn: Connection, environment_id: str, inquiry_id: str) -> list[File]:
    """Every file of an inquiry but further frames, oldest first."""
    query = f"""SELECT {COLUMNS} FROM file WHERE environment_id = $1 AND inquiry_id = $2 AND frame_of IS NULL
                ORDER BY id"""
    return [File(**row) for row in await conn.fetch(query, environment_id, inquiry_id)]


async def frames_of(conn: Connection, environment_id: str, file_ids: Sequence[str]) -> list[File]:
    """The further frames of these files that were not erased, oldest first."""
    query = f"""SELECT {COLUMNS} FROM file
                WHERE environment_id = $1 AND frame_of = ANY($2) AND erased_at IS NULL ORDER BY id"""
    return [File(**row) for row in await conn.fetch(query, environment_id, list(file_ids))]


async def of_owners(conn: Connection, environment_id: str, owner_ids: Sequence[str]) -> list[File]:
    """Files of these documents and selfies, oldest first."""
    query = f"SELECT {COLUMNS} FROM file WHERE environment_id = $1 AND owner_id = ANY($2) ORDER BY id"
    return [File(**row) for row in await conn.fetch(query, environment_id, list(owner_ids))]


async def by_upload_key(conn: Connection, environment_id: str, inquiry_id: str, upload_key: str) -> File | None:
    """The file an earlier try of this upload stored."""
    query = f"SELECT {COLUMNS} FROM file WHERE environment_id = $1 AND inquiry_id = $2 AND upload_key = $3"
    row = await conn.fetchrow(query, environment_id, inquiry_id, upload_key)
    return None if row is None else File(**row)


async def count(conn: Connection, environment_id: str, inquiry_id: str) -> int:
    """How many files an inquiry has."""
    query = "SELECT count(*) FROM file WHERE environment_id = $1 AND inquiry_id = $2"
    return int(await conn.fetchval(query, environment_id, inquiry_id))


async def insert(conn: Connection, file: File) -> File:
    """Write the row; when the same upload was stored meanwhile, that row is returned instead."""
    query = f"""
        INSERT INTO file ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
        ON CONFLICT (environment_id, inquiry_id, upload_key) DO UPDATE SET page = file.page
        RETURNING {COLUMNS}
    """
    row = await conn.fetchrow(query, *(getattr(file, name) for name in File.__struct_fields__))
    if row is None:
        raise AssertionError("an upsert returns its row")
    return File(**row)


async def assign(conn: Connection, environment_id: str, inquiry_id: str, owner_id: str, file_ids: Sequence[str]) -> int:
    """Give files of the inquiry that have no owner yet to a document or selfie; returns how many fit."""
    query = """
        UPDATE file SET owner_id = $3
        WHERE environment_id = $1 AND inquiry_id = $2 AND id = ANY($4) AND (owner_id IS NULL OR owner_id = $3)
    """
    return int((await conn.execute(query, environment_id, inquiry_id, owner_id, list(file_ids))).split()[-1])


async def forget_keys(conn: Connection, environment_id: str, inquiry_id: str, owner_id: str | None = None) -> None:
    """Erase the data keys of files, which makes them unreadable at once, and discard their objects.

    Those of the whole inquiry, or of one document or selfie of it, with their further frames.
    """
    query = """
        WITH erased AS (
            UPDATE file SET wrapped_key = NULL, erased_at = now()
            WHERE environment_id = $1 AND inquiry_id = $2 AND erased_at IS NULL
              AND ($3::text IS NULL OR owner_id = $3 OR frame_of IN (
                  SELECT id FROM file WHERE environment_id = $1 AND inquiry_id = $2 AND owner_id = $3))
            RETURNING object_key)
        INSERT INTO object_garbage (environment_id, object_key, discarded_at) SELECT $1, object_key, now() FROM erased
        ON CONFLICT DO NOTHING
    """
    await conn.execute(query, environment_id, inquiry_id, owner_id)


async def replace(conn: Connection, file: File) -> None:
    """Point a file at another object and discard the one it had; an erased file stays erased."""
    query = """
        WITH old AS (
            SELECT object_key FROM file WHERE environment_id = $1 AND id = $2 AND erased_at IS NULL FOR UPDATE),
        moved AS (
            UPDATE file SET object_key = $3, wrapped_key = $4, byte_size = $5, sha256 = $6, filename = $7,
                            content_type = $8
            FROM old WHERE environment_id = $1 AND id = $2 RETURNING old.object_key)
        INSERT INTO object_garbage (environment_id, object_key, discarded_at) SELECT $1, object_key, now() FROM moved
        ON CONFLICT DO NOTHING
    """
    new = (file.object_key, file.wrapped_key, file.byte_size, file.sha256, file.filename, file.content_type)
    await conn.execute(query, file.environment_id, file.id, *new)


async def garbage(conn: Connection, limit: int) -> list[tuple[str, str]]:
    """Environment and key of objects to delete, locked; others at the same work skip them."""
    query = "SELECT environment_id, object_key FROM object_garbage LIMIT $1 FOR UPDATE SKIP LOCKED"
    return [(row["environment_id"], row["object_key"]) for row in await conn.fetch(query, limit)]


async def forget_garbage(conn: Connection, environment_id: str, object_key: str) -> None:
    """The object is gone from the store."""
    query = "DELETE FROM object_garbage WHERE environment_id = $1 AND object_key = $2"
    await conn.execute(query, environment_id, object_key)


async def under_other_keys(conn: Connection, prefix: bytes, after: tuple[str, str], limit: int) -> list[WrappedKey]:
    """Keys of every environment that do not begin with ``prefix``, in order past ``after`` (environment, file)."""
    query = """SELECT environment_id, id, wrapped_key FROM file
               WHERE (environment_id, id) > ($2, $3) AND wrapped_key IS NOT NULL
                 AND substring(wrapped_key FROM 1 FOR length($1::bytea)) <> $1::bytea
               ORDER BY environment_id, id LIMIT $4"""
    return [WrappedKey(**row) for row in await conn.fetch(query, prefix, *after, limit)]


async def replace_keys(conn: Connection, old: Sequence[WrappedKey], new: Sequence[bytes]) -> int:
    """Put new wrapped keys where the old ones still are: what was erased meanwhile stays erased. Returns how many."""
    query = """UPDATE file SET wrapped_key = given.new
               FROM unnest($1::text[], $2::text[], $3::bytea[], $4::bytea[]) AS given (environment_id, id, old, new)
               WHERE file.environment_id = given.environment_id AND file.id = given.id
                 AND file.wrapped_key = given.old"""
    columns = [each.environment_id for each in old], [each.id for each in old], [each.wrapped_key for each in old]
    status: str = await conn.execute(query, *columns, list(new))
    return int(status.split()[-1])
