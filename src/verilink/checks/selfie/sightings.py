"""Faces seen before on other accounts."""

from __future__ import annotations

from verilink.checks.case import SelfieCase
from verilink.checks.faces import center_face
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.checks.repeats import OPTIONS, named, relevant, same_face
from verilink.evidence.facts import SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]


def _repeat(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    if case.repeats is None:
        return not_applicable("not_searched")
    face = center_face(facts)
    if face is None or face.embedding is None:
        return failed("missing_face")
    found = [one for one in relevant(case.repeats, case.today, config) if same_face(one, config)]
    return failed_if(["face_on_another_account"] if found else [], named(found))


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="selfie_repeat_detection",
        category="fraud",
        tests="The face is on no other account's selfie (cosine of the embeddings, searched among all that passed).",
        inputs=("frames.center.faces", "case.repeats"),
        default="not_required",
        reasons=("face_on_another_account", "missing_face"),
        blocking=("not_searched",),
        options={**OPTIONS, "days": 36_500},
        judge=_repeat,
    ),
)
