"""SQL of the hosted flow.

A link names one object and no tenant. ``environment_of_inquiry`` and ``organization_of_template`` find the tenant a
link belongs to and read nothing else; everything after them goes through the tenant's own queries.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from verilink.database import Connection
from verilink.files.model import File
from verilink.files.queries import COLUMNS as FILE_COLUMNS

_SPARE: Final = """
    FROM file WHERE environment_id = $1 AND inquiry_id = $2 AND id = $3
      AND owner_id IS NULL AND frame_of IS NULL AND erased_at IS NULL
"""


async def environment_of_inquiry(conn: Connection, inquiry_id: str) -> str | None:
    """The environment of the inquiry a unique link names."""
    environment: str | None = await conn.fetchval("SELECT environment_id FROM inquiry WHERE id = $1", inquiry_id)
    return environment


async def organization_of_template(conn: Connection, template_or_version_id: str) -> str | None:
    """The organization of the template or version a generic link names."""
    query = """
        SELECT organization_id FROM inquiry_template WHERE id = $1
        UNION ALL SELECT organization_id FROM inquiry_template_version WHERE id = $1 LIMIT 1
    """
    organization: str | None = await conn.fetchval(query, template_or_version_id)
    return organization


async def inquiry_of_code(conn: Connection, code_digest: bytes) -> tuple[str, str] | None:
    """Environment and inquiry of the one-time link with this code, used or not."""
    query = "SELECT environment_id, inquiry_id FROM one_time_link WHERE code_digest = $1"
    row = await conn.fetchrow(query, code_digest)
    return None if row is None else (str(row[0]), str(row[1]))


async def unconfirmed_file(
    conn: Connection, environment_id: str, inquiry_id: str, page: str, since: datetime
) -> File | None:
    """The newest photo of this page that was sent but not confirmed yet."""
    query = f"""
        SELECT {FILE_COLUMNS} FROM file
        WHERE environment_id = $1 AND inquiry_id = $2 AND page = $3 AND created_at >= $4
          AND owner_id IS NULL AND erased_at IS NULL AND frame_of IS NULL
        ORDER BY id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, inquiry_id, page, since)
    return None if row is None else File(**row)


async def discard_file(conn: Connection, environment_id: str, inquiry_id: str, file_id: str) -> list[str]:
    """Erase the keys of a photo that nothing uses yet and of its frames; returns the object keys to delete."""
    await conn.execute(f"SELECT 1 {_SPARE} FOR UPDATE", environment_id, inquiry_id, file_id)  # no frame joins it now
    query = """
        UPDATE file SET wrapped_key = NULL, erased_at = now()
        WHERE environment_id = $1 AND inquiry_id = $2 AND erased_at IS NULL AND owner_id IS NULL
          AND (id = $3 OR frame_of = (
              SELECT id FROM file WHERE environment_id = $1 AND inquiry_id = $2 AND id = $3 AND owner_id IS NULL))
        RETURNING object_key
    """
    return [row["object_key"] for row in await conn.fetch(query, environment_id, inquiry_id, file_id)]


async def spare_photo(conn: Connection, environment_id: str, inquiry_id: str, file_id: str, page: str) -> int | None:
    """How many frames a photo of this page has that is not decided on; ``None`` when there is no such photo.

    The photo stays locked to the end of the transaction, and so is its number of frames.
    """
    query = f"SELECT 1 {_SPARE} AND page = $4 FOR UPDATE"
    if await conn.fetchval(query, environment_id, inquiry_id, file_id, page) is None:
        return None
    query = "SELECT count(*) FROM file WHERE environment_id = $1 AND frame_of = $2"
    return int(await conn.fetchval(query, environment_id, file_id))


async def claim_start(conn: Connection, environment_id: str, key: str, fingerprint: bytes, at: datetime) -> bool:
    """Whether this page load is the first to ask with its key; a second one waits until the first has committed."""
    query = """
        INSERT INTO idempotency_record (environment_id, key, fingerprint, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING
    """
    return (await conn.execute(query, environment_id, key, fingerprint, at)).endswith("1")


async def keep_start(conn: Connection, environment_id: str, key: str, session_id: str) -> None:
    """Note which session a page load got."""
    query = "UPDATE idempotency_record SET status = 200, body = $3 WHERE environment_id = $1 AND key = $2"
    await conn.execute(query, environment_id, key, session_id.encode())


async def earlier_start(conn: Connection, environment_id: str, key: str, fingerprint: bytes) -> str | None:
    """The session an earlier try of the same page load got."""
    query = "SELECT body FROM idempotency_record WHERE environment_id = $1 AND key = $2 AND fingerprint = $3"
    body: bytes | None = await conn.fetchval(query, environment_id, key, fingerprint)
    return None if body is None else body.decode()
