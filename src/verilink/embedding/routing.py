"""Addresses that other pages frame or import."""

from __future__ import annotations

import logging

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from verilink.embedding.answers import preload_page, refused_page, widget_page
from verilink.embedding.origins import Unframeable, frame
from verilink.embedding.parameters import parse
from verilink.embedding.result import result
from verilink.embedding.rules import rules_of
from verilink.embedding.sdk import serve_sdk
from verilink.errors import BadRequest
from verilink.hosted.visits import guarded
from verilink.kit.i18n import available
from verilink.kit.inflection import to_kebab
from verilink.kit.locales import negotiate
from verilink.services import services_of

_log = logging.getLogger(__name__)


def routes() -> list[BaseRoute]:
    """Everything that pages of companies ask for."""
    return [
        Route("/widget", widget),
        Route("/widget/result", guarded(result)),
        Route("/preload", preload),
        Route("/sdk/verilink.js", serve_sdk),
    ]


async def widget(request: Request) -> Response:
    """``GET /widget``: the flow inside another page. It creates nothing; the page's own first call does."""
    try:
        asked = parse(request.url.query)
    except BadRequest as error:
        return refused_page(error.details or str(error), 400)
    try:
        async with services_of(request).pool.acquire() as conn:
            framing = frame(asked, await rules_of(conn, asked))
    except Unframeable as refusal:
        _log.warning("the flow was not framed: %s", refusal)
        return refused_page(str(refusal), 403)
    code = negotiate(_given(request, "language"), request.headers.get("accept-language"), available())
    variant = _given(request, "style-variant")
    return widget_page(request, asked, framing, code, variant if variant in ("light", "dark") else None)


def _given(request: Request, wanted: str) -> str | None:
    return next((value for name, value in request.query_params.items() if to_kebab(name) == wanted), None)


async def preload(_request: Request) -> Response:
    """``GET /preload``: an empty page that warms the browser's cache."""
    return preload_page()
