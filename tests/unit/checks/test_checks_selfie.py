"""Each check of selfies: when it passes, fails, and does not apply."""

from __future__ import annotations

from typing import Any

import pytest

from unit.checks.specimen_facts import QUALITY, SELFIE_CASE, changed, face, frame, selfie
from verilink.checks.case import SelfieCase
from verilink.checks.faces import MATCH
from verilink.checks.model import CheckResult
from verilink.checks.run import run_selfie
from verilink.checks.scores import percent, selfie_scores
from verilink.evidence.faces.compare import OPERATING_POINT
from verilink.evidence.facts import Box, SelfieFacts
from verilink.flow.node import CheckSetting

PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "not_applicable"
STRANGER = face(0.0, 1.0)
SMALL = changed(face(0.0, 1.0), box=Box(x=0, y=0, width=20, height=26))
CENTER_ONLY = SelfieFacts(frames=(frame("center"),), order=("center",))
CENTER_CASE = changed(SELFIE_CASE, order=("center",))


def judged(name: str, facts: SelfieFacts, case: SelfieCase, config: dict[str, Any] | None = None) -> CheckResult:
    (found,) = (one for one in run_selfie(facts, case, {name: CheckSetting(config=config or {})}) if one.name == name)
    return found


def case(**changes: Any) -> SelfieCase:
    return changed(SELFIE_CASE, **changes)


def left(**changes: Any) -> SelfieFacts:
    return selfie(left=frame("left", **changes))


def center(**changes: Any) -> SelfieFacts:
    return selfie(center=frame("center", **changes))


def low(*reasons: str) -> tuple[str, ...]:
    return ("low_liveness_confidence", *reasons)


AROUND = {"text-around-face": 1.0, "screen": 0.05}
HASTY = frame("left", captured_ms=1_100)

