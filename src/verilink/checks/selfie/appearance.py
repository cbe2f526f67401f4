"""What is on the face, and whether the picture is of a person or of a thing with a face on it."""

from __future__ import annotations

from typing import Literal

from verilink.checks.case import SelfieCase
from verilink.checks.faces import center_face
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.checks.selfie.measures import judge_measure
from verilink.evidence.facts import SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]


def _glasses(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    return _worn(facts, "glasses", config["max-glasses"], "glasses_worn")


def _covering(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    return _worn(facts, "covering", config["max-covering"], "face_covered")


def _worn(facts: SelfieFacts, measure: Literal["glasses", "covering"], most: float, reason: str) -> Finding:
    return judge_measure(
        facts, measure, lambda value: failed_if([reason] if not value <= most else [], {measure: value})
    )


def _entity(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    lines, screen = facts.signals.get("text-around-face"), facts.signals.get("screen")
    if center_face(facts) is None:
        return failed("missing_face")
    if lines is None or screen is None:
        return not_applicable("not_measured")
    found = {
        "document_around_face": not lines <= config["max-lines"],
        "shown_on_screen": not screen <= config["max-screen"],
    }
    return failed_if([reason for reason, holds in found.items() if holds], {"lines": lines, "screen": screen})


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="selfie_glasses_detection",
        category="user_action_required",
        tests=(
            "No glasses are worn, told from edges on the bridge of the nose and at the temples. Of 98 faces with "
            "glasses it finds half, and it sees some on 5 % of faces without; rimless ones are missed."
        ),
        inputs=("frames.center.faces.glasses",),
        reasons=("glasses_worn", "missing_face"),
        blocking=("not_measured",),
        options={"max-glasses": 2.0},
        judge=_glasses,
    ),
    CheckDefinition(
        name="selfie_face_covering_detection",
        category="user_action_required",
        tests=(
            "Nothing covers the mouth, told from colour and the line of the lips. It finds 9 of 10 plain masks and is "
            "wrong on 1 % of bare faces; without colour, and over the eyes, nothing is seen."
        ),
        inputs=("frames.center.faces.covering",),
        default="not_required",
        reasons=("face_covered", "missing_face"),
        blocking=("not_measured",),
        options={"max-covering": 0.5},
        judge=_covering,
    ),
    CheckDefinition(
        name="selfie_suspicious_entity_detection",
        category="fraud",
        tests=(
            "It is not a picture of a document or a display: few lines of print beside the face, and no grid of a "
            "display (strongest lone peak of the spectrum, 0 to 1)."
        ),
        inputs=("signals.text-around-face", "signals.screen"),
        default="not_required",
        reasons=("document_around_face", "missing_face", "shown_on_screen"),
        blocking=("not_measured",),
        # 65 of 68 pictures of documents have more than four lines, 1 of 549 of people does.
        # Why 0.15: docs/explanation/liveness.md.
        options={"max-lines": 4.0, "max-screen": 0.15},
        judge=_entity,
    ),
)
