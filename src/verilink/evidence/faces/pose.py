"""Head pose from five points: which way the face looks, in degrees.

A rigid mean head is fitted to the points under weak perspective (DeMenthon & Davis 1995, first step of POSIT): the
2×3 matrix that takes the centred model to the centred points is solved by least squares and its nearest pair of
orthonormal rows (by SVD) is the upper part of the rotation. The model's units are interocular distances (pupil to
pupil, 63 mm in adults); x to the person's left, y down, z towards the camera.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from verilink.evidence.faces.align import TEMPLATE, Floats

# Depth of the points in interocular distances, 0 at the eyes.
NOSE_DEPTH: Final = 0.6
MOUTH_DEPTH: Final = 0.1
_UNIT: Final = float(TEMPLATE[1, 0] - TEMPLATE[0, 0])


def _mean_head() -> Floats:
    """Template positions made symmetric, in interocular distances, with the depths above."""
    mirrored = TEMPLATE[[1, 0, 2, 4, 3]] * (-1, 1)
    flat = (TEMPLATE - TEMPLATE.mean(0) + mirrored - mirrored.mean(0)) / 2 / _UNIT
    depth = np.array([0, 0, NOSE_DEPTH, MOUTH_DEPTH, MOUTH_DEPTH])
    head = np.column_stack([flat, depth])
    return np.asarray(head - head.mean(0), np.float64)


HEAD: Final[Floats] = _mean_head()
_SOLVE: Final[Floats] = np.asarray(np.linalg.pinv(HEAD), np.float64)


class Pose(NamedTuple):
    """Degrees. ``yaw``: positive when the person turns to their left; ``pitch``: positive when they look up; ``roll``:
    positive when the head is tilted clockwise as seen in the picture."""

    yaw: float
    pitch: float
    roll: float


def estimate(landmarks: Floats) -> Pose:
    """Pose of the face with these five points, (5, 2) pixels, y down. All points on one spot give zeros."""
    centred = landmarks - landmarks.mean(0)
    if not np.isfinite(centred).all() or float(np.abs(centred).max()) < 1e-9:
        return Pose(0.0, 0.0, 0.0)
    affine = (_SOLVE @ centred).T
    u, _, v = np.linalg.svd(affine, full_matrices=False)
    return _angles(np.asarray(u @ v))


def _angles(rows: Floats) -> Pose:
    """The first two rows of ``R = Rz(roll)·Ry(yaw)·Rx(pitch)`` to degrees."""
    third = np.cross(rows[0], rows[1])
    yaw = np.arctan2(-third[0], np.hypot(third[1], third[2]))
    pitch = np.arctan2(third[1], third[2])
    roll = np.arctan2(rows[1, 0], rows[0, 0])
    return Pose(*(round(float(np.degrees(angle)), 2) for angle in (yaw, pitch, roll)))
