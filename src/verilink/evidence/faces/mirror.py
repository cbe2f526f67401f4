"""Is one turned picture the other one in a mirror? One photo of a turned head would answer both turns that way.

Both pictures are brought to one position by the five points, with the surroundings in view: two sides of a head are
alike, but a room is not its own mirror image. What is compared is the normalised correlation, so light drops out.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from verilink.evidence.faces.align import SIDE, TEMPLATE, Floats, Pixels, fit_similarity

# The face fills a little less than half of the view, and stands a little above its middle.
_SCALE: Final = 0.45
_PLACES: Final[Floats] = (TEMPLATE - SIDE / 2) * _SCALE + np.array([SIDE / 2, SIDE / 2 - 6])
_PLAY: Final = 4  # pixels by which the points of the two may disagree


def view(pixels: Pixels, landmarks: Floats) -> Pixels:
    """The face and its surroundings, upright and of one size: grey (112, 112)."""
    smooth = cv2.GaussianBlur(pixels, (0, 0), 1)
    placed = cv2.warpAffine(
        smooth, fit_similarity(landmarks, _PLACES), (SIDE, SIDE), flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(cv2.GaussianBlur(cv2.cvtColor(placed, cv2.COLOR_BGR2GRAY), (0, 0), 1.5), np.uint8)


def likeness(one: Pixels, other: Pixels) -> float:
    """How much view ``one`` is like ``other`` in a mirror, -1..1; the best of small shifts."""
    mirrored = np.ascontiguousarray(other[_PLAY:-_PLAY, ::-1][:, _PLAY:-_PLAY])
    found = float(cv2.matchTemplate(one, mirrored, cv2.TM_CCOEFF_NORMED).max())
    return round(found, 4) if np.isfinite(found) else 0.0
