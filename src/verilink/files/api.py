"""``GET /files/<filename>?access_token=…``: shows a file to whoever holds an unexpired link."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verilink.errors import InvalidToken
from verilink.files import actions, queries
from verilink.kit import tokens
from verilink.services import services_of

SAFE_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
}


async def show(request: Request) -> Response:
    """The file's bytes, never rendered as a page of ours."""
    services = services_of(request)
    subject = tokens.read_hmac_token(services.keys.file_tokens, request.query_params.get("access_token", ""))
    environment_id, separator, file_id = subject.partition("/")
    if not separator:
        raise InvalidToken
    async with services.pool.acquire() as conn:
        file = await queries.get(conn, environment_id, file_id)
    data = await actions.read(services, file)
    inline = {"Content-Disposition": f'inline; filename="{file.filename}"'}
    return Response(data, media_type=file.content_type, headers=SAFE_HEADERS | inline)


def routes() -> list[Route]:
    """The one route of files."""
    return [Route("/files/{filename:path}", show, methods=["GET"])]
