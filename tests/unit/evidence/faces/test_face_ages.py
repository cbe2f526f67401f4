"""How old a face looks: a coarse guess, made only where it is asked for."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from specimens import drawing, passport
from specimens import faces as people
from verilink.evidence.document import read_document
from verilink.evidence.faces import detect_faces
from verilink.evidence.faces.age import ESTIMATOR, estimate_age
from verilink.evidence.selfie import read_selfie


def guessed(pixels):
    (face,) = detect_faces(pixels, embed=False, ages=True)
    return face.age


def test_a_pilot_looks_young_and_an_admiral_old():
    assert 20 < guessed(people.astronaut()) < 45
    assert 60 < guessed(people.hopper()) <= 80


@pytest.mark.parametrize("degrees", [-25, 25])
@pytest.mark.parametrize("scale", [0.6, 1.6])
def test_size_and_tilt_of_the_picture_matter_little(degrees, scale):
    picture = people.hopper()
    middle = (picture.shape[1] / 2, picture.shape[0] / 2)
    turn = cv2.getRotationMatrix2D(middle, degrees, 1)
    turned = cv2.warpAffine(picture, turn, picture.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    resized = cv2.resize(turned, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    assert abs(guessed(resized) - guessed(picture)) < 12


def test_a_mirror_image_looks_just_as_old():
    picture = people.astronaut()
    (face,) = detect_faces(picture, embed=False)
    points = np.array(face.landmarks)
    mirrored = points[[1, 0, 2, 4, 3]] * (-1, 1) + (picture.shape[1] - 1, 0)
    assert abs(estimate_age(picture[:, ::-1].copy(), mirrored) - estimate_age(picture, points)) < 3


def test_nobodys_age_is_guessed_unasked():
    page = drawing.photo_of(passport.passport())
    silent = read_document(page, text=False)
    assert silent.portrait.age is None
    assert ESTIMATOR not in silent.models
    asked = read_document(page, text=False, ages=True)
    assert 0 < asked.portrait.age <= 80
    assert ESTIMATOR in asked.models
    frames = [("center", people.astronaut()), ("left", people.astronaut())]
    center, left = read_selfie(frames, order=["center", "left"], ages=True).frames
    assert center.faces[0].age is not None
    assert left.faces[0].age is None
    assert read_selfie(frames[:1], order=["center"]).frames[0].faces[0].age is None
