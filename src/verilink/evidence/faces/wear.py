"""What a face wears, from edges and colours of the aligned crop: no shipped model with a usable licence tells it.

Slopes of luma are taken over the face's own contrast, so light and distance drop out. Both figures are plain and
limited; how often they are wrong is printed by ``bench/evidence/score_faces.py --signals`` and stated in
``docs/explanation/liveness.md``.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from verilink.evidence.faces.align import Pixels

# Rows and columns of the 112 by 112 crop (eyes at row 52, mouth corners at row 92; see `align.TEMPLATE`).
_FACE: Final = np.s_[30:100, 30:82]
_BRIDGE: Final = np.s_[42:60, 50:62]
_TEMPLES: Final = (np.s_[44:58, 14:24], np.s_[44:58, 88:98])
_LIPS: Final = np.s_[82:102, 46:66]
_BESIDE_LIPS: Final = (np.s_[82:102, 26:38], np.s_[82:102, 74:86])
_CHIN: Final = np.s_[80:108, 36:76]
_NOSE: Final = np.s_[54:66, 44:68]
# One step of colour (CIE a*, b*) counts as this much slope; set where both find most masks.
_COLOUR: Final = 0.15
_FOLDS: Final = 1.2


class Wear(NamedTuple):
    """``glasses``: strongest level edge on the bridge of the nose and at the temples, where frames run. ``covering``:
    how unlike the nose the chin is in colour, less how clearly a line runs where the lips meet and not beside them,
    as the folds of a mask would. Above 0.5 on most masks and on 1 % of bare faces; a picture
    without colour stays below."""

    glasses: float
    covering: float


def measure(crop: Pixels) -> Wear:
    """Both figures of an aligned 112×112 BGR crop."""
    grey = cv2.GaussianBlur(cv2.cvtColor(crop, cv2.COLOR_BGR2GRAY), (0, 0), 0.9)
    slope = cv2.Sobel(grey, cv2.CV_32F, 0, 1) / np.float32(grey[_FACE].std() + 5)
    bridge = float(np.abs(slope[_BRIDGE]).mean(1).max())
    temples = sum(float(np.abs(slope[part].mean(1)).max()) for part in _TEMPLES)
    covering = _COLOUR * _colour_distance(crop) - _lip_line(np.abs(slope))
    return Wear(round((2 * bridge + temples) / 4, 3), round(covering, 3))


def _lip_line(slope: npt.NDArray[np.float32]) -> float:
    beside = (slope[_BESIDE_LIPS[0]].mean(1) + slope[_BESIDE_LIPS[1]].mean(1)) / 2
    return float((slope[_LIPS].mean(1) - _FOLDS * beside).max())


def _colour_distance(crop: Pixels) -> float:
    chin, nose = (cv2.cvtColor(np.ascontiguousarray(crop[part]), cv2.COLOR_BGR2LAB) for part in (_CHIN, _NOSE))
    apart = np.median(chin.reshape(-1, 3), 0) - np.median(nose.reshape(-1, 3), 0)
    return float(np.hypot(apart[1], apart[2]))
