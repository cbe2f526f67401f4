"""Selfies in several poses: a head that turns, a print that is turned, repeats and pictures that cannot be read."""

from __future__ import annotations

import cv2
import msgspec
import numpy as np
import pytest

from specimens import drawing, passport, video
from specimens import faces as people
from verilink.errors import BadRequest
from verilink.evidence.facts import SelfieFacts
from verilink.evidence.selfie import POSES, read_selfie


@pytest.fixture(scope="module", params=["astronaut", "hopper"])
def turning(request):
    face = getattr(people, request.param)()
    return dict(zip(POSES, video.poses(face, [0, video.TURN, -video.TURN]), strict=True))


def read(frames, order=POSES):
    return read_selfie([(pose, frames[pose]) for pose in order], order=order)


def test_a_head_that_turns_is_one_person_looking_three_ways(turning):
    facts = read(turning, ("center", "right", "left"))
    yaw = {frame.asked: frame.faces[0].yaw for frame in facts.frames}
    assert abs(yaw["center"]) < 10
    assert yaw["left"] > 20
    assert yaw["right"] < -20
    assert facts.order == ("center", "right", "left")
    assert facts.signals["least-similarity"] > 0.4
    assert facts.signals["least-residual"] > 0.2
    assert facts.signals["least-depth"] > 0.22
    assert facts.signals["least-hash-distance"] > 8
    assert all(frame.error is None and frame.quality is not None for frame in facts.frames)
    assert set(facts.models) == {"yunet", "sface", "ppocrv6-tiny-det"}
    assert facts.signals["text-around-face"] < 3


@pytest.mark.parametrize("person", [people.astronaut, people.hopper])
@pytest.mark.parametrize("degrees", [25, 45])
def test_a_print_that_is_turned_neither_turns_the_head_nor_leaves_parallax(person, degrees):
    face = person()
    angles = {"center": 0, "left": degrees, "right": -degrees}
    frames = {pose: video.scene(people.flat_turned(face, angle)) for pose, angle in angles.items()}
    facts = read(frames)
    assert all(abs(frame.faces[0].yaw) < 15 for frame in facts.frames)
    assert facts.signals["least-residual"] < 0.12
    assert facts.signals["least-depth"] < 0.2


def test_the_portrait_of_a_document_has_print_beside_it():
    page = drawing.photo_of(passport.passport(), size=video.SIZE, degrees=2)
    facts = read_selfie([("center", page)], order=["center"])
    assert facts.signals["text-around-face"] > 4


def test_the_same_picture_sent_for_every_pose_is_seen_as_repeated(turning):
    facts = read(dict.fromkeys(POSES, turning["center"]))
    assert facts.signals["least-hash-distance"] == 0
    assert facts.signals["least-residual"] == 0


def test_another_person_in_one_pose_is_unlike_the_centre():
    one, other = video.scene(people.astronaut()), video.scene(people.hopper())
    facts = read({"center": one, "left": one, "right": other})
    assert [frame.similarity_to_center > 0.345 for frame in facts.frames] == [True, True, False]


def test_files_are_decoded_and_what_they_say_is_kept(turning):
    data = cv2.imencode(".jpg", turning["center"])[1].tobytes()
    facts = read_selfie([("center", data)], order=["center"], captured_ms=[1200])
    (frame,) = facts.frames
    assert frame.metadata.format == "jpeg"
    assert (frame.width, frame.height) == video.SIZE
    assert frame.captured_ms == 1200
    assert frame.similarity_to_center == pytest.approx(1, abs=1e-5)


def test_an_unreadable_picture_is_a_frame_with_an_error_and_loses_nothing(turning):
    facts = read_selfie([("center", turning["center"]), ("left", b"GIF89a" + bytes(20_000))], order=POSES)
    assert facts.frames[0].error is None
    assert facts.frames[1].error is not None
    assert facts.frames[1].faces == ()


def test_without_a_face_in_the_centre_nothing_is_compared(turning):
    wall = np.full((720, 1280, 3), 140, np.uint8)
    facts = read({**turning, "center": wall})
    assert all(frame.similarity_to_center is None and frame.planar_residual is None for frame in facts.frames)
    assert "least-similarity" not in facts.signals


def test_facts_survive_json(turning):
    facts = read(turning)
    assert msgspec.json.decode(msgspec.json.encode(facts), type=SelfieFacts) == facts


def test_an_unknown_pose_or_missing_times_are_refused(turning):
    with pytest.raises(BadRequest):
        read_selfie([("up", turning["center"])], order=["center"])
    with pytest.raises(BadRequest):
        read_selfie([("center", turning["center"])], order=["center"], captured_ms=[1, 2])


def test_no_frames_are_no_facts():
    assert read_selfie([], order=()) == SelfieFacts(
        frames=(), models=read_selfie([], order=()).models, code_version=read_selfie([], order=()).code_version
    )
