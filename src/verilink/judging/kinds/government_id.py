"""An official document: read, held against what was said and seen before, judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import msgspec

from verilink.checks.ages import asks_for_ages
from verilink.checks.case import GovernmentIdCase
from verilink.evidence.facts import DocumentFacts
from verilink.flow.outcomes import Attempt
from verilink.judging import cases, surroundings
from verilink.judging.engine import Engine
from verilink.judging.kinds.drawing import decision_of, frames_of, kept, pages_of
from verilink.judging.record import Judgement, Outcome, Settings, as_stored, judge_document
from verilink.services import Services
from verilink.verifications.model import Decision, Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material

NAME: Final = {"name-first": "Alexander", "name-middle": "J", "name-last": "Sample"}
BIRTHDATE: Final = "1977-07-17"
ADDRESS: Final = {
    "address-street-1": "600 California Street",
    "address-city": "San Francisco",
    "address-subdivision": "CA",
    "address-postal-code": "94109",
}
VALID_YEARS: Final = 5


class GovernmentIds:
    """Judges documents."""

    failing = "id_entity_detection"
    unprocessable = "id_unprocessable_submission_detection"

    async def judge(self, services: Services, material: Material, engine: Engine) -> Decision:
        """Read the pages and judge them."""
        pages = await pages_of(services, material)
        read = await engine.read_document(
            pages,
            frames=await frames_of(services, material),
            expected=material.attempt.id_class,
            today=material.today,
            ages=asks_for_ages(material.spec.checks),
        )
        facts = as_stored(read, DocumentFacts)
        around = await surroundings.of_document(services, material, facts)
        case = as_stored(cases.government_id(material, around, facts), GovernmentIdCase)
        outcome = judge_document(facts, case, material.spec.checks)
        pictures = await kept(services, material, await engine.document_pictures(pages, facts))
        decision = decision_of(outcome, facts, case, around.sighting)
        return msgspec.structs.replace(decision, country_code=facts.country_code, pictures=pictures)

    def recompute(self, verification: Verification, judgement: Judgement, settings: Settings) -> Outcome:
        """From stored facts and case."""
        facts = msgspec.convert(verification.facts, DocumentFacts)
        return judge_document(facts, msgspec.convert(judgement.case, GovernmentIdCase), settings)

    def sample(self, attempt: Attempt, today: date) -> dict[str, Any]:
        """The sandbox's person."""
        return {
            **NAME,
            "birthdate": BIRTHDATE,
            "expiration-date": f"{today.year + VALID_YEARS}-07-17",
            "issue-date": f"{today.year - VALID_YEARS}-07-17",
            "identification-number": "I1234562",
            "document-number": "I1234562",
            "id-class": attempt.id_class or "dl",
            "nationality": attempt.country,
            "sex": "Male",
            **ADDRESS,
        }
