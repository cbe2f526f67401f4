"""A paper: read, held against what the inquiry knows of the person, judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from verilink.checks.case import DocumentCase
from verilink.evidence.papers.facts import PaperFacts
from verilink.flow.outcomes import Attempt
from verilink.judging import cases, providers, surroundings
from verilink.judging.engine import Engine
from verilink.judging.kinds.drawing import decision_of, kept, pages_of
from verilink.judging.providers import Lookup
from verilink.judging.record import Judgement, Outcome, Settings, as_stored, judge_paper
from verilink.services import Services
from verilink.verifications.model import Decision, Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material


class Papers:
    """Judges papers."""

    failing = "document_extracted_properties_detection"
    unprocessable = "document_unprocessable_submission_detection"

    async def judge(self, services: Services, material: Material, engine: Engine) -> Decision:
        """Read the files and judge them."""
        pages = await pages_of(services, material)
        ordered: dict[str, bytes] = {page: pages[page] for page in material.attempt.order if page in pages}
        facts = as_stored(await engine.read_paper(ordered), PaperFacts)
        listed, near = await surroundings.of_paper(services, material, facts)
        known = {key: value for key, value in material.inquiry.values().items() if isinstance(value, str)}
        selfie = cases.passed_selfie(material)
        lines = tuple(line.text for sheet in facts.sheets for line in sheet.text)
        asked = Lookup(check="", fields=known, text=lines, face=selfie)
        given = DocumentCase(
            today=material.today,
            known=known,
            listed_images=listed,
            known_images=near,
            selfie=selfie,
            answers=await providers.ask("document", material.spec.checks, asked),
        )
        case = as_stored(given, DocumentCase)
        outcome = judge_paper(facts, case, material.spec.checks)
        pictures = await kept(services, material, await engine.paper_pictures(ordered, facts))
        return msgspec.structs.replace(decision_of(outcome, facts, case), pictures=pictures)

    def recompute(self, verification: Verification, judgement: Judgement, settings: Settings) -> Outcome:
        """From stored facts and case."""
        facts = msgspec.convert(verification.facts, PaperFacts)
        return judge_paper(facts, msgspec.convert(judgement.case, DocumentCase), settings)

    def sample(self, _attempt: Attempt, today: date) -> dict[str, Any]:
        """A bill of this month."""
        made = today.replace(day=1).isoformat()
        return {"document-type": "standard_utility_bill", "issue-date": made, "extraction-responses": []}
