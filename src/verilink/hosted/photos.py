"""The person's own photos: shown again after a reload, thrown away when another is taken."""

from __future__ import annotations

from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.files import actions as files
from verilink.files import queries as file_queries
from verilink.flow.document import CaptureId
from verilink.flow.outcomes import Show
from verilink.hosted import queries
from verilink.hosted.visits import visiting
from verilink.inquiries.progress import View
from verilink.kit import clock
from verilink.services import services_of

# Longer ago, the person has put the document away and better takes a new photo.
RECENT_SECONDS: Final = 1_800
_HEADERS: Final = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}


async def unconfirmed_photo(conn: Connection, environment_id: str, view: View) -> str | None:
    """The id of a photo of the page asked for now that was sent a moment ago and not decided on."""
    shown = view.outcome
    if not isinstance(shown, Show) or not isinstance(shown.screen, CaptureId):
        return None
    since = clock.in_seconds(-RECENT_SECONDS)
    page = str(shown.model.get("page"))
    file = await queries.unconfirmed_file(conn, environment_id, view.inquiry.id, page, since)
    return None if file is None else file.id


async def serve_photo(request: Request) -> Response:
    """``GET /flow/photo/{file-id}``: the bytes of a photo of this inquiry."""
    services = services_of(request)
    async with visiting(request) as (conn, visit):
        file = await file_queries.get(conn, visit.environment.id, request.path_params["file"])
    if file.inquiry_id != visit.inquiry_id:
        raise NotFound("There is no such photo")
    return Response(await files.read(services, file), media_type=file.content_type, headers=_HEADERS)


async def discard_photo(request: Request) -> Response:
    """``DELETE /flow/uploads/{file-id}``: the person takes another; a photo in use stays."""
    services = services_of(request)
    async with visiting(request) as (conn, visit):
        file_id = request.path_params["page"]
        object_keys = await queries.discard_file(conn, visit.environment.id, visit.inquiry_id, file_id)
    for object_key in object_keys:
        await services.objects.delete(object_key)
    return Response(status_code=204)
