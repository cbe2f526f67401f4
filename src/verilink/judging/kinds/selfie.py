"""A face: measured, held against the document and against faces seen before, judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import msgspec

from verilink.checks.ages import asks_for_ages
from verilink.checks.case import SelfieCase
from verilink.checks.selfie.backgrounds import asks_for_backgrounds
from verilink.evidence.facts import SelfieFacts
from verilink.flow.outcomes import Attempt
from verilink.judging import cases, surroundings
from verilink.judging.backgrounds import without_background
from verilink.judging.engine import Engine
from verilink.judging.kinds.drawing import decision_of, kept, pages_of
from verilink.judging.record import Judgement, Outcome, Settings, as_stored, judge_selfie
from verilink.services import Services
from verilink.verifications.model import Decision, Verification

if TYPE_CHECKING:
    from verilink.judging.judge import Material


class Selfies:
    """Judges faces."""

    failing = "selfie_id_comparison"
    unprocessable = "selfie_image_quality_detection"

    async def judge(self, services: Services, material: Material, engine: Engine) -> Decision:
        """Measure the frames and judge them."""
        pages = await pages_of(services, material)
        order = [pose for pose in material.attempt.order if pose in pages]
        read = await engine.read_selfie(
            [(pose, pages[pose]) for pose in order],
            order=material.attempt.order,
            captured_ms=cases.captured_ms(material.files, order),
            ages=asks_for_ages(material.spec.checks),
            background=asks_for_backgrounds(material.spec.checks),
        )
        facts = as_stored(read, SelfieFacts)
        around = await surroundings.of_selfie(services, material, facts)
        facts = without_background(facts)
        case = as_stored(cases.selfie(material, around), SelfieCase)
        outcome = judge_selfie(facts, case, material.spec.checks)
        pictures = await kept(services, material, await engine.selfie_pictures(pages))
        return msgspec.structs.replace(decision_of(outcome, facts, case, around.sighting), pictures=pictures)

    def recompute(self, verification: Verification, judgement: Judgement, settings: Settings) -> Outcome:
        """From stored facts and case."""
        facts = msgspec.convert(verification.facts, SelfieFacts)
        return judge_selfie(facts, msgspec.convert(judgement.case, SelfieCase), settings)

    def sample(self, _attempt: Attempt, _today: date) -> dict[str, Any]:
        """Nothing is read from a face."""
        return {}
