"""Masks and frames drawn on real faces change the figures that are for them, and hardly the others."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from specimens.faces import Pixels, astronaut, hopper, landmarks
from verilink.evidence.faces import detect_faces


def masked(face: Pixels, colour: tuple[int, int, int]) -> Pixels:
    """A plain mask from the nose to the chin."""
    right_eye, left_eye, nose, *mouth = landmarks(face)
    across, down = left_eye - right_eye, np.mean(mouth, 0) - (left_eye + right_eye) / 2
    low = np.mean(mouth, 0) + 0.8 * down
    corners = [nose - 0.9 * across, nose - 0.15 * down, nose + 0.9 * across, low + 0.5 * across, low - 0.5 * across]
    worn = face.copy()
    cv2.fillConvexPoly(worn, np.array(corners, np.int32), colour, lineType=cv2.LINE_AA)
    return np.asarray(cv2.GaussianBlur(worn, (0, 0), 1), np.uint8)


def framed(face: Pixels) -> Pixels:
    """Dark spectacles: two rims, a bridge and the temples."""
    right_eye, left_eye = (point.astype(int) for point in landmarks(face)[:2])
    unit = int(left_eye[0] - right_eye[0])
    worn, thick = face.copy(), max(2, unit // 16)
    for eye, outwards in ((right_eye, -1), (left_eye, 1)):
        cv2.ellipse(worn, eye.tolist(), (int(0.36 * unit), int(0.28 * unit)), 0, 0, 360, (30, 25, 25), thick)
        start, end = (int(eye[0] + outwards * reach * unit) for reach in (0.36, 0.8))
        cv2.line(worn, (start, int(eye[1])), (end, int(eye[1]) - 4), (30, 25, 25), thick)
    bridge = [(int(right_eye[0] + 0.36 * unit), int(right_eye[1])), (int(left_eye[0] - 0.36 * unit), int(left_eye[1]))]
    cv2.line(worn, *bridge, (30, 25, 25), thick)
    return worn


@pytest.mark.parametrize("person", [astronaut, hopper])
@pytest.mark.parametrize("colour", [(205, 180, 140), (230, 230, 230), (40, 38, 36)])
def test_a_mask_is_unlike_the_nose_and_has_no_lips(person, colour):
    bare, covered = (detect_faces(picture, embed=False)[0] for picture in (person(), masked(person(), colour)))
    assert bare.covering < 0.5 < covered.covering


def test_frames_raise_the_figure_for_glasses_and_not_that_for_the_mouth():
    face = astronaut()
    bare, worn = (detect_faces(picture, embed=False)[0] for picture in (face, framed(face)))
    assert bare.glasses < 2.0 < worn.glasses
    assert worn.covering < 0.5
