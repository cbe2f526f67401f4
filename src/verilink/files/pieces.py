"""A photo that arrives in pieces over a line that breaks: each is kept, encrypted, until the last one is there."""

from __future__ import annotations

from typing import Final

from verilink.database import transaction
from verilink.errors import BadRequest, Conflict, Unprocessable
from verilink.files import piece_queries as queries
from verilink.files.actions import new_id
from verilink.files.model import Piece, Upload
from verilink.kit import clock
from verilink.services import Services

MAX_OPEN: Final = 12
"""Uploads of one inquiry on their way at once: every page of a flow, and some that were given up."""
MAX_PIECES: Final = 400


class Displaced(Conflict):
    """The piece does not begin where the upload ends. ``received``: where it does."""

    def __init__(self, received: int) -> None:
        super().__init__("The upload does not end where this piece begins", code="displaced")
        self.received = received


async def received(services: Services, upload: Upload) -> int:
    """How many bytes are stored."""
    async with transaction(services.pool) as conn:
        return await queries.received(conn, upload)


async def append(services: Services, upload: Upload, offset: int, data: bytes) -> int:
    """Keep ``data`` as what follows the first ``offset`` bytes; returns how many are there now.

    Raises :class:`Displaced`; ``BadRequest`` when it was begun with another length; ``Unprocessable`` past the limit of
    uploads or of pieces.
    """
    await _check(services, upload, offset)
    object_id = new_id()
    stored = await services.objects.put(object_id, data)
    piece = Piece(start=offset, object_id=object_id, object_key=stored.key, wrapped_key=stored.wrapped_key)
    async with transaction(services.pool) as conn:
        if await queries.advance(conn, upload, offset, len(data), clock.now()):
            await queries.insert(conn, upload, piece)
            return offset + len(data)
        there = await queries.received(conn, upload)
    await services.objects.delete(stored.key)
    if there == offset:
        raise BadRequest("The upload was begun with another length")
    raise Displaced(there)


async def _check(services: Services, upload: Upload, offset: int) -> None:
    async with transaction(services.pool) as conn:
        there = await queries.received(conn, upload)
        if there != offset:
            raise Displaced(there)
        begun = await queries.count_open(conn, upload.environment_id, upload.inquiry_id)
        full = begun >= MAX_OPEN if offset == 0 else len(await queries.pieces(conn, upload)) >= MAX_PIECES
    if full:
        raise Unprocessable("Too much is on its way at once", code="too_many_files")


async def assemble(services: Services, upload: Upload) -> bytes:
    """The bytes of all pieces in order."""
    async with transaction(services.pool) as conn:
        pieces = await queries.pieces(conn, upload)
    return b"".join(
        [await services.objects.get(piece.object_key, piece.object_id, piece.wrapped_key) for piece in pieces]
    )


async def discard(services: Services, upload: Upload) -> None:
    """Forget what arrived: it became a file, or cannot become one."""
    async with transaction(services.pool) as conn:
        await queries.discard(conn, upload)
