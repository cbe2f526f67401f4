"""Our own JavaScript SDK, served where the flow is served, so that it knows its host by itself."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.hosted.assets import accepts_gzip

FILE: Final = Path(__file__).parent / "static" / "verilink.js"
_HEADERS: Final = {
    "Cache-Control": "public, max-age=3600",
    "Vary": "Accept-Encoding",
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}


@cache
def _read() -> tuple[bytes, bytes, str]:
    content = FILE.read_bytes()
    return content, gzip.compress(content, 9, mtime=0), f'W/"{hashlib.sha256(content).hexdigest()[:16]}"'


async def serve_sdk(request: Request) -> Response:
    """``GET /sdk/verilink.js``: an ES module that any page may import."""
    content, packed, tag = _read()
    headers = _HEADERS | {"ETag": tag}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    if accepts_gzip(request):
        return Response(packed, headers=headers | {"Content-Encoding": "gzip"}, media_type="text/javascript")
    return Response(content, headers=headers, media_type="text/javascript")
