"""A theme set as a style sheet that overrides the flow's tokens."""

from __future__ import annotations

import hashlib
from typing import Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.flow.document import Template
from verilink.hosted.assets import FOR_EVER
from verilink.inquiries.model import Inquiry
from verilink.services import services_of
from verilink.themes import queries
from verilink.themes.model import LIGHT, Styles, ThemeSet

# Stronger than the sheet's own rules for dark pages, so that a tenant's colours win in both.
_SELECTOR: Final = ":root:root:root"


class Look(msgspec.Struct, frozen=True):
    """``href``: the theme's style sheet. ``variant``: light or dark; ``None`` follows the person's device."""

    href: str | None = None
    variant: str | None = None


def style_sheet(styles: Styles) -> str:
    """The theme as CSS. Values were validated when the theme was read; none can end a declaration."""
    tokens = {
        "--brand-accent": styles.color_primary,
        "--brand-on-accent": styles.color_font_button_primary,
        "--brand-radius": styles.border_radius,
        "--brand-font": styles.font_family,
        "--paper": styles.color_background,
        "--ink": styles.color_font,
    }
    body = "".join(f"{name}:{value};" for name, value in tokens.items() if value)
    return f"{_SELECTOR}{{{body}}}\n"


async def look_of(conn: Connection, organization_id: str, inquiry: Inquiry, template: Template) -> Look:
    """The inquiry's theme, else the template's, else the organization's default."""
    chosen = inquiry.theme_set_id or template.theme
    theme = await _find(conn, organization_id, chosen) or await _default(conn, organization_id)
    if theme is None or (theme.styles == LIGHT and theme.id != chosen):
        return Look()
    version = hashlib.sha256(msgspec.json.encode(theme.styles)).hexdigest()[:12]
    return Look(f"/flow/theme/{organization_id}/{theme.id}.css?v={version}", theme.styles.variant)


async def _find(conn: Connection, organization_id: str, wanted: str | None) -> ThemeSet | None:
    """By id, or by name as templates on disk have it."""
    if wanted is None:
        return None
    known = await queries.list_theme_sets(conn, organization_id)
    return next((theme for theme in known if wanted in (theme.id, theme.name)), None)


async def _default(conn: Connection, organization_id: str) -> ThemeSet | None:
    try:
        return await queries.default(conn, organization_id)
    except NotFound:
        return None


async def serve_theme(request: Request) -> Response:
    """``GET /flow/theme/{organization}/{theme}.css``: colours are no secret, and ids cannot be guessed."""
    path = request.path_params
    async with services_of(request).pool.acquire() as conn:
        theme = await queries.get(conn, path["organization"], path["theme"])
    headers = {"Cache-Control": FOR_EVER if "v" in request.query_params else "no-cache"}
    headers |= {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
    return Response(style_sheet(theme.styles), media_type="text/css; charset=utf-8", headers=headers)
