"""The way of every API request: admit, parse, act once, answer in the caller's version and inflection."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, Literal

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from verilink.access.model import Caller
from verilink.api import bodies, queries, versions
from verilink.api.admission import Admission
from verilink.api.call import Answer, Call
from verilink.api.rendering import Rendering
from verilink.database import Connection, transaction
from verilink.errors import RateLimited, Unavailable, VerilinkError
from verilink.kit import clock, idempotency, ids, jsonapi, query
from verilink.services import Services, services_of

Handler = Callable[[Call, Connection], Awaitable[Answer]]
Mode = Literal["read", "write", "statement"]
_log = logging.getLogger(__name__)
_encoder = msgspec.json.Encoder()
NO_STORE: Final = "no-cache, no-store, max-age=0, must-revalidate"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation. ``mode``: ``read``; ``write`` runs in a transaction; ``statement`` writes in one statement,
    which is a transaction of its own, unless an idempotency record must be written with it.

    ``product``: what is created, for its quota.
    """

    handler: Handler
    permission: str
    mode: Mode
    admission: Admission
    product: str | None = None

    async def __call__(self, request: Request) -> Response:
        """Answer one request; no exception leaves this."""
        headers = {"Request-Id": ids.new("req"), "Cache-Control": NO_STORE, "Vary": "Accept"}
        rendering = Rendering.of_headers(request)
        try:
            return await self._answer(request, headers)
        except VerilinkError as error:
            return _response(rendering.encode_error(error), error.status, _with_retry(headers, error))
        except Exception:
            _log.exception("unexpected failure of %s %s", request.method, request.url.path)
            return _response(rendering.encode_error(Unavailable()), 500, headers)

    async def _answer(self, request: Request, headers: dict[str, str]) -> Response:
        services = services_of(request)
        caller, verdict = await self.admission.admit(services, request, self.permission)
        headers |= verdict.headers("RateLimit") | _whose(caller)
        call = await _parsed(services, caller, request)
        rendering = Rendering.of_call(call, request)
        key = idempotency.parse_key(request.headers.get("idempotency-key")) if request.method == "POST" else None
        if self.product:
            headers |= self.admission.count_creation(services, caller, self.product).headers("Quota")
        if key is None:
            answer = await self._run(call)
            status, body = answer.status, rendering.encode(answer.document)
        else:
            status, body = await self._run_once(call, rendering, key, await _print_of(request))
        if self.mode != "read":
            services.wake.worker()
        return _response(body, status, headers)

    async def _run(self, call: Call) -> Answer:
        if self.mode == "write":
            async with transaction(call.services.pool) as conn:
                return await self.handler(call, conn)
        async with call.services.pool.acquire() as conn:
            return await self.handler(call, conn)

    async def _run_once(self, call: Call, rendering: Rendering, key: str, wanted: bytes) -> tuple[int, bytes]:
        pool, environment_id = call.services.pool, call.environment_id
        async with pool.acquire() as conn:
            earlier = await queries.claim(conn, environment_id, key, wanted, clock.now())
        replay = idempotency.settle(earlier, wanted)
        if replay is not None:
            return replay.status, replay.body
        try:
            async with transaction(pool) as conn:
                answer = await self.handler(call, conn)
                body = rendering.encode(answer.document)
                await queries.finish(conn, environment_id, key, answer.status, body)
                return answer.status, body
        except Exception as error:
            failure = error if isinstance(error, VerilinkError) else Unavailable()
            status = failure.status if isinstance(error, VerilinkError) else 500
            async with pool.acquire() as conn:
                await queries.finish(conn, environment_id, key, status, rendering.encode_error(failure))
            raise


async def _parsed(services: Services, caller: Caller, request: Request) -> Call:
    parsed = query.parse(request.scope["query_string"])
    return Call(
        services=services,
        caller=caller,
        path=request.url.path,
        parameters=dict(request.path_params),
        query=parsed,
        body=await bodies.read_json(request),
        version=versions.chosen(request.headers.get("persona-version"), caller.api_version),
        fieldsets=jsonapi.parse_fieldsets(parsed),
    )


async def _print_of(request: Request) -> bytes:
    target = request.url.path + "?" + request.scope["query_string"].decode("latin-1")
    return idempotency.fingerprint(request.method, target, await request.body())


def _whose(caller: Caller) -> dict[str, str]:
    environment = caller.environment
    return {"Persona-Environment-Id": environment.id, "Persona-Organization-Id": environment.organization_id}


def _with_retry(headers: dict[str, str], error: VerilinkError) -> dict[str, str]:
    return headers | {"Retry-After": str(error.retry_after)} if isinstance(error, RateLimited) else headers


def _response(body: bytes, status: int, headers: dict[str, str]) -> Response:
    return Response(body, status, headers, "application/json; charset=utf-8")


class Router:
    """Collects operations; one admission for all of them."""

    def __init__(self) -> None:
        self._admission = Admission()
        self.routes: list[Route] = []

    def add(
        self, method: str, path: str, handler: Handler, *, permission: str, mode: Mode, product: str | None = None
    ) -> None:
        """Serve ``METHOD path`` by ``handler``."""
        endpoint = Endpoint(handler, permission, mode, self._admission, product)
        self.routes.append(Route(path, _function(endpoint), methods=[method]))


def _function(endpoint: Endpoint) -> Callable[[Request], Awaitable[Response]]:
    async def serve(request: Request) -> Response:
        return await endpoint(request)

    return serve
