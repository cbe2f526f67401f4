"""Finding faces in pictures of every size."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from specimens import faces as people
from verilink.evidence.faces import detect_faces
from verilink.evidence.faces.embed import decode


@pytest.mark.parametrize("person", [people.astronaut, people.hopper])
def test_a_portrait_shows_one_face_with_its_points_in_order(person):
    (face,) = detect_faces(person())
    right_eye, left_eye, nose, right_mouth, left_mouth = face.landmarks
    assert right_eye[0] < nose[0] < left_eye[0]
    assert right_mouth[0] < left_mouth[0]
    assert max(right_eye[1], left_eye[1]) < nose[1] < min(right_mouth[1], left_mouth[1])
    assert face.confidence > 0.9
    assert abs(face.yaw) < 10
    assert abs(face.roll) < 10
    assert face.quality > 0.9
    assert np.linalg.norm(decode(face.embedding)) == pytest.approx(1, abs=1e-5)
    assert face.model.startswith("sface@")


def test_the_embedding_can_be_left_out():
    (face,) = detect_faces(people.astronaut(), embed=False)
    assert face.embedding is None
    assert face.model is None


@pytest.mark.parametrize("height", [60, 120, 400, 1600, 3200])
def test_a_face_is_found_at_its_place_whatever_the_size_of_the_picture(height):
    portrait = people.astronaut()
    scale = height / portrait.shape[0]
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    (reference,) = detect_faces(portrait, embed=False)
    (face,) = detect_faces(cv2.resize(portrait, None, fx=scale, fy=scale, interpolation=method), embed=False)
    eyes = np.hypot(*np.subtract(reference.landmarks[0], reference.landmarks[1]))
    drift = np.abs(np.array(face.landmarks) / scale - np.array(reference.landmarks)).max()
    assert drift < 0.15 * eyes


def test_a_small_portrait_in_a_large_picture_is_found():
    page = np.full((3000, 4000, 3), 215, np.uint8)
    small = cv2.resize(people.hopper(), (160, 200), interpolation=cv2.INTER_AREA)
    page[1200:1400, 700:860] = small
    (face,) = detect_faces(page)
    assert 700 < face.box.x < 860
    assert 1200 < face.box.y < 1400


def test_faces_come_largest_first():
    large, small = people.astronaut(), cv2.resize(people.hopper(), (320, 400), interpolation=cv2.INTER_AREA)
    group = np.full((800, 1000, 3), 128, np.uint8)
    group[:, :640], group[200:600, 660:980] = large, small
    found = detect_faces(group, embed=False)
    assert len(found) == 2
    assert found[0].box.x < 640 < found[1].box.x
    assert found[0].size > found[1].size


def test_a_grey_picture_is_read_like_a_coloured_one():
    grey = cv2.cvtColor(people.astronaut(), cv2.COLOR_BGR2GRAY)
    assert len(detect_faces(grey, embed=False)) == 1


def test_what_shows_nobody_gives_no_face():
    rng = np.random.default_rng(5)
    noise = rng.integers(0, 256, (480, 640, 3), dtype=np.uint8)
    for picture in (noise, np.zeros((300, 300, 3), np.uint8), np.full((10, 400, 3), 90, np.uint8)):
        assert detect_faces(picture) == ()


def test_a_blurred_or_dark_face_has_less_quality():
    portrait = people.astronaut()
    (sharp,) = detect_faces(portrait, embed=False)
    (blurred,) = detect_faces(cv2.GaussianBlur(portrait, (0, 0), 9), embed=False)
    (dark,) = detect_faces((portrait * 0.12).astype(np.uint8), embed=False)
    assert blurred.sharpness < sharp.sharpness / 10
    assert blurred.quality < 0.5 < sharp.quality
    assert dark.brightness < 40
    assert dark.quality < 0.5
