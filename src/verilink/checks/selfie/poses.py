"""The active challenge: each pose that was asked for, in the order it was asked for, once."""

from __future__ import annotations

from itertools import combinations

from verilink.checks.case import SelfieCase
from verilink.checks.faces import hash_distance, main_face
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable
from verilink.evidence.facts import FrameFacts, SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]
# Up to about eight of 64 bits differ between two takes of one picture (evidence.images.hashing).
SAME_PICTURE = 8
OPTIONS: Config = {"max-center-yaw": 20.0, "min-turn": 18.0, "max-turn": 70.0, "max-pitch": 35.0}


def pose_problems(facts: SelfieFacts, case: SelfieCase, config: Config) -> list[str]:
    """Reasons why the pictures are not the poses of ``case.order``."""
    asked = tuple(frame.asked for frame in facts.frames)
    if not case.order or set(case.order) - set(asked):
        return ["pose_missing"]
    if asked != case.order or (facts.order and facts.order != case.order):
        return ["wrong_order"]
    return [reason for frame in facts.frames for reason in _frame_problems(frame, config)]


def _frame_problems(frame: FrameFacts, config: Config) -> list[str]:
    face = main_face(frame.faces)
    if frame.error is not None or face is None:
        return ["missing_face"]
    reasons = [] if abs(face.pitch) <= config["max-pitch"] else ["not_level"]
    if frame.asked == "center":
        return reasons + ([] if abs(face.yaw) <= config["max-center-yaw"] else ["not_centered"])
    turn = face.yaw if frame.asked == "left" else -face.yaw
    if turn > config["max-turn"]:
        return [*reasons, "turned_too_far"]
    return reasons + ([] if turn >= config["min-turn"] else [f"not_turned_{frame.asked}"])


def repeat_problems(facts: SelfieFacts, config: Config) -> list[str]:
    """Reasons why the pictures are not all different ones; a picture without a hash cannot be told apart."""
    hashes = [frame.perceptual_hash for frame in facts.frames]
    distances = [hash_distance(a, b) for a, b in combinations(hashes, 2)]
    alike = any(distance is None or not distance > config["max-distance"] for distance in distances)
    return ["identical_pictures"] if alike else []


def _poses(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    return failed_if(pose_problems(facts, case, config))


def _repeats(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    if len(case.order) == 1:
        return not_applicable("single_pose")
    if len(facts.frames) < 2:
        return failed("pose_missing")
    return failed_if(repeat_problems(facts, config))


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="selfie_pose_detection",
        category="user_action_required",
        tests="Every pose that was asked for is there, in the order it was asked for (degrees of turn).",
        inputs=("frames.*.faces", "order", "case.order"),
        default="required",
        reasons=(
            "missing_face",
            "not_centered",
            "not_level",
            "not_turned_left",
            "not_turned_right",
            "pose_missing",
            "turned_too_far",
            "wrong_order",
        ),
        options=OPTIONS,
        judge=_poses,
    ),
    CheckDefinition(
        name="selfie_pose_repeat_detection",
        category="fraud",
        tests="No two poses are the same picture (bits of 64 by which perceptual hashes differ).",
        inputs=("frames.*.perceptual-hash",),
        default="required",
        reasons=("identical_pictures", "pose_missing"),
        exempt=("single_pose",),
        options={"max-distance": float(SAME_PICTURE)},
        judge=_repeats,
    ),
)
