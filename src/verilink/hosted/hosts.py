"""Hosts of organizations: ``<subdomain>.<base domain>`` and names they bring show the flow of one, and of no other.

Other hosts (the public one, ``localhost``, an address that a load balancer asks) are everybody's. A host under the base
domain that is nobody's, and where organizations bring names any name that nobody has proven, is refused before anything
else looks at the request.
"""

from __future__ import annotations

import time
from typing import Final
from urllib.parse import urlencode
from weakref import WeakKeyDictionary

from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.hosted.answers import page_headers
from verilink.hosted.presenting import named_languages, reader_of
from verilink.hosted.rendering import render_still
from verilink.hosted.screens.model import Chrome
from verilink.hosted.screens.problem import problem
from verilink.kit import jsonapi
from verilink.kit.responses import JsonResponse
from verilink.organizations import domain_queries, queries
from verilink.services import Services, services_of
from verilink.settings import Settings
from verilink.wake import Wake

REMEMBERED_SECONDS: Final = 5.0
MOST: Final = 10_000
NOBODY: Final = ""
_MACHINES: Final = ("/api/", "/flow/", "/widget")
# Nobody signs in, and no program calls, under a name whose records somebody else controls.
_FLOW: Final = ("/verify", "/v/", "/flow/", "/widget", "/preload", "/sdk/", "/healthz")
# Of one installation; its hints object stands for it, and goes with it.
_known: WeakKeyDictionary[Wake, dict[str, tuple[str, float]]] = WeakKeyDictionary()


async def owner_of(connection: HTTPConnection) -> str | None:
    """The organization whose host this is; ``None`` for a host of everybody, ``NOBODY`` for one of nobody."""
    return await owner_of_host(services_of(connection), connection.headers.get("host", ""))


async def owner_of_host(services: Services, header: str) -> str | None:
    """The same for the text of a ``Host`` header."""
    name, settings = name_of(header), services.settings
    under = label_of(name, settings) is not None
    if not under and (not settings.custom_domains or is_everybodys(name, settings)):
        return None
    return await _owner(services, name)


def name_of(host: str) -> str:
    """A ``Host`` header without its port, in lower case; brackets stay around an IPv6 address."""
    text = host.strip().lower()
    return text.partition("]")[0] if text.startswith("[") else text.partition(":")[0].rstrip(".")


def label_of(name: str, settings: Settings) -> str | None:
    """What stands before the base domain; ``None`` when the name is not under it."""
    if not settings.base_domain or name == settings.public_host:
        return None
    suffix = "." + settings.base_domain.lower()
    return name.removesuffix(suffix) if name.endswith(suffix) else None


def is_everybodys(name: str, settings: Settings) -> bool:
    """Whether this is the public host, or a name that can be nobody's own: an address, one inside a network."""
    is_address = name.startswith("[") or name.replace(".", "").isdigit()
    return is_address or "." not in name or name in (settings.public_host, settings.base_domain)


async def _owner(services: Services, name: str) -> str:
    known = _known.setdefault(services.wake, {})
    found, until = known.get(name, (NOBODY, 0.0))
    if until > time.monotonic():
        return found
    async with services.pool.acquire() as conn:
        found = await _look_up(conn, services.settings, name)
    if len(known) >= MOST:
        known.clear()
    known[name] = (found, time.monotonic() + REMEMBERED_SECONDS)
    return found


async def _look_up(conn: Connection, settings: Settings, name: str) -> str:
    label = label_of(name, settings)
    if label is None:
        return await domain_queries.owner(conn, name) or NOBODY
    try:
        return (await queries.by_subdomain(conn, label)).id
    except NotFound:
        return NOBODY


async def ask(request: Request) -> Response:
    """``GET /hosts/ask?domain=``: 200 for a name that is served here, for proxies that get certificates on demand."""
    services, name = services_of(request), name_of(request.query_params.get("domain", ""))
    if name and (name == services.settings.public_host or await owner_of_host(services, name)):
        return Response(status_code=200)
    return JsonResponse(jsonapi.error_body(NotFound("Nobody uses this host name")), 404)


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
        if request.scope["path"].startswith("/flow/static/") or await _is_served(request):
            return await self._app(scope, receive, send)
        return await _refusal(request)(scope, receive, send)


async def _is_served(request: Request) -> bool:
    """Whether the host is somebody's; under a name that an organization brought there is the flow and nothing else."""
    owner, settings = await owner_of(request), services_of(request).settings
    if owner is None or owner == NOBODY:
        return owner is None
    own = label_of(name_of(request.headers.get("host", "")), settings) is None
    return not own or request.scope["path"].startswith(_FLOW)


def _refusal(request: Request) -> Response:
    if request.scope["path"].startswith(_MACHINES):
        return JsonResponse(jsonapi.error_body(NotFound("Nobody uses this host name")), 404)
    return nothing_here(request)


def nothing_here(request: Request) -> Response:
    """The page of an address that leads nowhere, with links to itself in every language."""
    language = reader_of(request, asked=request.query_params.get("language")).language()
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "language"]
    here = "?" + urlencode([*kept, ("language", "")])
    chrome = Chrome(locale=language.code, languages=named_languages(), here=here)
    body = render_still(problem(language, "nobody_here"), chrome)
    return HTMLResponse(body, 404, page_headers() | {"Cache-Control": "no-store"})
