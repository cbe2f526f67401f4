"""Finding stacked barcodes that lie askew.

The decoder reads a PDF417 symbol only when its rows are nearly level. A block of strong gradients that all point one
way is such a symbol; cutting it out level makes it readable.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]

_SIDE = 800  # pixels: long side of the picture the search runs on
_MOST = 3
_MARGIN = (30, 24)  # pixels at search scale around a block: its quiet zone
_ONE_WAY = 1.4  # gradient along rows over gradient across them: bars above, text below


@dataclass(frozen=True, slots=True, eq=False)
class Block:
    """``pixels``: the block cut out level; ``to_picture``: 2 x 3, from its pixels to the picture's."""

    pixels: Grey
    to_picture: NDArray[np.float64]


def find_blocks(grey: Grey) -> list[Block]:
    """Level cut-outs of the areas that look like bars, the largest first."""
    scale = min(1.0, _SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    outlines, _ = cv2.findContours(_dense(small), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = sorted(outlines, key=cv2.contourArea, reverse=True)[:_MOST]
    blocks = (_cut(grey, cv2.minAreaRect(outline), scale) for outline in largest)
    return [block for block in blocks if _is_barred(block.pixels)]


def _dense(small: Grey) -> Grey:
    smooth = cv2.blur(np.abs(cv2.Scharr(small, cv2.CV_32F, 1, 0)), (15, 15))
    # After that blur one place in sixteen tells as much as all of them.
    mask = (smooth > 0.5 * np.percentile(smooth[::4, ::4], 99)).astype(np.uint8)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((21, 21), np.uint8))
    opened: Grey = cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((15, 15), np.uint8))
    return opened


def _cut(grey: Grey, rectangle: tuple[tuple[float, float], tuple[float, float], float], scale: float) -> Block:
    (x, y), (along, across), angle = rectangle
    if along < across:
        along, across, angle = across, along, angle - 90
    if angle < -45:
        angle += 180
    width, height = (along + _MARGIN[0]) / scale, (across + _MARGIN[1]) / scale
    x, y = x / scale, y / scale
    matrix = cv2.getRotationMatrix2D((x, y), angle, 1.0)
    matrix[:, 2] += [width / 2 - x, height / 2 - y]
    size = (max(8, int(width)), max(8, int(height)))
    level = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    return Block(level, cv2.invertAffineTransform(matrix))


def _is_barred(level: Grey) -> bool:
    if min(level.shape) < 12:
        return False
    along = float(np.abs(cv2.Scharr(level, cv2.CV_32F, 1, 0)).mean())
    across = float(np.abs(cv2.Scharr(level, cv2.CV_32F, 0, 1)).mean())
    return along > _ONE_WAY * across or across > _ONE_WAY * along
