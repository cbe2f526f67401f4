"""Who calls: the session behind the bearer token, and what every failure looks like to the person."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from verilink.database import Connection, transaction
from verilink.errors import (
    BadRequest,
    Conflict,
    InvalidToken,
    NotAuthenticated,
    NotFound,
    PayloadTooLarge,
    RateLimited,
    VerilinkError,
)
from verilink.hosted import renewing
from verilink.hosted.answers import json_answer
from verilink.hosted.presenting import present_refusal, reader_of
from verilink.hosted.refusals import Refused, refusal_of
from verilink.inquiries import queries as inquiry_queries
from verilink.inquiries.progress import check_open
from verilink.kit import useragent
from verilink.organizations import queries as organization_queries
from verilink.organizations.model import Environment
from verilink.services import services_of
from verilink.sessions import actions as sessions
from verilink.sessions import queries as session_queries
from verilink.sessions.model import Claims, ClientInfo, Session

MAX_BODY = 200_000
_log = logging.getLogger(__name__)
Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Visit:
    """A session in its environment."""

    environment: Environment
    session: Session

    @property
    def inquiry_id(self) -> str:
        """The inquiry the session works on."""
        return self.session.inquiry_id


def bearer_of(request: Request) -> str:
    """The token of the ``Authorization`` header. Raises ``NotAuthenticated``."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotAuthenticated("Send the session token as a bearer")
    return token.strip()


@asynccontextmanager
async def visiting(request: Request) -> AsyncIterator[tuple[Connection, Visit]]:
    """A transaction for the open session behind the request.

    Raises ``InvalidToken`` for a token of nobody, and :class:`Refused` when the session or its inquiry has ended.
    """
    services = services_of(request)
    claims = sessions.read_token(services, bearer_of(request), even_expired=True)
    async with transaction(services.pool) as conn:
        environment = await organization_queries.environment(conn, claims.environment_id)
        session = await _session(conn, claims)
        try:
            yield conn, Visit(environment, await sessions.current(conn, claims))
        except InvalidToken as error:
            raise await _ended(conn, environment, session.inquiry_id) from error
        except Conflict as error:
            raise refusal_of(error, environment=environment, inquiry_id=session.inquiry_id) from error


async def _session(conn: Connection, claims: Claims) -> Session:
    try:
        return await session_queries.get(conn, claims.environment_id, claims.session_id)
    except NotFound:
        raise InvalidToken from None


async def _ended(conn: Connection, environment: Environment, inquiry_id: str) -> Refused:
    """Why a session ended: with its inquiry, or alone."""
    inquiry = await inquiry_queries.get(conn, environment.id, inquiry_id)
    try:
        check_open(inquiry)
    except Conflict as error:
        return refusal_of(error, environment=environment, inquiry_id=inquiry_id)
    return Refused("session_expired", environment=environment, inquiry_id=inquiry_id)


def client_of(request: Request) -> ClientInfo:
    """What the server sees of the browser."""
    agent = request.headers.get("user-agent")
    told = msgspec.to_builtins(useragent.parse(agent))
    device = {name.replace("_", "-"): value for name, value in told.items() if value is not None}
    return ClientInfo(request.client.host if request.client else None, agent[:512] if agent else None, device)


async def body_of(request: Request) -> dict[str, Any]:
    """The JSON object of the request. Raises ``BadRequest`` and ``PayloadTooLarge``."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise PayloadTooLarge(f"The body is larger than {MAX_BODY} bytes")
    try:
        value = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadRequest("The body must be JSON") from None
    if not isinstance(value, dict):
        raise BadRequest("The body must be a JSON object")
    return value


def text_of(body: dict[str, Any], name: str, *, limit: int = 200) -> str:
    """A required text of the body. Raises ``BadRequest``."""
    value = body.get(name)
    if not isinstance(value, str) or not 0 < len(value) <= limit:
        raise BadRequest(f"{name} must be text of at most {limit} characters")
    return value


def guarded(endpoint: Endpoint) -> Endpoint:
    """``endpoint`` with every failure as a page the person can do something with."""

    async def call(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            refused.offers_new_link = await renewing.is_offered(services_of(request), refused)
            return _refuse(request, refused)
        except (NotAuthenticated, InvalidToken) as error:
            return _refuse(request, Refused("session_expired", error.details), status=401)
        except BadRequest as error:
            # Our own page never sends such a call; the person can only load it again.
            return _refuse(request, Refused("unavailable", error.details), status=error.status)
        except VerilinkError as error:
            headers = {"Retry-After": str(error.retry_after)} if isinstance(error, RateLimited) else {}
            return _refuse(request, refusal_of(error), status=error.status, headers=headers)
        except ClientDisconnect:
            return Response(status_code=499)
        except Exception as error:
            # A defect of ours: without a page the person would wait for ever.
            _log.error("unexpected failure at %s %s", request.method, request.url.path, exc_info=error)
            return _refuse(request, Refused("unavailable"), status=500)

    return call


def _refuse(
    request: Request, refused: Refused, *, status: int | None = None, headers: dict[str, str] | None = None
) -> Response:
    payload = present_refusal(reader_of(request), refused)
    return json_answer(request, payload, status or refused.status, headers)
