"""SQL of uploads that arrive in pieces."""

from __future__ import annotations

from datetime import datetime

from verilink.database import Connection
from verilink.files.model import Piece, Upload

_DISCARDED = """
    pieces AS (
        SELECT environment_id, object_key FROM upload_piece JOIN gone USING (environment_id, session_id, upload_key))
    INSERT INTO object_garbage (environment_id, object_key, discarded_at)
    SELECT environment_id, object_key, now() FROM pieces ON CONFLICT DO NOTHING
"""


async def received(conn: Connection, upload: Upload) -> int:
    """How many bytes of the upload are stored; 0 for one that nobody began."""
    query = "SELECT received FROM upload WHERE environment_id = $1 AND session_id = $2 AND upload_key = $3"
    return int(await conn.fetchval(query, upload.environment_id, upload.session_id, upload.key) or 0)


async def count_open(conn: Connection, environment_id: str, inquiry_id: str) -> int:
    """How many uploads of an inquiry are on their way."""
    query = "SELECT count(*) FROM upload WHERE environment_id = $1 AND inquiry_id = $2"
    return int(await conn.fetchval(query, environment_id, inquiry_id))


async def advance(conn: Connection, upload: Upload, offset: int, size: int, at: datetime) -> bool:
    """Move the upload from ``offset`` on by ``size``; ``False`` when it does not stand there, or has another length."""
    if offset == 0:
        query = """
            INSERT INTO upload (environment_id, session_id, upload_key, inquiry_id, received, length, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING
        """
        given = (upload.environment_id, upload.session_id, upload.key, upload.inquiry_id, size, upload.length, at)
        return (await conn.execute(query, *given)).endswith("1")
    query = """
        UPDATE upload SET received = received + $5
        WHERE environment_id = $1 AND session_id = $2 AND upload_key = $3 AND received = $4 AND length = $6
    """
    place = (upload.environment_id, upload.session_id, upload.key)
    return (await conn.execute(query, *place, offset, size, upload.length)).endswith("1")


async def insert(conn: Connection, upload: Upload, piece: Piece) -> None:
    """Write the row of a piece."""
    query = """
        INSERT INTO upload_piece (environment_id, session_id, upload_key, start, object_id, object_key, wrapped_key)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
    """
    place = (upload.environment_id, upload.session_id, upload.key)
    await conn.execute(query, *place, piece.start, piece.object_id, piece.object_key, piece.wrapped_key)


async def pieces(conn: Connection, upload: Upload) -> list[Piece]:
    """Every piece in order."""
    query = """
        SELECT start, object_id, object_key, wrapped_key FROM upload_piece
        WHERE environment_id = $1 AND session_id = $2 AND upload_key = $3 ORDER BY start
    """
    rows = await conn.fetch(query, upload.environment_id, upload.session_id, upload.key)
    return [Piece(**row) for row in rows]


async def discard(conn: Connection, upload: Upload) -> None:
    """Forget an upload and the keys of its pieces; their objects are deleted later."""
    query = f"""
        WITH gone AS (
            DELETE FROM upload WHERE environment_id = $1 AND session_id = $2 AND upload_key = $3
            RETURNING environment_id, session_id, upload_key),
        {_DISCARDED}
    """
    await conn.execute(query, upload.environment_id, upload.session_id, upload.key)


async def discard_of_inquiry(conn: Connection, environment_id: str, inquiry_id: str) -> None:
    """Forget everything of an inquiry that is on its way."""
    query = f"""
        WITH gone AS (
            DELETE FROM upload WHERE environment_id = $1 AND inquiry_id = $2
            RETURNING environment_id, session_id, upload_key),
        {_DISCARDED}
    """
    await conn.execute(query, environment_id, inquiry_id)


async def discard_older(conn: Connection, before: datetime, limit: int) -> int:
    """Forget uploads that nobody went on with; returns how many pieces."""
    query = f"""
        WITH old AS (
            SELECT environment_id, session_id, upload_key FROM upload WHERE created_at < $1 LIMIT $2
            FOR UPDATE SKIP LOCKED),
        gone AS (
            DELETE FROM upload USING old WHERE upload.environment_id = old.environment_id
              AND upload.session_id = old.session_id AND upload.upload_key = old.upload_key
            RETURNING upload.environment_id, upload.session_id, upload.upload_key),
        {_DISCARDED}
    """
    return int((await conn.execute(query, before, limit)).split()[-1])
