"""Codes to email addresses and phones: sending them within limits, and holding what is typed against them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import msgspec

from verilink.contacts import actions as contacts
from verilink.contacts import codes
from verilink.contacts import queries as contact_queries
from verilink.contacts.model import Code
from verilink.database import Connection
from verilink.flow.document import ConfirmContact
from verilink.flow.outcomes import Answer, Attempt, InvalidAnswer, Proof, Show
from verilink.flow.verifications import Coded, PhoneNumber
from verilink.hosted import letters
from verilink.hosted.screens.model import Standing
from verilink.hosted.visits import Visit
from verilink.inquiries import progress
from verilink.judging.kinds.contact import delivery_of
from verilink.kit import clock
from verilink.kit.i18n import Translator
from verilink.kit.ratelimit import FixedWindow
from verilink.locale.messages import N_
from verilink.mailbox import actions as mailbox
from verilink.messaging import actions as texts
from verilink.services import Services
from verilink.settings import Settings
from verilink.verifications import queries as verification_queries
from verilink.verifications.model import Verification

KEYS: Final = frozenset({"contact", "code", "again", "change", "skip"})
RESEND_SECONDS: Final = 30
PER_HOST: Final = 20
HOST_SECONDS: Final = 600
_asks = FixedWindow(PER_HOST, HOST_SECONDS)

_SOON: Final = N_("A code was sent a moment ago. Wait a little before you ask for another.")
_ENOUGH: Final = N_("Enough codes were sent for now. Try again in an hour.")
_NO_TEXTS: Final = N_("Text messages cannot be sent at the moment. Please try again later.")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who answers: in which language, how they see the page, from which address, on which host."""

    services: Services
    language: Translator
    look: progress.Look
    client: str
    host: str


def is_for_codes(values: dict[str, Any]) -> bool:
    """Whether an answer may be meant for a screen that sends codes."""
    return not KEYS.isdisjoint(values)


async def answer(conn: Connection, visit: Visit, asker: Asker, event: Answer) -> progress.View:
    """Take an answer that may be meant for a screen that sends codes. Raises as ``inquiries.progress.answer``."""
    before = await progress.open_flow(conn, visit.environment, visit.inquiry_id)
    asked = _screen(before)
    if asked is None or before.outcome.step != event.step:
        return await progress.answer(conn, visit.environment, visit.inquiry_id, event, asker.look)
    proof = await _proof(conn, visit, asker, before, event)
    values = {key: "" if key == "code" else value for key, value in event.values.items()}
    kept = msgspec.structs.replace(event, values=values)
    after = await progress.answer(conn, visit.environment, visit.inquiry_id, kept, asker.look, proof=proof)
    if _attempt(after, asked).sent > _attempt(before, asked).sent:
        await _send(conn, visit, asker, after)
    return after


def _screen(view: progress.View) -> ConfirmContact | None:
    outcome = view.outcome
    return outcome.screen if isinstance(outcome, Show) and isinstance(outcome.screen, ConfirmContact) else None


def _attempt(view: progress.View, screen: ConfirmContact) -> Attempt:
    return view.state.attempts.get(screen.verification, Attempt())


async def _proof(conn: Connection, visit: Visit, asker: Asker, view: progress.View, event: Answer) -> Proof | None:
    """How the code came out, or why there is none."""
    standing, asked = await standing_of(conn, asker.services.settings, visit, view), _screen(view)
    assert standing is not None, "asked only on a screen that sends codes"
    assert asked is not None, "likewise"
    if "skip" in event.values:
        return "unavailable" if not standing.available else "undelivered" if standing.failed else "given_up"
    typed = event.values.get("code")
    if (
        not isinstance(typed, str)
        or not codes.typed_digits(typed)
        or not KEYS.isdisjoint(event.values.keys() - {"code"})
    ):
        return None
    if standing.simulated:
        return "matched" if len(codes.typed_digits(typed)) == codes.DIGITS else "wrong"
    verification = await _verification(conn, visit, view)
    if verification is None:
        return None
    contact = str(_attempt(view, asked).contact)
    return await codes.check(conn, asker.services, verification, contact, typed)