ROWS: list[tuple[str, SelfieFacts, SelfieCase, str, tuple[str, ...]]] = [
    ("selfie_id_comparison", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_id_comparison", selfie(), case(portrait=STRANGER), FAILED, ("face_mismatch",)),
    ("selfie_id_comparison", selfie(), case(portrait=None), FAILED, ("no_government_id",)),
    ("selfie_id_comparison", selfie(), case(
        portrait=changed(face(), embedding=None)), FAILED, ("no_government_id",)),
    ("selfie_id_comparison", selfie(), case(portrait=changed(face(), embedding="???")), FAILED, ("not_comparable",)),
    ("selfie_id_comparison", selfie(), case(portrait=changed(face(), model="other")), FAILED, ("not_comparable",)),
    ("selfie_id_comparison", center(faces=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_id_comparison", selfie(), case(compares_with_document=False), NOT_APPLICABLE, ("no_document_to_compare",)),
    ("selfie_account_comparison", selfie(), SELFIE_CASE, NOT_APPLICABLE, ("no_account_selfie_present",)),
    ("selfie_account_comparison", selfie(), case(account_selfie=face(1.0, 0.2)), PASSED, ()),
    ("selfie_account_comparison", selfie(), case(account_selfie=STRANGER), FAILED, ("face_mismatch",)),
    ("selfie_account_comparison", center(faces=()), case(account_selfie=face()), FAILED, ("missing_face",)),
    ("selfie_multiple_faces_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_multiple_faces_detection", left(faces=(face(), STRANGER)), SELFIE_CASE, FAILED, ("multiple_faces",)),
    ("selfie_multiple_faces_detection", left(faces=(face(), SMALL)), SELFIE_CASE, PASSED, ()),
    ("selfie_multiple_faces_detection", left(faces=(STRANGER,)), SELFIE_CASE, FAILED, ("different_people",)),
    ("selfie_multiple_faces_detection", left(faces=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_multiple_faces_detection", SelfieFacts(frames=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_pose_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_pose_detection", CENTER_ONLY, CENTER_CASE, PASSED, ()),
    ("selfie_pose_detection", CENTER_ONLY, SELFIE_CASE, FAILED, ("pose_missing",)),
    ("selfie_pose_detection", selfie(), case(order=()), FAILED, ("pose_missing",)),
    ("selfie_pose_detection", selfie(), case(order=("center", "right", "left")), FAILED, ("wrong_order",)),
    ("selfie_pose_detection", changed(selfie(), order=()), case(order=("center", "right", "left")),
     FAILED, ("wrong_order",)),
    ("selfie_pose_detection", changed(selfie(), order=("center", "right", "left")), SELFIE_CASE,
     FAILED, ("wrong_order",)),
    ("selfie_pose_detection", left(faces=(face(yaw=-28.0),)), SELFIE_CASE, FAILED, ("not_turned_left",)),
    ("selfie_pose_detection", left(faces=(face(yaw=10.0),)), SELFIE_CASE, FAILED, ("not_turned_left",)),
    ("selfie_pose_detection", left(faces=(face(yaw=85.0),)), SELFIE_CASE, FAILED, ("turned_too_far",)),
    ("selfie_pose_detection", left(faces=(face(yaw=float("nan")),)), SELFIE_CASE, FAILED, ("not_turned_left",)),
    ("selfie_pose_detection", selfie(right=frame("right", faces=(face(yaw=3.0),))), SELFIE_CASE,
     FAILED, ("not_turned_right",)),
    ("selfie_pose_detection", center(faces=(face(yaw=30.0),)), SELFIE_CASE, FAILED, ("not_centered",)),
    ("selfie_pose_detection", center(faces=(face(pitch=50.0),)), SELFIE_CASE, FAILED, ("not_level",)),
    ("selfie_pose_detection", left(error="truncated"), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_pose_repeat_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_pose_repeat_detection", CENTER_ONLY, CENTER_CASE, NOT_APPLICABLE, ("single_pose",)),
    ("selfie_pose_repeat_detection", CENTER_ONLY, SELFIE_CASE, FAILED, ("pose_missing",)),
    ("selfie_pose_repeat_detection", left(perceptual_hash="ffffffff00000003"), SELFIE_CASE,
     FAILED, ("identical_pictures",)),
    ("selfie_pose_repeat_detection", left(perceptual_hash=None), SELFIE_CASE, FAILED, ("identical_pictures",)),
    ("selfie_image_quality_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_image_quality_detection", left(faces=(face(brightness=10.0),)), SELFIE_CASE, FAILED, ("too_dark",)),
    ("selfie_image_quality_detection", left(faces=(face(brightness=250.0),)), SELFIE_CASE, FAILED, ("too_bright",)),
    ("selfie_image_quality_detection", left(faces=(face(size=9.0),)), SELFIE_CASE, FAILED, ("face_too_small",)),
    ("selfie_image_quality_detection", left(faces=(face(sharpness=2.0),)), SELFIE_CASE, FAILED, ("too_blurry",)),
    ("selfie_image_quality_detection", SelfieFacts(frames=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_portrait_quality_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_portrait_quality_detection", center(faces=(face(quality=0.1),)), SELFIE_CASE, FAILED, ("face_not_clear",)),
    ("selfie_glare_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_glare_detection", left(quality=changed(QUALITY, glare=0.5)), SELFIE_CASE, FAILED, ("too_much_glare",)),
    ("selfie_glare_detection", left(quality=None), SELFIE_CASE, FAILED, ("too_much_glare",)),
    ("selfie_liveness_detection", selfie(), SELFIE_CASE, PASSED, ()),
    ("selfie_liveness_detection", CENTER_ONLY, CENTER_CASE, NOT_APPLICABLE, ("no_active_challenge",)),
    ("selfie_liveness_detection", left(planar_residual=0.05), SELFIE_CASE, FAILED, low("flat_face")),
    ("selfie_liveness_detection", left(planar_residual=None), SELFIE_CASE, FAILED, low("flat_face")),
    ("selfie_liveness_detection", selfie(signals={"least-depth": 0.1}), SELFIE_CASE, FAILED, low("flat_face")),
    ("selfie_liveness_detection", selfie(signals={"least-depth": 0.45, "mirror-likeness": 0.97}), SELFIE_CASE,
     FAILED, low("mirrored_pictures")),
    ("selfie_liveness_detection", selfie(signals={}), SELFIE_CASE, FAILED, low("flat_face")),
    ("selfie_liveness_detection", left(captured_ms=900), SELFIE_CASE, PASSED, ()),
    ("selfie_liveness_detection", selfie(), case(order=("center", "right", "left")), FAILED, low("wrong_order")),
    ("selfie_liveness_detection", left(captured_ms=None), SELFIE_CASE, FAILED, low("times_missing")),
    ("selfie_liveness_detection", selfie(right=frame("right", captured_ms=1_200), left=HASTY),
     SELFIE_CASE, FAILED, low("too_fast")),
    ("selfie_liveness_detection", selfie(right=frame("right", captured_ms=900_000)), SELFIE_CASE,
     FAILED, low("too_slow")),
    ("selfie_liveness_detection", left(faces=(STRANGER,)), SELFIE_CASE,
     FAILED, low("not_turned_left", "different_people")),
    ("selfie_liveness_detection", left(perceptual_hash="ffffffff00000000"), SELFIE_CASE,
     FAILED, low("identical_pictures")),
    ("selfie_glasses_detection", center(faces=(face(glasses=1.1),)), SELFIE_CASE, PASSED, ()),
    ("selfie_glasses_detection", center(faces=(face(glasses=2.4),)), SELFIE_CASE, FAILED, ("glasses_worn",)),
    ("selfie_glasses_detection", center(faces=(face(glasses=float("nan")),)), SELFIE_CASE, FAILED, ("glasses_worn",)),
    ("selfie_glasses_detection", center(faces=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_glasses_detection", selfie(), SELFIE_CASE, NOT_APPLICABLE, ("not_measured",)),
    ("selfie_face_covering_detection", center(faces=(face(covering=-1.5),)), SELFIE_CASE, PASSED, ()),
    ("selfie_face_covering_detection", center(faces=(face(covering=1.4),)), SELFIE_CASE, FAILED, ("face_covered",)),
    ("selfie_face_covering_detection", center(faces=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_face_covering_detection", selfie(), SELFIE_CASE, NOT_APPLICABLE, ("not_measured",)),
    ("selfie_suspicious_entity_detection", selfie(signals=AROUND), SELFIE_CASE, PASSED, ()),
    ("selfie_suspicious_entity_detection", selfie(signals={**AROUND, "text-around-face": 5.0}), SELFIE_CASE,
     FAILED, ("document_around_face",)),
    ("selfie_suspicious_entity_detection", selfie(signals={**AROUND, "screen": 0.4}), SELFIE_CASE,
     FAILED, ("shown_on_screen",)),
    ("selfie_suspicious_entity_detection", selfie(), SELFIE_CASE, NOT_APPLICABLE, ("not_measured",)),
    ("selfie_suspicious_entity_detection", center(faces=()), SELFIE_CASE, FAILED, ("missing_face",)),
    ("selfie_voice_detection", selfie(), SELFIE_CASE, NOT_APPLICABLE, ("not_supported",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "facts", "around", "status", "reasons"), ROWS)
def test_a_check_gives_its_finding(
    name: str, facts: SelfieFacts, around: SelfieCase, status: str, reasons: tuple[str, ...]
) -> None:
    result = judged(name, facts, around)
    assert (result.status, result.reasons) == (status, reasons)


def test_only_the_pages_own_camera_may_be_allowed() -> None:
    camera = case(capture_methods=dict.fromkeys(("center", "left", "right"), "photo"))
    mixed = case(capture_methods={"center": "photo", "left": "upload", "right": "photo"})
    found = [
        judged("selfie_liveness_detection", selfie(), around, {"camera-only": True})
        for around in (camera, mixed, SELFIE_CASE)
    ]
    assert [one.reasons for one in found] == [(), low("not_from_camera"), low("not_from_camera")]
    assert found[1].metadata == {"capture-methods": ["photo", "upload"]}
    assert judged("selfie_liveness_detection", selfie(), mixed).status == PASSED


def test_times_may_be_needed() -> None:
    timeless = selfie(**{one: frame(one, captured_ms=None) for one in ("center", "left", "right")})
    assert judged("selfie_liveness_detection", timeless, SELFIE_CASE).status == PASSED
    needed = judged("selfie_liveness_detection", timeless, SELFIE_CASE, {"need-times": True})
    assert needed.reasons == low("times_missing")


def test_the_threshold_is_that_of_the_measured_operating_point() -> None:
    assert OPERATING_POINT.threshold == MATCH


def test_scores_are_percentages_with_the_threshold_in_the_middle() -> None:
    assert [percent(value) for value in (None, -1.0, 0.0, MATCH, 1.0)] == [None, 0.0, 0.0, 50.0, 100.0]
    scores = selfie_scores(selfie(), SELFIE_CASE)
    assert all(score is not None and score > 90 for score in scores.values())
    assert selfie_scores(CENTER_ONLY, case(portrait=None)) == {
        "document-similarity-score": None,
        "selfie-similarity-score-left": None,
        "selfie-similarity-score-right": None,
    }
