"""Calls by which a person goes on with another device, follows along, and comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.contacts import actions as contacts
from verilink.database import Connection
from verilink.errors import BadRequest, Conflict, Forbidden
from verilink.flow.outcomes import Finish
from verilink.hosted import letters
from verilink.hosted.answers import json_answer
from verilink.hosted.calls import show
from verilink.hosted.presenting import channels_of, present_handoff, reader_of
from verilink.hosted.visits import Visit, body_of, text_of, visiting
from verilink.inquiries import handoff, progress
from verilink.kit.i18n import Translator
from verilink.kit.mail import is_address
from verilink.locale.messages import N_
from verilink.mailbox import actions as mailbox
from verilink.messaging import actions as texts
from verilink.messaging.numbers import e164
from verilink.services import Services, services_of
from verilink.sessions.model import Handoff, Link

MAX_TO: Final = 320
_FULL: Final = N_("This link was opened too often to go on with another device. You can go on here.")
_MAIL: Final = N_("Enter an email address like name@example.com.")
_NUMBER: Final = N_("Enter the number with a plus sign and the country code, like +1 202 555 0147.")
_ENOUGH: Final = N_("Enough messages were sent for now. Try again in an hour, or use the code above.")
_SENT: Final = N_("Sent to %(to)s. Open the link on the other device.")
_METHODS: Final[dict[str, Handoff]] = {"email": "email", "sms": "sms"}


@dataclass(frozen=True, slots=True)
class _Sending:
    """Somebody's wish to have the link sent, within a transaction."""

    conn: Connection
    services: Services
    visit: Visit
    view: progress.View
    language: Translator


async def offer(request: Request) -> Response:
    """``POST /flow/handoff``: the page with a code and a link for another device; each call makes a new link."""
    services, reader = services_of(request), reader_of(request)
    link, problem = None, ""
    async with visiting(request) as (conn, visit):
        view = await progress.open_flow(conn, visit.environment, visit.inquiry_id, progress.Look(reader.seen))
        free = await handoff.elsewhere(conn, visit.session) is None and not isinstance(view.outcome, Finish)
        if free and "qr" in view.template.handoff.methods:
            language = reader.language(view.inquiry, view.template)
            link, problem = await _link(_Sending(conn, services, visit, view, language), "qr")
    if not free:
        return await show(request, status=409)
    services.wake.worker()
    return json_answer(request, present_handoff(reader, visit.environment, view, link, problem))


async def _link(wish: _Sending, method: Handoff) -> tuple[Link | None, str]:
    """A link, or why there is none. What the limit of sessions refuses is no end: the person goes on here."""
    try:
        environment, session = wish.visit.environment, wish.visit.session
        return await handoff.hand_on(wish.conn, wish.services, environment, session, method), ""
    except Conflict as error:
        if error.code != "too_many_sessions":
            raise
        return None, wish.language(_FULL)


async def send(request: Request) -> Response:
    """``POST /flow/handoff/send`` ``{method, to}``: the link by mail or text message; answers ``{sent, say}``."""
    services, reader = services_of(request), reader_of(request)
    body = await body_of(request)
    method, to = _METHODS.get(text_of(body, "method", limit=10)), body.get("to")
    if method is None or not isinstance(to, str) or len(to) > MAX_TO:
        raise BadRequest("method must be email or sms, and to a text")
    if method not in channels_of(services.settings):
        raise Forbidden("This way of sending links is not set up")
    answer: tuple[int, str] | None = None
    async with visiting(request) as (conn, visit):
        view = await progress.open_flow(conn, visit.environment, visit.inquiry_id, progress.Look(reader.seen))
        if await handoff.elsewhere(conn, visit.session) is None and not isinstance(view.outcome, Finish):
            language = reader.language(view.inquiry, view.template)
            answer = await _send(_Sending(conn, services, visit, view, language), method, to.strip())
    if answer is None:
        return await show(request, status=409)
    services.wake.worker()
    status, said = answer
    return json_answer(request, {"sent": status == 200, "say": said}, status)


async def _send(wish: _Sending, method: Handoff, to: str) -> tuple[int, str]:
    """Status, and what the page says."""
    address = _address(method, to)
    if address is None:
        return 422, wish.language(_MAIL if method == "email" else _NUMBER)
    environment = wish.visit.environment
    asked: dict[str, Any] = {"purpose": "handoff", "address": address}
    if not await contacts.claim(wish.conn, wish.services, environment.id, wish.visit.inquiry_id, **asked):
        return 429, wish.language(_ENOUGH)
    link, problem = await _link(wish, method)
    if link is None:
        return 409, problem
    await _write(wish, method, address, link)
    return 200, wish.language(_SENT, to=address)


def _address(method: Handoff, to: str) -> str | None:
    if method == "email":
        return to if "@" in to and "<" not in to and is_address(to) else None
    try:
        return e164(to)
    except BadRequest:
        return None


async def _write(wish: _Sending, method: Handoff, address: str, link: Link) -> None:
    environment, settings = wish.visit.environment, wish.services.settings
    words = letters.Words(wish.language, environment.organization_name, link)
    if method == "email":
        mail = letters.handoff_mail(words, address)
        await mailbox.write(wish.conn, settings, environment.id, [mail], wish.visit.inquiry_id)
    else:
        body = letters.handoff_text(words)
        await texts.write(wish.conn, settings, environment.id, to=address, body=body, object_id=wish.visit.inquiry_id)


async def turn(request: Request) -> Response:
    """``POST /flow/turn`` ``{to}``: ``here``: this device goes on; ``first``: the one that began does."""
    to = text_of(await body_of(request), "to", limit=10)
    if to not in ("here", "first"):
        raise BadRequest("to must be here or first")
    async with visiting(request) as (conn, visit):
        if to == "here":
            await handoff.take_turn(conn, visit.environment, visit.session)
        else:
            await handoff.give_back(conn, visit.environment, visit.session)
    services = services_of(request)
    services.wake.flow(visit.inquiry_id)
    return await show(request)
