"""An address, a code sent to it, and the code: asked for one after the other on one screen.

Whether a code fits is not decided here: it comes with the answer (``Context.proof``), and so does why none is to be
had. Every answer is one of ``contact`` (an address: send a code), ``again`` (another code), ``change`` (another
address), ``code``, and ``skip`` (go on without).
"""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.flow.contacts import clean_contact
from verilink.flow.document import ConfirmContact
from verilink.flow.fields import InvalidValue, clean, label_of
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, Attempt, Confirmed, InvalidAnswer, SendCode
from verilink.flow.verifications import EmailAddress, PhoneNumber

WRONG = "This is not the code we sent. Look again, or ask for a new one."


def _spec(moment: Moment, screen: ConfirmContact) -> EmailAddress | PhoneNumber:
    described = moment.plan.template.verifications[screen.verification]
    assert isinstance(described, EmailAddress | PhoneNumber), "the plan proves the kind"
    return described


def enter(moment: Moment, screen: ConfirmContact) -> Moment:
    """Ask for the address anew; what was entered stays to be changed. Wrong codes still count."""
    attempt = msgspec.structs.replace(moment.attempt(screen.verification), sent=0, proof=None)
    return moment.with_attempt(screen.verification, attempt)


def model(moment: Moment, screen: ConfirmContact) -> dict[str, Any]:
    """``phase``: ``address`` or ``code``. ``locked``: the company gave the address and it cannot be changed."""
    spec, attempt = _spec(moment, screen), moment.attempt(screen.verification)
    return {
        "verification": screen.verification,
        "type": spec.type,
        "phase": "code" if attempt.sent else "address",
        "contact": _known(moment, spec, attempt),
        "locked": _locked(moment, spec) is not None,
        "label": label_of(spec.field, moment.plan.template.fields.get(spec.field)),
        "countries": list(spec.countries) if isinstance(spec, PhoneNumber) and spec.countries else None,
        "country": moment.context.country_hint,
        "problem": WRONG if attempt.wrong and attempt.sent else None,
        "sent": attempt.sent,
        "minutes": round(spec.code_seconds / 60),
        "codes-left": spec.code_tries - attempt.wrong,
        "attempt": attempt.number,
        "tries-left": moment.tries_left(screen.verification),
    }


def _known(moment: Moment, spec: EmailAddress | PhoneNumber, attempt: Attempt) -> str | None:
    given = _locked(moment, spec) or attempt.contact or moment.fields.get(spec.field)
    return given if isinstance(given, str) else None


def _locked(moment: Moment, spec: EmailAddress | PhoneNumber) -> str | None:
    """The address a write-once field holds already, when one can be written to."""
    known = moment.fields.get(spec.field)
    if not moment.plan.template.fields[spec.field].write_once or known is None:
        return None
    try:
        return clean_contact(spec, known)
    except InvalidValue:
        return None


def accept(moment: Moment, screen: ConfirmContact, answer: Answer) -> Moment:
    """Take one of the answers. Raises :class:`InvalidAnswer`."""
    attempt, values = moment.attempt(screen.verification), answer.values
    if "skip" in values:
        return _ended(moment, screen, attempt)
    if "change" in values:
        return enter(moment, screen)
    if attempt.sent and "again" in values:
        # The number says which code was the last the person knew of, so that a double tap sends one.
        return _send(moment, screen, attempt) if str(values["again"]) == str(attempt.sent) else moment
    if attempt.sent and "contact" not in values:
        return _judged(moment, screen, attempt)
    contact = _address(moment, screen, values)
    if attempt.sent and contact == attempt.contact:
        return moment
    return _send(moment, screen, msgspec.structs.replace(attempt, contact=contact))


def _address(moment: Moment, screen: ConfirmContact, values: dict[str, Any]) -> str:
    spec = _spec(moment, screen)
    try:
        given = clean_contact(spec, values.get("contact"), values.get("country"))
        schema = moment.plan.template.fields[spec.field]
        clean(schema, given)
    except InvalidValue as error:
        raise InvalidAnswer({"contact": error.sentence}) from None
    if (locked := _locked(moment, spec)) is not None and given != locked:
        raise InvalidAnswer({"contact": "This can no longer be changed."})
    return given


def _send(moment: Moment, screen: ConfirmContact, attempt: Attempt) -> Moment:
    sent = msgspec.structs.replace(attempt, sent=attempt.sent + 1)
    effect = SendCode(verification=screen.verification, attempt=sent)
    return moment.with_attempt(screen.verification, sent).after(effect)


def _judged(moment: Moment, screen: ConfirmContact, attempt: Attempt) -> Moment:
    proof = moment.context.proof
    if proof is None:
        raise InvalidAnswer({"code": "Type the code to go on."})
    if proof != "wrong":
        effects = (Confirmed(verification=screen.verification),) if proof == "matched" else ()
        ended = msgspec.structs.replace(attempt, proof=proof)
        return moment.with_attempt(screen.verification, ended).after(*effects)
    wrong = attempt.wrong + 1
    spent = wrong >= _spec(moment, screen).code_tries
    counted = msgspec.structs.replace(attempt, wrong=wrong, proof="wrong" if spent else None)
    return moment.with_attempt(screen.verification, counted)


def _ended(moment: Moment, screen: ConfirmContact, attempt: Attempt) -> Moment:
    """Without a code, for a reason that stands in the record."""
    ended = msgspec.structs.replace(attempt, proof=moment.context.proof or "given_up")
    return moment.with_attempt(screen.verification, ended)
