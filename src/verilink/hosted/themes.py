"""What a theme set is on the page: a style sheet that overrides the flow's tokens, a logo, fonts."""

from __future__ import annotations

import gzip
import hashlib
from functools import partial
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from verilink.database import Connection
from verilink.flow.document import Template
from verilink.hosted.assets import FOR_EVER, accepts_gzip
from verilink.inquiries.model import Inquiry
from verilink.services import services_of
from verilink.themes import queries
from verilink.themes.assets import keeping
from verilink.themes.model import Styles
from verilink.themes.sheet import style_sheet
from verilink.themes.wire import address

_SAFE: Final = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
# A drawing opened by its own address runs and loads nothing.
_FILE: Final = _SAFE | {"Cache-Control": FOR_EVER, "Content-Security-Policy": "default-src 'none'; sandbox"}


class Look(msgspec.Struct, frozen=True):
    """``href``: the theme's style sheet. ``variant``: light or dark; ``None`` follows the person's device."""

    href: str | None = None
    variant: str | None = None


def sheet_of(organization_id: str, styles: Styles) -> str:
    """The style sheet of a theme of this organization."""
    return style_sheet(styles, partial(address, organization_id))


async def look_of(conn: Connection, organization_id: str, inquiry: Inquiry, template: Template) -> Look:
    """The inquiry's theme, else the template's, else the organization's default."""
    theme = await queries.of_inquiry(
        conn, organization_id, chosen=inquiry.theme_set_id, template_id=inquiry.template_id, named=template.theme
    )
    if theme is None:
        return Look()
    sheet = sheet_of(organization_id, theme.styles)
    version = hashlib.sha256(sheet.encode()).hexdigest()[:12]
    href = f"/flow/theme/{organization_id}/{theme.id}.css?v={version}" if sheet else None
    return Look(href, theme.styles.shown)


async def serve_theme(request: Request) -> Response:
    """``GET /flow/theme/{organization}/{theme}.css``: colours are no secret, and ids cannot be guessed."""
    path = request.path_params
    async with services_of(request).pool.acquire() as conn:
        theme = await queries.get(conn, path["organization"], path["theme"])
    headers = _SAFE | {"Cache-Control": FOR_EVER if "v" in request.query_params else "no-cache"}
    headers["Vary"] = "Accept-Encoding"
    body = sheet_of(path["organization"], theme.styles).encode()
    if accepts_gzip(request):
        body = gzip.compress(body, 6, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return Response(body, media_type="text/css; charset=utf-8", headers=headers)


async def serve_file(request: Request) -> Response:
    """``GET /flow/theme/{organization}/files/{file}``: a logo or a font; the same bytes for ever."""
    path = request.path_params
    asset, data = await keeping.read(services_of(request), path["organization"], path["file"])
    return Response(data, media_type=asset.content_type, headers=_FILE)
