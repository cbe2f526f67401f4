"""Storing, reading and erasing files."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from verilink.database import Connection, transaction
from verilink.errors import Conflict, Gone, Unprocessable
from verilink.files import piece_queries, queries
from verilink.files.model import File, NewFile
from verilink.kit import clock, ids
from verilink.services import Services

Still = Callable[[Connection], Awaitable[bool]]


class Erased(Gone):
    """The key of the file was forgotten, for good."""


def new_id() -> str:
    """An id for a file that is about to be stored."""
    return ids.new("file")


async def store(services: Services, environment_id: str, new: NewFile, *, still: Still | None = None) -> File:
    """Encrypt and keep a file: the object first, then its row, so that a row never points at nothing.

    The same ``upload_key`` again returns the row of the first time. Raises ``Unprocessable`` past the limit of files.
    ``still``: asked once more in the transaction that writes the row; raises ``Conflict`` when it says no.
    """
    async with transaction(services.pool) as conn:
        if new.upload_key:
            earlier = await queries.by_upload_key(conn, environment_id, new.inquiry_id, new.upload_key)
            if earlier:
                return earlier
        if await queries.count(conn, environment_id, new.inquiry_id) >= queries.MAX_PER_INQUIRY:
            raise Unprocessable("This inquiry has too many files", code="too_many_files")
    file_id = new_id()
    stored = await services.objects.put(file_id, new.data)
    file = File(
        environment_id=environment_id,
        id=file_id,
        inquiry_id=new.inquiry_id,
        owner_id=new.owner_id,
        page=new.page,
        upload_key=new.upload_key,
        filename=new.filename,
        content_type=new.content_type,
        byte_size=stored.byte_size,
        sha256=stored.sha256,
        capture_method=new.capture_method,
        object_key=stored.key,
        wrapped_key=stored.wrapped_key,
        created_at=clock.now(),
        erased_at=None,
        frame_of=new.frame_of,
    )
    async with transaction(services.pool) as conn:
        kept = await queries.insert(conn, file) if still is None or await still(conn) else None
    if kept is None or kept.id != file_id:
        await services.objects.delete(stored.key)
    if kept is None:
        raise Conflict("What the file belongs to changed meanwhile")
    return kept


async def read(services: Services, file: File) -> bytes:
    """The bytes of a file. Raises ``Erased``."""
    if file.wrapped_key is None:
        raise Erased("The file was erased")
    return await services.objects.get(file.object_key, file.id, file.wrapped_key)


async def erase(conn: Connection, environment_id: str, inquiry_id: str, owner_id: str | None = None) -> None:
    """Make files of an inquiry, or of one document or selfie of it, unreadable by forgetting their keys.

    With the whole inquiry goes what is still on its way.
    ``collect`` deletes the objects later.
    """
    await queries.forget_keys(conn, environment_id, inquiry_id, owner_id)
    if owner_id is None:
        await piece_queries.discard_of_inquiry(conn, environment_id, inquiry_id)


async def collect(services: Services, limit: int = 100) -> int:
    """Delete discarded objects from the store; returns how many. A crash in between repeats, and loses nothing."""
    async with transaction(services.pool) as conn:
        found = await queries.garbage(conn, limit)
        for environment_id, key in found:
            await services.objects.delete(key)
            await queries.forget_garbage(conn, environment_id, key)
    return len(found)
