"""Further pictures of a page, taken within a second of a photo: they help to read the zone that the photo shows.

A bonus that nothing waits for: sent after the photo, while the person looks at it, and refused without a word to them.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.database import Connection
from verilink.errors import Conflict, Unprocessable
from verilink.evidence.images.headers import sniff
from verilink.evidence.images.limits import ImageRefused, Limits
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.hosted import queries, uploads
from verilink.hosted.answers import json_answer
from verilink.hosted.visits import Visit
from verilink.services import services_of

MOST: Final = 2
LIMITS: Final = Limits(max_bytes=1_500_000)


async def put(request: Request) -> Response:
    """``PUT /flow/uploads/{page}/frames/{file-id}?step=…``, a JPEG, ``Upload-Key``: beside a photo not decided on.

    409 when there is no such photo any more, or it has two frames; 413 and 422 for what is no such picture.
    """
    key, file_id = uploads.key_of(request), request.path_params["file"]
    visit = await uploads.expecting(request)
    if visit is None:
        return Response(status_code=409)
    has_room = partial(_has_room, visit, file_id, request.path_params["page"])
    async with services_of(request).pool.acquire() as conn:
        if not await has_room(conn):
            return Response(status_code=409)
    try:
        data = await uploads.read_body(request, LIMITS)
        if sniff(data, LIMITS).format != "jpeg":
            raise ImageRefused("unsupported_format", "A frame is a JPEG.")
        new = _new(request, visit, file_id, key, data)
        file = await store(services_of(request), visit.environment.id, new, still=has_room)
    except Conflict:
        return Response(status_code=409)
    except Unprocessable as error:
        too_large = isinstance(error, ImageRefused) and error.reason == "too_large"
        return Response(status_code=413 if too_large else 422)
    return json_answer(request, {"file-id": file.id, "byte-size": file.byte_size}, 201)


async def _has_room(visit: Visit, file_id: str, page: str, conn: Connection) -> bool:
    frames = await queries.spare_photo(conn, visit.environment.id, visit.inquiry_id, file_id, page)
    return frames is not None and frames < MOST


def _new(request: Request, visit: Visit, file_id: str, key: str, data: bytes) -> NewFile:
    page = request.path_params["page"]
    return NewFile(
        inquiry_id=visit.inquiry_id,
        page=page,
        data=data,
        filename=f"{page}-frame.jpg",
        content_type="image/jpeg",
        upload_key=key,
        capture_method="auto",
        frame_of=file_id,
    )
