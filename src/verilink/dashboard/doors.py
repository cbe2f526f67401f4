"""How a handler is reached: a page by GET, an action by POST. Here is where everyone is checked."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard import csrf
from verilink.dashboard.forms import Form, read_form
from verilink.dashboard.render import HEADERS, door, page
from verilink.dashboard.visit import Visit, open_visit
from verilink.errors import NotAuthenticated, VerilinkError
from verilink.services import services_of

PageHandler: TypeAlias = Callable[[Visit], Awaitable[Response]]
ActionHandler: TypeAlias = Callable[[Visit, Form], Awaitable[Response]]
OpenHandler: TypeAlias = Callable[[Request], Awaitable[Response]]
_log = logging.getLogger(__name__)


def get(path: str, handler: PageHandler, capability: Capability) -> Route:
    """A page for people with this capability."""

    async def endpoint(request: Request) -> Response:
        return await _guarded(request, handler, capability)

    return Route(path, endpoint, methods=["GET"], name=handler.__name__)


def post(path: str, handler: ActionHandler, capability: Capability) -> Route:
    """An action of people with this capability: our origin and the session's token, or nothing happens."""

    async def act(visit: Visit) -> Response:
        csrf.check_origin(visit.request, visit.services.settings.public_url)
        form = await read_form(visit.request)
        csrf.check_token(visit.request.headers.get(csrf.HEADER) or form.raw(csrf.FIELD), visit.session.csrf)
        return await handler(visit, form)

    async def endpoint(request: Request) -> Response:
        return await _guarded(request, act, capability)

    return Route(path, endpoint, methods=["POST"], name=handler.__name__)


def open_door(path: str, handler: OpenHandler, methods: list[str]) -> Route:
    """A page for people who are not known yet; a POST must come from our own pages."""

    async def endpoint(request: Request) -> Response:
        try:
            if request.method == "POST":
                csrf.check_origin(request, services_of(request).settings.public_url)
            return await handler(request)
        except VerilinkError as problem:
            return door(request, "doors/problem.html", status=problem.status, problem=problem)

    return Route(path, endpoint, methods=methods, name=handler.__name__)


async def _guarded(request: Request, handler: PageHandler, capability: Capability) -> Response:
    try:
        visit = await open_visit(request)
    except NotAuthenticated:
        return _to_sign_in(request)
    except VerilinkError as problem:
        return door(request, "doors/problem.html", status=problem.status, problem=problem)
    try:
        visit.require(capability)
        return await handler(visit)
    except VerilinkError as problem:
        return _problem(visit, problem)


def _to_sign_in(request: Request) -> Response:
    if request.headers.get("hx-request") == "true":
        return Response(status_code=204, headers=HEADERS | {"HX-Redirect": "/sign-in"})
    if request.method != "GET":
        return RedirectResponse("/sign-in", 303, HEADERS)
    target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(f"/sign-in?next={quote(target, safe='')}", 303, HEADERS)


def _problem(visit: Visit, problem: VerilinkError) -> Response:
    if problem.status >= 500:
        _log.error("the dashboard could not answer %s", visit.request.url.path, exc_info=problem)
    response = page(visit, "problem.html", status=problem.status, problem=problem, title=problem.title)
    said = (problem.details or problem.title).encode("ascii", "replace").decode()[:300]
    response.headers["X-Problem"] = said.replace("\n", " ")
    return response
