"""Against forged requests (OWASP CSRF Prevention Cheat Sheet): our origin, and the token of the session."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from starlette.requests import Request

from verilink.errors import Forbidden
from verilink.kit.crypto import same

FIELD: Final = "csrf"
HEADER: Final = "x-csrf-token"


def check_origin(request: Request, public_url: str) -> None:
    """Raises ``Forbidden`` unless the browser says that a page of this server sent the request.

    A browser always names the origin of a POST; ``Host`` cannot be set by a page elsewhere, so either match will do.
    """
    origin = request.headers.get("origin", "")
    ours = {request.headers.get("host", "").lower(), urlsplit(public_url).netloc.lower()} - {""}
    if urlsplit(origin).netloc.lower() not in ours:
        raise Forbidden("This request did not come from a page of this server. Open the page again and retry.")


def check_token(sent: str, expected: str) -> None:
    """Raises ``Forbidden`` unless the form carries this session's token."""
    if not sent or not same(sent.encode(), expected.encode()):
        raise Forbidden("This page is from an earlier sign-in. Reload it and try again.")
