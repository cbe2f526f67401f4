"""The pages of embedding, and who may frame each."""

from __future__ import annotations

import gzip
from html import escape
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from verilink.embedding.origins import Framing
from verilink.embedding.parameters import Embedding
from verilink.hosted.answers import page_headers
from verilink.hosted.assets import accepts_gzip, assets
from verilink.hosted.rendering import render_framed_shell
from verilink.kit.csp import Policy

HTML: Final = "text/html; charset=utf-8"
# What the window may measure on wide screens (CSS lengths); on phones it fills the screen.
DIMENSIONS: Final = {
    "minimumWidth": "320px",
    "maximumWidth": "440px",
    "minimumHeight": "480px",
    "maximumHeight": "760px",
}


def widget_page(request: Request, asked: Embedding, framing: Framing, code: str, variant: str | None) -> Response:
    """The flow, framable by the checked pages only."""
    known = msgspec.json.encode(_told(asked, framing)).decode()
    page = render_framed_shell(code, variant, asked.flow_type, known).encode()
    headers = framed_headers(("'self'", *framing.ancestors))
    headers |= {"Cache-Control": "no-store", "Vary": "Accept-Encoding, Accept-Language"}
    if accepts_gzip(request):
        page, headers["Content-Encoding"] = gzip.compress(page, 5, mtime=0), "gzip"
    return Response(page, headers=headers, media_type=HTML)


def _told(asked: Embedding, framing: Framing) -> dict[str, Any]:
    told = {
        "target": framing.target,
        "listened": framing.listened,
        "containerId": asked.container_id,
        "templateId": asked.template_id,
        "templateVersionId": asked.version_id,
        "inquiryId": asked.link.inquiry_id if asked.link else None,
        "widgetPadding": asked.widget_padding,
        "navigationPadding": asked.navigation_padding,
        "dimensions": DIMENSIONS,
    }
    return {name: value for name, value in told.items() if value is not None}


def framed_headers(ancestors: tuple[str, ...], policy: Policy | None = None) -> dict[str, str]:
    """Headers of the flow's pages, framable by ``ancestors``; an opener policy means nothing inside a frame."""
    headers = page_headers(msgspec.structs.replace(policy or Policy(), frame_ancestors=ancestors))
    del headers["Cross-Origin-Opener-Policy"]
    # Lets pages that are cross-origin isolated frame it; whether they may is for frame-ancestors to say.
    return headers | {"Cross-Origin-Resource-Policy": "cross-origin"}


def refused_page(reason: str, status: int) -> Response:
    """Why the flow may not be framed, for the developer who opens its address; no page can frame it."""
    body = f"<!doctype html><html lang=en><meta charset=utf-8><title>Not embedded</title><p>{escape(reason)}</p>"
    headers = page_headers(Policy(script=(), style=(), img=(), connect=())) | {"Cache-Control": "no-store"}
    return Response(body, status, headers, HTML)


def preload_page() -> Response:
    """Fetches what every flow needs into the browser's cache. It shows nothing and does nothing, so any page may."""
    known = assets()
    style = f'<link rel="stylesheet" href="{known.prefix}/flow.css">'
    # As scripts, because the SDK takes the page away at its load event, which waits for them and not for preloads.
    scripts = "".join(f'<script type="module" src="{known.prefix}/{name}"></script>' for name in known.modules)
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>Preload</title>{style}{scripts}"
    body = f"{head}<body><div id=app data-idle hidden></div>"
    policy = Policy(img=(), connect=(), media=(), font=(), worker=(), form_action=())
    headers = framed_headers(("*",), policy) | {"Cache-Control": "public, max-age=300"}
    return Response(body, headers=headers, media_type=HTML)
