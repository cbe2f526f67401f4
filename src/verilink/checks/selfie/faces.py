"""Whose face it is: one person in every pose, the one of the document, the one of the account."""

from __future__ import annotations

from verilink.checks.case import SelfieCase
from verilink.checks.faces import MATCH, center_face, main_face, similarity
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.evidence.facts import FaceFacts, FrameFacts, SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]


def person_problems(facts: SelfieFacts, config: Config) -> list[str]:
    """Reasons why the pictures do not show one and the same single person."""
    if not facts.frames or any(not frame.faces for frame in facts.frames):
        return ["missing_face"]
    reasons = ["multiple_faces"] if any(_has_company(frame, config["max-other-face"]) for frame in facts.frames) else []
    center = center_face(facts)
    if center is None:
        return [*reasons, "missing_face"]
    alike = [similarity(center, main_face(frame.faces)) for frame in facts.frames]
    same = all(one is not None and one >= config["min-similarity"] for one in alike)
    return reasons if same else [*reasons, "different_people"]


def _has_company(frame: FrameFacts, share: float) -> bool:
    """Whether a second face is so large that it is no passer-by. ``share``: of the main face's area."""
    areas = sorted((_area(face) for face in frame.faces), reverse=True)
    return len(areas) > 1 and not areas[1] <= areas[0] * share


def _area(face: FaceFacts) -> float:
    return face.box.width * face.box.height


def _one_person(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    return failed_if(person_problems(facts, config))


def _document(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    if not case.compares_with_document:
        return not_applicable("no_document_to_compare")
    if case.portrait is None or case.portrait.embedding is None:
        return failed("no_government_id")
    return _match(center_face(facts), case.portrait, config)


def _account(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    if case.account_selfie is None:
        return not_applicable("no_account_selfie_present")
    return _match(center_face(facts), case.account_selfie, config)


def _match(face: FaceFacts | None, other: FaceFacts, config: Config) -> Finding:
    if face is None:
        return failed("missing_face")
    likeness = similarity(face, other)
    if likeness is None:
        return failed("not_comparable")
    return failed_if([] if likeness >= config["min-similarity"] else ["face_mismatch"])


PERSON_OPTIONS: Config = {"min-similarity": MATCH, "max-other-face": 0.25}

DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="selfie_id_comparison",
        category="fraud",
        tests="The face is that of the document's portrait (cosine of the embeddings).",
        inputs=("frames.center.faces", "case.portrait"),
        default="required",
        reasons=("face_mismatch", "missing_face", "no_government_id", "not_comparable"),
        exempt=("no_document_to_compare",),
        options={"min-similarity": MATCH},
        judge=_document,
    ),
    CheckDefinition(
        name="selfie_account_comparison",
        category="fraud",
        tests="The face is that of the selfie kept with the account (cosine of the embeddings).",
        inputs=("frames.center.faces", "case.account-selfie"),
        default="not_required",
        reasons=("face_mismatch", "missing_face", "not_comparable"),
        exempt=("no_account_selfie_present",),
        options={"min-similarity": MATCH},
        judge=_account,
    ),
    CheckDefinition(
        name="selfie_multiple_faces_detection",
        category="fraud",
        tests="Every pose shows one person, and the same one.",
        inputs=("frames.*.faces",),
        default="required",
        reasons=("different_people", "missing_face", "multiple_faces"),
        options=PERSON_OPTIONS,
        judge=_one_person,
    ),
)
