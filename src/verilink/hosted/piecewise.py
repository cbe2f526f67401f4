"""Photos over a line that breaks: asked how far they came, and sent on from there.

After the IETF's draft of resumable uploads (draft-ietf-httpbis-resumable-upload): ``HEAD`` tells the offset, ``PATCH``
appends at it. The photo's own ``Upload-Key`` stands for the address that the draft lets the server make up, which
spares slow lines a round trip.
"""

from __future__ import annotations

import contextlib
from typing import Final

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from verilink.errors import BadRequest, Gone, Unprocessable, VerilinkError
from verilink.evidence.images.limits import ImageRefused
from verilink.files import pieces
from verilink.files import queries as file_queries
from verilink.files.model import File, Upload
from verilink.hosted import uploads
from verilink.hosted.answers import json_answer
from verilink.hosted.calls import show
from verilink.hosted.visits import Visit, visiting
from verilink.services import services_of

MOST_IN_A_PIECE: Final = 8_388_608
_NO_STORE: Final = {"Cache-Control": "no-store"}


async def reached(request: Request) -> Response:
    """``HEAD /flow/uploads/{page}``, ``Upload-Key``: how much is here, in ``Upload-Offset``; ``Upload-Complete``."""
    key = uploads.key_of(request)
    async with visiting(request) as (conn, visit):
        file = await file_queries.by_upload_key(conn, visit.environment.id, visit.inquiry_id, key)
    offset = file.byte_size if file else await pieces.received(services_of(request), uploads.upload_of(visit, key))
    complete = "?1" if file else "?0"
    return Response(status_code=204, headers=_NO_STORE | {"Upload-Offset": str(offset), "Upload-Complete": complete})


async def append(request: Request) -> Response:
    """``PATCH /flow/uploads/{page}?step=…``, raw bytes, ``Upload-Key``, ``Upload-Offset``, ``Upload-Length``.

    Answers 200 ``{offset}``; the last piece is answered like the whole photo. A piece that does not begin where the
    upload ends changes nothing: 409 ``{offset}``.
    """
    key, offset, length = uploads.key_of(request), _number(request, "upload-offset"), _number(request, "upload-length")
    if offset > length:
        raise BadRequest("Upload-Offset is past Upload-Length")
    visit = await uploads.expecting(request)
    if visit is None:
        return await show(request, status=409)
    earlier = await _earlier(request, visit, key)
    if earlier is not None:
        return json_answer(request, {"file-id": earlier.id, "byte-size": earlier.byte_size}, 201)
    try:
        uploads.limits_of(request).check_bytes(length)
    except ImageRefused as error:
        return await uploads.refuse(request, error)
    return await _keep(request, visit, uploads.upload_of(visit, key, length), offset)


async def _keep(request: Request, visit: Visit, upload: Upload, offset: int) -> Response:
    try:
        there = await _take(request, upload, offset)
    except pieces.Displaced as error:
        return _at(request, error.received, 409)
    except ImageRefused as error:
        return await uploads.refuse(request, error)
    except Unprocessable:
        return await uploads.refuse_more(request)
    if there < upload.length:
        return _at(request, there, 200)
    return await _whole(request, visit, upload)


async def _whole(request: Request, visit: Visit, upload: Upload) -> Response:
    """Every piece is here; when one cannot be read any more, as after a change of keys, the photo begins anew."""
    services = services_of(request)
    try:
        data = await pieces.assemble(services, upload)
    except Gone:
        await pieces.discard(services, upload)
        return _at(request, 0, 409)
    answer = await uploads.finish(request, visit, data)
    await pieces.discard(services, upload)
    return answer


async def _take(request: Request, upload: Upload, offset: int) -> int:
    """Read and keep a piece; also what arrived of one that was cut off."""
    services, body = services_of(request), bytearray()
    if offset == upload.length:
        return await _finished(request, upload)
    try:
        await uploads.read(request, body, min(MOST_IN_A_PIECE, upload.length - offset))
    except ClientDisconnect:
        if len(body) >= uploads.WORTH_KEEPING:
            with contextlib.suppress(VerilinkError):
                await pieces.append(services, upload, offset, bytes(body))
        raise
    if not body:
        raise BadRequest("The piece is empty")
    return await pieces.append(services, upload, offset, bytes(body))


async def _finished(request: Request, upload: Upload) -> int:
    """Everything is here, and the answer that said so was lost."""
    there = await pieces.received(services_of(request), upload)
    if there != upload.length or not there:
        raise pieces.Displaced(there)
    return there


async def _earlier(request: Request, visit: Visit, key: str) -> File | None:
    async with services_of(request).pool.acquire() as conn:
        return await file_queries.by_upload_key(conn, visit.environment.id, visit.inquiry_id, key)


def _at(request: Request, offset: int, status: int) -> Response:
    return json_answer(request, {"offset": offset}, status, {"Upload-Offset": str(offset)})


def _number(request: Request, name: str) -> int:
    given = request.headers.get(name, "")
    if not given.isascii() or not given.isdigit() or len(given) > 12:
        raise BadRequest(f"{name} must be a number of bytes")
    return int(given)
