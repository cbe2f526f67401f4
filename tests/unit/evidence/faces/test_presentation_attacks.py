"""Each attack that the page on liveness names, drawn, read by the real readers and judged by the real checks."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from specimens import faces as people
from specimens import video
from verilink.checks.case import SelfieCase
from verilink.checks.run import run_selfie
from verilink.evidence.faces import detect_faces
from verilink.evidence.selfie import read_selfie

ORDER = ("right", "center", "left")
ANGLES = {"center": 0.0, "left": video.TURN, "right": -video.TURN}
TIMES = [0, 2_500, 5_000]


@pytest.fixture(scope="module")
def live():
    """A person who turns their head: pose -> picture."""
    return dict(zip(ANGLES, video.poses(people.hopper(), list(ANGLES.values())), strict=True))


def judged(frames, *, asked=ORDER, times=TIMES):
    """Reasons of the liveness check for ``frames`` (pose -> picture), taken in the order of the mapping."""
    facts = read_selfie(list(frames.items()), order=asked, captured_ms=times)
    results = {each.name: each for each in run_selfie(facts, SelfieCase(order=asked), {})}
    return results["selfie_liveness_detection"].reasons


def in_order(looks):
    return {pose: looks[pose] for pose in ORDER}


def on_a_display(picture):
    """What a camera sees of a coarse display: dark lines between its rows and columns, slightly turned."""
    height, width = picture.shape[:2]
    lines = np.ones((height, width, 1), np.float32)
    lines[::3], lines[:, ::3] = 0.35, 0.35
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), 1.5, 1.0)
    seen = cv2.warpAffine((picture * lines).astype(np.uint8), turn, (width, height), borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.GaussianBlur(seen, (0, 0), 0.6), np.uint8)


def test_a_person_passes(live):
    assert judged(in_order(live)) == ()


@pytest.mark.parametrize("degrees", [25, 40, 55])
def test_a_flat_print_that_is_turned_is_told_from_a_head(degrees):
    face = people.hopper()
    angles = {"center": 0, "left": degrees, "right": -degrees}
    looks = {pose: video.scene(people.flat_turned(face, angle), seed=degrees) for pose, angle in angles.items()}
    assert "flat_face" in judged(in_order(looks))


def test_one_photo_for_every_pose_fails(live):
    again = {pose: video.scene(people.hopper(), seed=seed) for seed, pose in enumerate(ORDER)}
    assert {"identical_pictures", "not_turned_left", "not_turned_right"} <= set(judged(again))


def test_one_turned_photo_and_its_mirror_image_do_not_make_two_turns(live):
    mirrored = np.ascontiguousarray(live["left"][:, ::-1])
    assert detect_faces(mirrored, embed=False)[0].yaw < -18
    assert judged(in_order({**live, "right": mirrored})) == ("low_liveness_confidence", "mirrored_pictures")


@pytest.mark.parametrize("pose", ["left", "right"])
def test_another_person_in_one_pose_is_seen(live, pose):
    (other,) = video.poses(people.astronaut(), [ANGLES[pose]])
    assert "different_people" in judged(in_order({**live, pose: other}))


def test_a_frame_that_is_sent_again_is_seen_even_when_saved_anew(live):
    saved = cv2.imdecode(cv2.imencode(".jpg", live["left"], [cv2.IMWRITE_JPEG_QUALITY, 60])[1], cv2.IMREAD_COLOR)
    assert "identical_pictures" in judged(in_order({**live, "right": saved}))


def test_the_right_poses_in_another_order_fail(live):
    other = {pose: live[pose] for pose in ("center", "left", "right")}
    assert "wrong_order" in judged(other)
    swapped = {"right": live["left"], "center": live["center"], "left": live["right"]}
    assert {"not_turned_left", "not_turned_right"} <= set(judged(swapped))


def test_turns_faster_than_a_head_or_slower_than_the_limit_fail(live):
    assert "too_fast" in judged(in_order(live), times=[0, 200, 500])
    assert "too_slow" in judged(in_order(live), times=[0, 2_000, 600_000])


def test_a_replay_on_a_display_leaves_its_grid_and_answers_the_challenge(live):
    """What is recorded and what decides are two things: the geometry of a replayed head is that of a head."""
    shown = {pose: on_a_display(picture) for pose, picture in in_order(live).items()}
    facts = read_selfie(list(shown.items()), order=ORDER, captured_ms=TIMES)
    results = {each.name: each for each in run_selfie(facts, SelfieCase(order=ORDER), {})}
    assert facts.signals["screen"] > 0.15
    assert "shown_on_screen" in results["selfie_suspicious_entity_detection"].reasons
    assert results["selfie_liveness_detection"].status == "passed"
