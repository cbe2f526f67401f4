"""Pages that do not lie flat: a line of text that runs along a wave, and the picture with the wave taken out.

A box around a bent line is tall, so that the line in it is small and crooked to a recogniser, and parts of the lines
above and below get into it. Where the ink of a long line lies tells the bend, which its neighbours share.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.rows import Row
from verilink.evidence.documents.text_detection import cut_line

Pixels = NDArray[np.uint8]
Curve = NDArray[np.float64]  # coefficients of a polynomial over -1..1 along a row: pixels across it

_DEGREE = 4
_WINDOWS = 32  # places along a row where the ink is weighed
_LOOKS = 5  # each nearer to the line than the one before
_NEAR = (0.5, 0.4, 0.33, 0.28, 0.25)  # of the row's height: how far from the line ink belongs to it
_LEAST = 0.12  # of the row's height: a line that strays less is straight
_FAR = 3.0  # row heights: how far above and below a row the picture is bent back


@dataclass(frozen=True, slots=True, eq=False)
class Bend:
    """How a row is bent. ``spread``: how far its ink is from the curve on average, in heights of the row."""

    row: Row
    curve: Curve
    spread: float


def measure_bend(pixels: Pixels, row: Row) -> Bend | None:
    """How far a row's ink strays from its axis, or ``None`` when it is straight or hardly has any ink."""
    strip = cut_line(pixels, row.corners)
    grey = cv2.cvtColor(strip, cv2.COLOR_BGR2GRAY)
    height, width = grey.shape
    ground = cv2.blur(cv2.dilate(grey, np.ones((height // 2 | 1, height // 2 | 1), np.uint8)), (height | 1, height | 1))
    ink = np.square(np.clip(ground.astype(np.float32) - grey, 0, None))
    cells = cv2.resize(ink, (_WINDOWS, height), interpolation=cv2.INTER_AREA).astype(np.float64)
    if width < 4 * height or cells.sum() <= 0:
        return None
    curve = _follow(cells, height)
    along = np.polyval(curve, np.linspace(-1, 1, _WINDOWS))
    if np.ptp(along) < _LEAST * height:
        return None
    away = np.abs(np.arange(height)[:, None] - (height - 1) / 2 - along[None])
    return Bend(row, curve, float((away * cells).sum() / cells.sum()) / height)


def _follow(cells: NDArray[np.float64], height: int) -> Curve:
    """A polynomial through the middle of the ink, window by window, ink far from it left out more and more."""
    places = np.linspace(-1, 1, _WINDOWS)
    down = np.arange(height)[:, None] - (height - 1) / 2
    curve = np.zeros(_DEGREE + 1)
    for look in range(_LOOKS):
        near = np.abs(down - np.polyval(curve, places)[None]) < _NEAR[look] * height
        weights = np.where(near, cells, 0.0)
        mass = weights.sum(axis=0)
        middles = (weights * down).sum(axis=0) / np.maximum(mass, 1e-9)
        curve = np.polyfit(places, middles, _DEGREE, w=np.sqrt(np.minimum(mass, np.median(mass))) + 1e-9)
    return np.asarray(curve, np.float64)


def flatten(pixels: Pixels, bend: Bend) -> Pixels:
    """The picture with everything at and near a bent row moved across it so that the row becomes straight."""
    row = bend.row
    height, width = pixels.shape[:2]
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    (ax, ay), (cx, cy) = row.direction, row.centre
    along = ((x - cx) * ax + (y - cy) * ay) / (row.length / 2)
    across = ((y - cy) * ax - (x - cx) * ay) / row.height
    moved = np.polyval(bend.curve, np.clip(along, -1, 1)) * np.clip(_FAR + 1 - np.abs(across), 0, 1)
    source = (x - moved * ay).astype(np.float32), (y + moved * ax).astype(np.float32)
    return np.asarray(cv2.remap(pixels, *source, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE), np.uint8)
