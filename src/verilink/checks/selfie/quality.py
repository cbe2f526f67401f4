"""How well the face can be seen."""

from __future__ import annotations

from collections.abc import Callable

from verilink.checks.case import SelfieCase
from verilink.checks.faces import main_face
from verilink.checks.model import CheckDefinition, Config, Finding, failed_if
from verilink.evidence.facts import FaceFacts, FrameFacts, SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]


def _each(facts: SelfieFacts, problems: Callable[[FrameFacts, FaceFacts], list[str]]) -> Finding:
    reasons: list[str] = [] if facts.frames else ["missing_face"]
    for frame in facts.frames:
        face = main_face(frame.faces)
        reasons += ["missing_face"] if face is None or frame.error is not None else problems(frame, face)
    return failed_if(reasons)


def _image(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    def problems(_frame: FrameFacts, face: FaceFacts) -> list[str]:
        found = {
            "too_dark": not face.brightness >= config["min-brightness"],
            "too_bright": not face.brightness <= config["max-brightness"],
            "face_too_small": not face.size >= config["min-face-size"],
            "too_blurry": not face.sharpness >= config["min-sharpness"],
        }
        return [reason for reason, holds in found.items() if holds]

    return _each(facts, problems)


def _portrait(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    def problems(frame: FrameFacts, face: FaceFacts) -> list[str]:
        if frame.asked != "center":
            return []
        return [] if face.quality >= config["min-quality"] else ["face_not_clear"]

    return _each(facts, problems)


def _glare(facts: SelfieFacts, _case: SelfieCase, config: Config) -> Finding:
    def problems(frame: FrameFacts, _face: FaceFacts) -> list[str]:
        glare = frame.quality.glare if frame.quality is not None else 1.0
        return [] if glare <= config["max-glare"] else ["too_much_glare"]

    return _each(facts, problems)


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="selfie_image_quality_detection",
        category="user_action_required",
        tests="Every face is light, large and sharp enough (mean luma, pixels between the eyes, Laplacian variance).",
        inputs=("frames.*.faces",),
        default="required",
        reasons=("face_too_small", "missing_face", "too_blurry", "too_bright", "too_dark"),
        # The figures at which evidence.faces.quality has fallen to a tenth to a quarter of its best.
        options={"min-brightness": 30.0, "max-brightness": 240.0, "min-face-size": 20.0, "min-sharpness": 8.0},
        judge=_image,
    ),
    CheckDefinition(
        name="selfie_portrait_quality_detection",
        category="user_action_required",
        tests="The face that looks straight ahead is clear and in focus (figure from 0 to 1).",
        inputs=("frames.center.faces.quality",),
        default="not_required",
        reasons=("face_not_clear", "missing_face"),
        options={"min-quality": 0.3},
        judge=_portrait,
    ),
    CheckDefinition(
        name="selfie_glare_detection",
        category="user_action_required",
        tests="No disturbing part of the pictures is blown out.",
        inputs=("frames.*.quality.glare",),
        default="not_required",
        reasons=("missing_face", "too_much_glare"),
        options={"max-glare": 0.2},
        judge=_glare,
    ),
)
