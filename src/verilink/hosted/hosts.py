"""Hosts of organizations: ``<subdomain>.<base domain>`` shows the flow of one, and nothing of any other.

Other hosts (the public one, ``localhost``, an address that a load balancer asks) are everybody's. A host under the base
domain that is nobody's is refused before anything else looks at the request.
"""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from verilink.errors import NotFound
from verilink.hosted.answers import page_headers
from verilink.hosted.presenting import reader_of
from verilink.hosted.rendering import render_still
from verilink.hosted.screens.model import Chrome
from verilink.hosted.screens.problem import problem
from verilink.kit import jsonapi
from verilink.kit.responses import JsonResponse
from verilink.organizations import queries
from verilink.services import Services, services_of
from verilink.wake import Wake

REMEMBERED_SECONDS: Final = 5.0
MOST: Final = 10_000
NOBODY: Final = ""
_MACHINES: Final = ("/api/", "/flow/", "/widget")
# Of one installation; its hints object stands for it, and goes with it.
_known: WeakKeyDictionary[Wake, dict[str, tuple[str, float]]] = WeakKeyDictionary()


async def owner_of(connection: HTTPConnection) -> str | None:
    """The organization whose host this is; ``None`` for a host of everybody, ``NOBODY`` for one of nobody."""
    services = services_of(connection)
    label = label_of(connection.headers.get("host", ""), services.settings.base_domain, services.settings.public_url)
    return None if label is None else await _owner(services, label)


def label_of(host: str, base_domain: str | None, public_url: str) -> str | None:
    """What stands before the base domain in a ``Host`` header; ``None`` when the host is not under it."""
    name = host.strip().lower().partition(":")[0].rstrip(".")
    if not base_domain or name == urlsplit(public_url).hostname:
        return None
    suffix = "." + base_domain.lower()
    return name.removesuffix(suffix) if name.endswith(suffix) else None


async def _owner(services: Services, label: str) -> str:
    known = _known.setdefault(services.wake, {})
    found, until = known.get(label, (NOBODY, 0.0))
    if until > time.monotonic():
        return found
    async with services.pool.acquire() as conn:
        try:
            found = (await queries.by_subdomain(conn, label)).id
        except NotFound:
            found = NOBODY
    if len(known) >= MOST:
        known.clear()
    known[label] = (found, time.monotonic() + REMEMBERED_SECONDS)
    return found


class HostGate:
    """Middleware: requests to hosts of nobody get a page that says so, or an error document for machines."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request = Request(scope)
        # The page of a refusal needs its style sheet.
        if request.scope["path"].startswith("/flow/static/") or await owner_of(request) != NOBODY:
            return await self._app(scope, receive, send)
        return await _refusal(request)(scope, receive, send)


def _refusal(request: Request) -> Response:
    if request.scope["path"].startswith(_MACHINES):
        return JsonResponse(jsonapi.error_body(NotFound("Nobody uses this host name")), 404)
    language = reader_of(request).language()
    body = render_still(problem(language, "nobody_here"), Chrome(locale=language.code))
    return HTMLResponse(body, 404, page_headers() | {"Cache-Control": "no-store"})
