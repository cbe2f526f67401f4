"""Static files of the flow: read once, compressed once, addressed by the hash of all of them so they cache for ever."""

from __future__ import annotations

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.errors import NotFound

FOLDER: Final = Path(__file__).parent / "static"
FOR_EVER: Final = "public, max-age=31536000, immutable"
# The page may not run WebAssembly; the worker that looks for barcodes may, and nothing else.
_OWN_POLICY: Final = {
    "barcode-worker.js": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'",
}
_KINDS: Final = {".js": "text/javascript; charset=utf-8", ".wasm": "application/wasm"}
_SECURITY: Final = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent, plain and with gzip."""

    content: bytes
    packed: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Assets:
    """``version``: twelve hex digits over every file; part of each address, so relative imports stay together.

    ``modules``: names of the scripts that pages run, without workers and what only those load.
    """

    version: str
    files: dict[str, Asset]
    modules: tuple[str, ...]

    @property
    def prefix(self) -> str:
        """The address of the folder, without a slash at the end."""
        return f"/flow/static/{self.version}"


def _asset(content: bytes, media_type: str) -> Asset:
    return Asset(content, gzip.compress(content, 9, mtime=0), media_type)


@cache
def assets() -> Assets:
    """All modules, what was taken from elsewhere, and the style sheets joined into ``flow.css``."""
    styles = b"".join(path.read_bytes() for path in sorted((FOLDER / "css").glob("*.css")))
    scripts = [path for name in ("js", "vendor") for path in sorted((FOLDER / name).iterdir()) if path.suffix in _KINDS]
    files = {path.name: _asset(path.read_bytes(), _KINDS[path.suffix]) for path in scripts}
    files["flow.css"] = _asset(styles, "text/css; charset=utf-8")
    digest = hashlib.sha256(b"".join(name.encode() + files[name].content for name in sorted(files)))
    modules = tuple(path.name for path in scripts if path.parent.name == "js" and path.name not in _OWN_POLICY)
    return Assets(digest.hexdigest()[:12], files, modules)


def accepts_gzip(request: Request) -> bool:
    """Whether the browser takes gzip."""
    return "gzip" in request.headers.get("accept-encoding", "")


async def serve_asset(request: Request) -> Response:
    """``GET /flow/static/{version}/{name}``. A page of an earlier version gets today's file, uncached."""
    known = assets()
    asset = known.files.get(request.path_params["name"])
    if asset is None:
        raise NotFound
    current = request.path_params["version"] == known.version
    headers = {"Cache-Control": FOR_EVER if current else "no-cache", "Vary": "Accept-Encoding", **_SECURITY}
    own_policy = _OWN_POLICY.get(request.path_params["name"])
    if own_policy:
        headers["Content-Security-Policy"] = own_policy
    if accepts_gzip(request):
        return Response(asset.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=asset.media_type)
    return Response(asset.content, headers=headers, media_type=asset.media_type)
