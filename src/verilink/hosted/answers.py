"""HTTP answers of the flow: JSON that no cache keeps, compressed when it is worth it."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from verilink.hosted.assets import accepts_gzip
from verilink.kit.csp import Policy

_WORTH_IT: Final = 1_024
_POLICY: Final = Policy()


def json_answer(
    request: Request, payload: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """``payload`` as JSON."""
    body = msgspec.json.encode(payload)
    sent = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Vary": "Accept-Encoding"}
    sent |= dict(headers or {})
    if len(body) > _WORTH_IT and accepts_gzip(request):
        body = gzip.compress(body, 5, mtime=0)
        sent["Content-Encoding"] = "gzip"
    return Response(body, status, sent, "application/json; charset=utf-8")


def page_headers(policy: Policy = _POLICY) -> dict[str, str]:
    """Headers of every page of the flow: its own origin only, no inline code, nothing to leak by a referrer."""
    return {
        "Content-Security-Policy": policy.header(),
        "Permissions-Policy": "camera=(self), microphone=(), geolocation=(), payment=(), usb=()",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Robots-Tag": "noindex, nofollow",
    }
