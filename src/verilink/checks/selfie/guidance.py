"""What to tell a person before the camera, by the rules that will judge the picture.

A hint, never a verdict: it asks for a little more than the checks do, because a small picture is read less exactly.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from verilink.checks.faces import main_face
from verilink.checks.model import Config, Setting
from verilink.checks.registry import SELFIE
from verilink.checks.requirements import configured
from verilink.evidence.facts import FaceFacts, Glance

Word = Literal[
    "none",
    "several",
    "dark",
    "closer",
    "farther",
    "to-left",
    "to-right",
    "level",
    "center",
    "left",
    "right",
    "further",
    "back",
    "good",
]
# Degrees by which a small picture may be wrong, and mean luma likewise.
MARGIN: Final = 3.0
DARKER: Final = 15.0
# In parts of the picture's shorter side: the preview is a circle of that width.
SMALLEST: Final = 0.22
LARGEST: Final = 0.9
OFF_MIDDLE: Final = 0.2
# Of the wanted turn: less is no beginning, and the sentence that asks for the turn still stands.
BEGUN: Final = 0.4


@dataclass(frozen=True, slots=True)
class Advice:
    """``word``: what to say; ``near``: how much of it is done, 0 to 1, as far as it can be told."""

    word: Word
    near: float = 0.0


def advise(seen: Glance, asked: str, settings: Mapping[str, Setting]) -> Advice:
    """The most pressing thing to change for the pose ``asked``, or ``good``. ``settings``: the template's checks."""
    face = main_face(seen.faces)
    if face is None:
        return Advice("none")
    if _has_company(seen.faces, face, _options("selfie_multiple_faces_detection", settings)):
        return Advice("several")
    word = _light(face, settings) or _place(face, seen)
    return Advice(word) if word else _turn(face, asked, _options("selfie_pose_detection", settings))


def _options(check: str, settings: Mapping[str, Setting]) -> Config:
    return configured(SELFIE[check], settings)


def _has_company(faces: tuple[FaceFacts, ...], face: FaceFacts, options: Config) -> bool:
    most = face.box.width * face.box.height * options["max-other-face"]
    return any(other.box.width * other.box.height > most for other in faces if other is not face)


def _light(face: FaceFacts, settings: Mapping[str, Setting]) -> Word | None:
    least = _options("selfie_image_quality_detection", settings)["min-brightness"]
    return None if face.brightness >= least + DARKER else "dark"


def _place(face: FaceFacts, seen: Glance) -> Word | None:
    """Size and place. The person's left is on the right of a picture that is not mirrored."""
    short = min(seen.width, seen.height)
    size = max(face.box.width, 0.75 * face.box.height) / short  # a turned head is narrower, not farther
    if size < SMALLEST:
        return "closer"
    if size > LARGEST:
        return "farther"
    aside = (face.box.x + face.box.width / 2 - seen.width / 2) / short
    if abs(aside) > OFF_MIDDLE:
        return "to-left" if aside < 0 else "to-right"
    high = (face.box.y + face.box.height / 2 - seen.height / 2) / short
    return "level" if abs(high) > OFF_MIDDLE * 1.5 else None


def _turn(face: FaceFacts, asked: str, options: Config) -> Advice:
    if abs(face.pitch) > options["max-pitch"] - MARGIN:
        return Advice("level")
    if asked == "center":
        most = max(options["max-center-yaw"] - MARGIN, 1.0)
        return Advice("good", 1.0) if abs(face.yaw) <= most else Advice("center")
    turn = face.yaw if asked == "left" else -face.yaw
    if turn > options["max-turn"] - MARGIN:
        return Advice("back")
    near = _share(turn, options["min-turn"] + MARGIN)
    if near >= 1:
        return Advice("good", 1.0)
    return Advice("further" if near > BEGUN else ("left" if asked == "left" else "right"), near)


def _share(turn: float, wanted: float) -> float:
    """In tenths: a ring needs no more."""
    return 1.0 if turn >= wanted else max(0, int(10 * turn / max(wanted, 1.0))) / 10
