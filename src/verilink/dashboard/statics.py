"""Style sheets, scripts and the other files that never change between two releases."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.errors import NotFound

PREFIX: Final = "/dashboard/static/"
_KINDS: Final = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_YEAR: Final = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def _all() -> dict[str, bytes]:
    root = files("verilink.dashboard") / "static"
    return {
        f"{folder.name}/{entry.name}": entry.read_bytes()
        for folder in root.iterdir()
        if folder.is_dir()
        for entry in folder.iterdir()
        if PurePosixPath(entry.name).suffix in _KINDS
    }


@lru_cache(maxsize=1)
def release() -> str:
    """Twelve digits that differ when any file does. Modules import each other, so one name stands for all of them."""
    total = hashlib.sha256()
    for name, data in sorted(_all().items()):
        total.update(name.encode() + b"\0" + data)
    return total.hexdigest()[:12]


def address(name: str) -> str:
    """Where a page finds a static file of this release."""
    if name not in _all():
        raise LookupError(name)
    return f"{PREFIX}{release()}/{name}"


async def serve(request: Request) -> Response:
    """One static file. A page of an earlier release gets today's, not to be kept."""
    name = request.path_params["name"]
    data = _all().get(name)
    if data is None:
        raise NotFound("There is no such file.")
    fresh = request.path_params["release"] == release()
    headers = {"Cache-Control": _YEAR if fresh else "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(data, media_type=_KINDS[PurePosixPath(name).suffix], headers=headers)
