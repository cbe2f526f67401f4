"""One person or two."""

from __future__ import annotations

import base64

import cv2
import numpy as np
import pytest

from specimens import drawing, passport
from specimens import faces as people
from verilink.errors import BadRequest
from verilink.evidence.faces import OPERATING_POINT, compare_faces, detect_faces, similarity
from verilink.evidence.faces.embed import DIMENSIONS, decode, encode
from verilink.evidence.images import ImageRefused


def as_jpeg(pixels):
    return cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, 90])[1].tobytes()


def test_a_portrait_in_a_passport_matches_its_holder_and_nobody_else():
    page = passport.photo_of(passport.passport(face=people.astronaut()))
    own = compare_faces(page, as_jpeg(people.astronaut()))
    other = compare_faces(page, as_jpeg(people.hopper()))
    assert own.match
    assert own.similarity > 0.8
    assert not other.match
    assert other.similarity < 0.25
    assert own.threshold == OPERATING_POINT.threshold


@pytest.mark.parametrize("width", [60, 90, 140])
def test_a_small_grey_portrait_still_matches(width):
    tiny = cv2.cvtColor(drawing.portrait(people.hopper(), width, width * 9 // 7), cv2.COLOR_BGR2GRAY)
    page = np.full((700, 1100), 200, np.uint8)
    page[300 : 300 + tiny.shape[0], 100 : 100 + width] = tiny
    assert compare_faces(page, people.hopper()).match
    assert not compare_faces(page, people.astronaut()).match


def test_a_picture_without_a_face_matches_nothing():
    result = compare_faces(np.full((300, 300, 3), 128, np.uint8), people.hopper())
    assert result.similarity is None
    assert not result.match
    assert result.a is None
    assert result.b is not None


def test_comparison_is_symmetric_and_a_face_is_like_itself():
    a, b = detect_faces(people.astronaut())[0], detect_faces(people.hopper())[0]
    assert similarity(a, b) == similarity(b, a)
    assert similarity(a, a) == pytest.approx(1, abs=1e-5)


def test_bytes_that_are_no_picture_are_refused():
    with pytest.raises(ImageRefused):
        compare_faces(b"not a picture" * 2000, people.hopper())


def test_faces_without_or_with_foreign_embeddings_are_not_compared():
    import msgspec

    face = detect_faces(people.astronaut())[0]
    with pytest.raises(BadRequest):
        similarity(face, msgspec.structs.replace(face, embedding=None))
    with pytest.raises(BadRequest):
        similarity(face, msgspec.structs.replace(face, model="another@000000000000"))


def test_embeddings_survive_their_text_form_and_bad_text_is_refused():
    vector = np.random.default_rng(1).normal(size=DIMENSIONS).astype(np.float32)
    assert np.array_equal(decode(encode(vector)), vector)
    nan = np.full(DIMENSIONS, np.nan, np.float32)
    for text in ("", "***", base64.b64encode(b"123").decode(), encode(vector[:64]), encode(nan)):
        with pytest.raises(BadRequest):
            decode(text)


def test_the_person_in_the_middle_is_compared_not_a_larger_one_at_the_edge():
    group = np.full((900, 1400, 3), 150, np.uint8)
    group[100:800, 420:980] = cv2.resize(people.astronaut(), (560, 700))
    group[:, :330] = cv2.resize(people.hopper(), (720, 900))[:, 190:520]
    assert compare_faces(group, people.astronaut()).match
    assert not compare_faces(group, people.hopper()).match
