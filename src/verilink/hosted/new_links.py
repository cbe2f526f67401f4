"""``Send me a new link``: answered at once and always alike; whether a mail is written is decided after that."""

from __future__ import annotations

from typing import Any, Final

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from verilink.database import transaction
from verilink.errors import BadRequest, RateLimited
from verilink.hosted import letters
from verilink.hosted.answers import json_answer
from verilink.hosted.parameters import Parameters, parse
from verilink.hosted.presenting import Reader, present_link_sent, reader_of
from verilink.hosted.renewing import subject_of
from verilink.hosted.visits import body_of
from verilink.inquiries.renewal import Renewed, renew
from verilink.kit import clock
from verilink.kit.ids import has_shape
from verilink.kit.mail import Mail
from verilink.kit.ratelimit import FixedWindow
from verilink.mailbox import actions as mailbox
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
    async with services.pool.acquire() as conn:
        subject = await subject_of(conn, services, inquiry_id, code)
    organization = subject[0].organization_name if subject else ""
    # An answer that waited for the mail would tell by its time whether there is an address.
    wanted = services.settings.smtp_url and body.get("sent") is not True
    later = BackgroundTask(_send, services, reader, *subject) if subject and wanted else None
    answer = json_answer(request, present_link_sent(reader, organization, inquiry_id))
    answer.background = later
    return answer


def _named(body: dict[str, Any]) -> tuple[str | None, str | None]:
    """Inquiry and one-time code: of the page's link, else of the inquiry that the page named as its reference."""
    query, inquiry = body.get("query"), body.get("inquiry")
    try:
        found = parse(query) if isinstance(query, str) and query else Parameters()
    except BadRequest:
        found = Parameters()
    named = inquiry if has_shape(inquiry, "inq") else None
    return found.inquiry_id or named, None if found.inquiry_id or named else found.code


async def _send(services: Services, reader: Reader, environment: Environment, inquiry_id: str) -> None:
    async with transaction(services.pool) as conn:
        renewed = await renew(conn, services, environment, inquiry_id)
        if renewed is not None:
            mail = _letter(reader, environment, renewed)
            await mailbox.write(conn, services.settings, environment.id, [mail], inquiry_id)
    if renewed is not None:
        services.wake.worker()


def _letter(reader: Reader, environment: Environment, renewed: Renewed) -> Mail:
    words = letters.Words(reader.language(renewed.inquiry), environment.organization_name, renewed.link)
    return letters.new_link_mail(words, renewed.address)