async def standing_of(conn: Connection, settings: Settings, visit: Visit, view: progress.View) -> Standing | None:
    """How it stands with the code on the screen that is shown; ``None`` on any other screen."""
    asked = _screen(view)
    if asked is None:
        return None
    if visit.environment.simulates:
        return Standing(simulated=True)
    by_text = isinstance(view.template.verifications[asked.verification], PhoneNumber)
    last = await _last_code(conn, visit, view)
    return Standing(
        available=not by_text or texts.is_available(settings),
        wait=_wait(last),
        failed=last is not None and await delivery_of(conn, last) == "failed",
    )


def _wait(last: Code | None) -> int:
    return 0 if last is None else max(0, RESEND_SECONDS - int((clock.now() - last.created_at).total_seconds()))


async def _verification(conn: Connection, visit: Visit, view: progress.View) -> Verification | None:
    asked = _screen(view)
    if asked is None:
        return None
    number = _attempt(view, asked).number
    return await verification_queries.of_attempt(
        conn, visit.environment.id, visit.inquiry_id, asked.verification, number
    )


async def _last_code(conn: Connection, visit: Visit, view: progress.View) -> Code | None:
    verification = await _verification(conn, visit, view)
    if verification is None:
        return None
    sent = await contact_queries.codes_of(conn, visit.environment.id, verification.id)
    return sent[-1] if sent else None


async def _send(conn: Connection, visit: Visit, asker: Asker, view: progress.View) -> None:
    """Write the message with a new code. Raises ``InvalidAnswer`` when none may be sent; then nothing has changed."""
    asked, verification = _screen(view), await _verification(conn, visit, view)
    assert asked is not None, "the code was just asked for"
    assert verification is not None, "it was made with the first code"
    if visit.environment.simulates:
        return
    spec = view.template.verifications[asked.verification]
    assert isinstance(spec, Coded), "the plan proves the kind"
    contact = str(_attempt(view, asked).contact)
    await _check_limits(conn, visit, asker, view, contact)
    code = codes.draw()
    message_id = await _write(conn, visit, asker, (spec, verification.id, contact), code)
    await codes.remember(
        conn, asker.services, verification, code, contact=contact, message_id=message_id, seconds=spec.code_seconds
    )


async def _check_limits(conn: Connection, visit: Visit, asker: Asker, view: progress.View, contact: str) -> None:
    standing = await standing_of(conn, asker.services.settings, visit, view)
    if standing is not None and not standing.available:
        raise InvalidAnswer({"contact": _NO_TEXTS})
    if standing is not None and standing.wait and not standing.failed:
        raise InvalidAnswer({"contact": _SOON, "code": _SOON})
    allowed = _asks.hit(f"{id(asker.services)}/{asker.client}", clock.now()).allowed
    environment_id, inquiry_id = visit.environment.id, visit.inquiry_id
    if not allowed or not await contacts.claim(
        conn, asker.services, environment_id, inquiry_id, purpose="confirm", address=contact
    ):
        raise InvalidAnswer({"contact": _ENOUGH, "code": _ENOUGH})


async def _write(conn: Connection, visit: Visit, asker: Asker, to: tuple[Coded, str, str], code: str) -> str:
    """Put the message into the outbox; returns its id."""
    spec, verification_id, contact = to
    environment, settings = visit.environment, asker.services.settings
    letter = letters.CodeLetter(asker.language, environment.organization_name, code, spec.code_seconds // 60)
    if isinstance(spec, PhoneNumber):
        body = letters.code_text(letter, asker.host)
        sent = await texts.write(conn, settings, environment.id, to=contact, body=body, object_id=verification_id)
        return sent.id
    mail = letters.code_mail(letter, contact)
    [mail_id] = await mailbox.write(conn, settings, environment.id, [mail], verification_id, secret=True)
    return mail_id
