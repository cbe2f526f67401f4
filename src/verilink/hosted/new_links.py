"""``Send me a new link``: answered at once and always alike; whether a mail is written is the worker's to find out.

An answer that waited for the mail would tell by its time whether there is an address.
"""

from __future__ import annotations

from typing import Any, Final

from starlette.requests import Request
from starlette.responses import Response

from verilink.contacts import wanted_queries as wanted
from verilink.contacts.wanted_queries import Wanted
from verilink.database import Connection, transaction
from verilink.errors import BadRequest, NotFound, RateLimited
from verilink.hosted import letters
from verilink.hosted.answers import json_answer
from verilink.hosted.parameters import Parameters, parse
from verilink.hosted.presenting import present_link_sent, reader_of
from verilink.hosted.renewing import subject_of
from verilink.hosted.visits import body_of
from verilink.inquiries.renewal import Renewed, renew
from verilink.kit import clock
from verilink.kit.i18n import available, translator
from verilink.kit.ids import has_shape
from verilink.kit.locales import negotiate
from verilink.kit.mail import Mail
from verilink.kit.ratelimit import FixedWindow
from verilink.mailbox import actions as mailbox
from verilink.organizations import queries as organization_queries
from verilink.organizations.model import Environment
from verilink.services import Services, services_of

ASKS: Final = 10
WINDOW_SECONDS: Final = 60
_asks = FixedWindow(ASKS, WINDOW_SECONDS)


async def ask(request: Request) -> Response:
    """``POST /flow/new-link`` ``{query?, inquiry?, sent?}``: a fresh one-time link to the address on file, if any.

    ``sent``: it was asked for already; only the page is wanted, in another language.
    """
    services, reader = services_of(request), reader_of(request)
    host = request.client.host if request.client else ""
    verdict = _asks.hit(f"{id(services)}/{host}", clock.now())
    if not verdict.allowed:
        raise RateLimited("Too many new links were asked for", retry_after=verdict.reset_seconds)
    body = await body_of(request)
    inquiry_id, code = _named(body)
    async with transaction(services.pool) as conn:
        subject = await subject_of(conn, services, inquiry_id, code)
        if subject is not None and services.settings.smtp_url and body.get("sent") is not True:
            await wanted.note(conn, subject[0].id, subject[1], reader.language().code)
    services.wake.worker()
    organization = subject[0].organization_name if subject else ""
    return json_answer(request, present_link_sent(reader, organization, inquiry_id))


def _named(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """Inquiry and one-time code: of the page's link, else of the inquiry that the page named as its reference."""
    query, inquiry = body.get("query"), body.get("inquiry")
    try:
        found = parse(query) if isinstance(query, str) and query else Parameters()
    except BadRequest:
        found = Parameters()
    named = inquiry if has_shape(inquiry, "inq") else None
    return found.inquiry_id or named, None if found.inquiry_id or named else found.code


async def write(conn: Connection, services: Services, asked: Wanted) -> None:
    """Make the link and its mail, if one may be sent to anybody."""
    try:
        environment = await organization_queries.environment(conn, asked.environment_id)
        renewed = await renew(conn, services, environment, asked.inquiry_id)
    except NotFound:
        return
    if renewed is not None:
        mail = _letter(asked.locale, environment, renewed)
        await mailbox.write(conn, services.settings, environment.id, [mail], asked.inquiry_id)


def _letter(locale: str, environment: Environment, renewed: Renewed) -> Mail:
    language = translator(negotiate(renewed.inquiry.locale, locale, available()))
    words = letters.Words(language, environment.organization_name, renewed.link)
    return letters.new_link_mail(words, renewed.address)
