"""The web application: routes, middleware, error handlers; nothing else."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount

from verilink import dashboard, embedding, files, health, hosted
from verilink.api import build_api
from verilink.errors import RateLimited, Unavailable, VerilinkError
from verilink.hosted.hosts import HostGate, nothing_here
from verilink.kit import jsonapi
from verilink.kit.responses import JsonResponse
from verilink.services import Services, open_services
from verilink.settings import Settings

_log = logging.getLogger(__name__)


def build_app(settings: Settings, dsn: str) -> Starlette:
    """The application over the database at ``dsn``; it connects when it starts and disconnects when it stops."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with open_services(settings, dsn) as services:
            app.state.services = services
            try:
                yield
            finally:
                await hosted.stop_looking(app)

    return Starlette(routes=_routes(), middleware=_gate(), lifespan=lifespan, exception_handlers=_handlers())


def over(services: Services) -> Starlette:
    """The application over services that somebody else opened and will close."""
    app = Starlette(routes=_routes(), middleware=_gate(), exception_handlers=_handlers())
    app.state.services = services
    return app


def _gate() -> list[Middleware]:
    return [Middleware(HostGate)]


def _routes() -> list[BaseRoute]:
    return [
        Mount("/api/v1", build_api()),
        *health.routes(),
        *files.routes(),
        *hosted.routes(),
        *embedding.routes(),
        *dashboard.routes(),
    ]


def _handlers() -> Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]]:
    return {VerilinkError: _expected, 404: _nothing_here, Exception: _unexpected}


async def _nothing_here(request: Request, error: Exception) -> Response:
    """An address of nothing: a page for people, as short as ever for programs."""
    if request.method == "GET" and "text/html" in request.headers.get("accept", ""):
        return nothing_here(request)
    return PlainTextResponse(str(getattr(error, "detail", "Not Found")), 404)


async def _expected(_request: Request, error: Exception) -> Response:
    """An expected failure outside the parts that have pages or bodies of their own for it."""
    if not isinstance(error, VerilinkError):
        raise error
    headers = {"Retry-After": str(error.retry_after)} if isinstance(error, RateLimited) else {}
    return JsonResponse(jsonapi.error_body(error), error.status, headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    _log.error("unexpected failure at %s %s", request.method, request.url.path, exc_info=error)
    return JsonResponse(jsonapi.error_body(Unavailable()), 500)
