"""An address that a code was sent to: what became of the message and of the code, judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from verilink.checks.contact.facts import ContactCase, ContactFacts, Delivery
from verilink.checks.run import Coded
from verilink.contacts import queries as contact_queries
from verilink.contacts.model import Code
from verilink.database import Connection
from verilink.errors import NotFound
from verilink.flow.outcomes import Attempt
from verilink.flow.verifications import Coded as CodedSpec
from verilink.flow.verifications import PhoneNumber
from verilink.judging.engine import Engine
from verilink.judging.kinds.drawing import decision_of
from verilink.judging.record import Judgement, Outcome, Settings, as_stored, judge_contact
from verilink.kit.phone import country_of, kind_of
from verilink.mailbox import queries as mails
from verilink.messaging import queries as texts
from verilink.services import Services
from verilink.verifications.model import Decision, Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material

SAMPLES: Final[dict[Coded, str]] = {"email-address": "alexander@example.com", "phone-number": "+12025550147"}


class Contacts:
    """Judges email addresses or phone numbers."""

    def __init__(self, kind: Coded) -> None:
        self._kind = kind
        self.failing = f"{kind.replace('-', '_')}_confirmation_code_comparison"
        self.unprocessable = self.failing

    async def judge(self, services: Services, material: Material, _engine: Engine) -> Decision:
        """Nothing is read; what the person and the messages did is on record."""
        async with services.pool.acquire() as conn:
            facts = as_stored(await _facts(conn, self._kind, material.verification, material.attempt), ContactFacts)
        spec = material.described(CodedSpec)
        countries = spec.countries if isinstance(spec, PhoneNumber) else None
        given = ContactCase(today=material.today, code_seconds=spec.code_seconds, countries=countries)
        case = as_stored(given, ContactCase)
        decision = decision_of(judge_contact(self._kind, facts, case, spec.checks), facts, case)
        return msgspec.structs.replace(decision, country_code=decision.extraction.get("country-code"))

    def recompute(self, verification: Verification, judgement: Judgement, settings: Settings) -> Outcome:
        """From stored facts and case."""
        facts = msgspec.convert(verification.facts, ContactFacts)
        return judge_contact(self._kind, facts, msgspec.convert(judgement.case, ContactCase), settings)

    def sample(self, attempt: Attempt, _today: date) -> dict[str, Any]:
        """What was entered, or an address of nobody."""
        contact = attempt.contact or SAMPLES[self._kind]
        country = {"country-code": country_of(contact)} if self._kind == "phone-number" else {}
        return {self._kind: contact, **country}


async def _facts(conn: Connection, kind: Coded, verification: Verification, attempt: Attempt) -> ContactFacts:
    codes = await contact_queries.codes_of(conn, verification.environment_id, verification.id)
    delivery: Delivery = "none"
    waited = None
    if codes:
        delivery = await delivery_of(conn, codes[-1])
        submitted = verification.submitted_at or codes[-1].created_at
        waited = int((submitted - codes[-1].created_at).total_seconds())
    return ContactFacts(
        contact=attempt.contact,
        proof=attempt.proof,
        sent=len(codes),
        wrong=attempt.wrong,
        delivery=delivery,
        waited=waited if attempt.proof in ("matched", "late") else None,
        number_kind=kind_of(attempt.contact) if kind == "phone-number" and attempt.contact else None,
    )


async def delivery_of(conn: Connection, code: Code) -> Delivery:
    """What became of the message that carried a code; ``none`` when it is no longer known."""
    try:
        if code.message_id.startswith("txt_"):
            return (await texts.get(conn, code.environment_id, code.message_id)).status.value
        return (await mails.get(conn, code.environment_id, code.message_id)).status.value
    except NotFound:
        return "none"
