"""The page behind a link and the call by which it opens the link."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import quote

import msgspec
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from verilink.database import transaction
from verilink.errors import BadRequest, NotFound, RateLimited, VerilinkError
from verilink.hosted import duplicates, opening
from verilink.hosted import signed as signing
from verilink.hosted.answers import json_answer, page_headers
from verilink.hosted.assets import accepts_gzip
from verilink.hosted.confirming import standing_of
from verilink.hosted.hosts import owner_of
from verilink.hosted.parameters import Parameters, parse
from verilink.hosted.photos import unconfirmed_photo
from verilink.hosted.presenting import Extras, Reader, present, reader_of
from verilink.hosted.refusals import Refused, refusal_of
from verilink.hosted.rendering import packed_shell, render_shell
from verilink.hosted.themes import look_of
from verilink.hosted.visits import Visit, body_of, client_of, text_of
from verilink.inquiries import handoff
from verilink.kit import clock
from verilink.kit.i18n import available
from verilink.kit.inflection import to_kebab
from verilink.kit.locales import negotiate
from verilink.kit.ratelimit import FixedWindow
from verilink.services import Services, services_of
from verilink.sessions import actions as sessions

STARTS: Final = 120
WINDOW_SECONDS: Final = 60
_MAX_KEY: Final = 64
_starts = FixedWindow(STARTS, WINDOW_SECONDS)


async def shell(request: Request) -> Response:
    """``GET /verify``: the same page for every link; it creates nothing, so previews and robots may fetch it."""
    given = {to_kebab(name): value for name, value in request.query_params.items()}
    code = negotiate(given.get("language"), request.headers.get("accept-language"), available())
    variant = given.get("style-variant")
    variant = variant if variant in ("light", "dark") else None
    headers = page_headers() | {"Cache-Control": "private, no-cache", "Vary": "Accept-Encoding, Accept-Language"}
    if accepts_gzip(request):
        headers["Content-Encoding"] = "gzip"
        return Response(packed_shell(code, variant), headers=headers, media_type="text/html; charset=utf-8")
    return Response(render_shell(code, variant), headers=headers, media_type="text/html; charset=utf-8")


async def short_link(request: Request) -> Response:
    """``GET /v/{code}``: the short form of a one-time link."""
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return RedirectResponse(f"/verify?code={quote(request.path_params['code'], safe='')}", 302, headers)


async def start(request: Request) -> Response:
    """``POST /flow/start`` ``{query, token?, key?}``: create, open or resume; answers with token and first screen."""
    services = services_of(request)
    _limit(services, request)
    body = await body_of(request)
    parameters = _parameters(body)
    reader = reader_of(request, asked=parameters.language, webview=parameters.is_webview)
    signed = await signing.check(services, parameters, str(body["query"]))
    asked = msgspec.structs.replace(await _asked(request, body, parameters), signed=signed)
    known = None if body.get("fresh") is True else await duplicates.find(services, asked)
    if known is not None and known.private and known.address:
        return json_answer(request, await duplicates.ask(services, reader, known))
    resumes = known is not None and not known.private
    if known is not None and resumes:
        asked = msgspec.structs.replace(asked, parameters=known.parameters)
    opened = await open_for(services, asked)
    answer = await answer_of(services, reader, opened, parameters)
    return json_answer(request, answer | ({"resumed": True} if resumes else {}))


async def prove(request: Request) -> Response:
    """``POST /flow/proof`` ``{query, proof, code}``: the code of a mail; answers like ``start``, or ``{say}``."""
    services = services_of(request)
    _limit(services, request)
    body = await body_of(request)
    parameters = _parameters(body)
    reader = reader_of(request, asked=parameters.language, webview=parameters.is_webview)
    proved = await duplicates.prove(services, reader, text_of(body, "proof"), text_of(body, "code", limit=40))
    if isinstance(proved, duplicates.Wrong):
        return json_answer(request, {"say": proved.say}, 422)
    asked = await _asked(request, {"token": proved.token}, duplicates.resuming(parameters, proved.inquiry_id))
    opened = await open_for(services, asked)
    return json_answer(request, await answer_of(services, reader, opened, parameters) | {"resumed": True})


def _limit(services: Services, request: Request) -> None:
    host = request.client.host if request.client else ""
    verdict = _starts.hit(f"{id(services)}/{host}", clock.now())
    if not verdict.allowed:
        raise RateLimited("Too many links were opened from this address", retry_after=verdict.reset_seconds)


def _parameters(body: dict[str, Any]) -> Parameters:
    query = body.get("query")
    if not isinstance(query, str):
        raise BadRequest("query must be the link's query string")
    try:
        return parse(query)
    except BadRequest as error:
        raise Refused("invalid_config", error.details) from error


async def _asked(request: Request, body: dict[str, Any], parameters: Parameters) -> opening.Request:
    token, key = body.get("token"), body.get("key")
    return opening.Request(
        parameters=parameters,
        client=client_of(request),
        seen=reader_of(request, asked=parameters.language, webview=parameters.is_webview).seen,
        organization_id=await owner_of(request),
        token=token if isinstance(token, str) else None,
        key=key if isinstance(key, str) and 16 <= len(key) <= _MAX_KEY and key.isalnum() else None,
    )


async def open_for(services: Services, asked: opening.Request) -> opening.Opened:
    """Open the link. Raises :class:`Refused`."""
    try:
        async with transaction(services.pool) as conn:
            opened = await opening.open_link(conn, services, asked)
    except NotFound as error:
        raise Refused("unknown", error.details, inquiry_id=asked.parameters.inquiry_id) from error
    except VerilinkError as error:
        named = asked.parameters
        raise refusal_of(error, inquiry_id=named.inquiry_id, one_time_code=named.code) from error
    services.wake.worker()
    if opened.session.handed_from is not None:
        services.wake.flow(opened.session.inquiry_id)
    return opened


async def answer_of(
    services: Services, reader: Reader, opened: opening.Opened, parameters: Parameters
) -> dict[str, Any]:
    """Token and first screen."""
    environment, view = opened.environment, opened.view
    async with services.pool.acquire() as conn:
        look = await look_of(conn, environment.organization_id, view.inquiry, view.template)
        photo = await unconfirmed_photo(conn, environment.id, view)
        elsewhere = await handoff.elsewhere(conn, opened.session) is not None
        standing = await standing_of(conn, services.settings, Visit(environment, opened.session), view)
    extras = Extras(look=look, unconfirmed=photo, session=opened.session, elsewhere=elsewhere, standing=standing)
    payload = present(reader, environment, view, extras)
    if parameters.style_variant:
        payload["theme"]["variant"] = parameters.style_variant
    return payload | {
        "token": sessions.token_of(services, opened.session),
        "inquiry-id": view.inquiry.id,
        "environment": environment.kind,
    }
