"""Where the text is: PP-OCR's differentiable-binarisation detector and the boxes that follow from its map.

M. Liao et al., "Real-time Scene Text Detection with Differentiable Binarization", AAAI 2020; post-processing with
``minAreaRect`` and the paper's unclip offset (area x ratio / perimeter).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence import models

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]  # 4 x 2: top-left, top-right, bottom-right, bottom-left

_MEAN = np.array([0.485, 0.456, 0.406], np.float32) * 255
_STD = np.array([0.229, 0.224, 0.225], np.float32) * 255
_SHIFT, _FACTOR = -_MEAN[None, :, None, None], 1 / _STD[None, :, None, None]
_THRESHOLD = 0.3
_UNCLIP = 1.6
_LARGEST_ENLARGEMENT = 2.0


def detect_text(pixels: Pixels, side: int = 960, *, unclip: float = _UNCLIP) -> list[Corners]:
    """Quadrilaterals around lines of text, in pixels of ``pixels`` (BGR), in no order.

    ``side``: the long side the picture is brought to first (never enlarged more than twice). ``unclip``: the paper's
    ratio; boxes found in a small picture are taller already.
    """
    height, width = pixels.shape[:2]
    scale = min(side / max(height, width), _LARGEST_ENLARGEMENT)
    size = (max(32, round(width * scale / 32) * 32), max(32, round(height * scale / 32) * 32))
    network = models.session("ppocrv6-tiny-det")
    small = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    batch = (cv2.dnn.blobFromImage(small) + _SHIFT) * _FACTOR
    probability = network.run(None, {network.get_inputs()[0].name: batch})[0][0, 0]
    back = np.array([width / size[0], height / size[1]], np.float32)
    return [corners * back for corners in _trace(probability, unclip)]


def _trace(probability: NDArray[np.float32], unclip: float) -> list[Corners]:
    mask = cv2.dilate((probability > _THRESHOLD).astype(np.uint8), np.ones((2, 2), np.uint8))
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    found = (_grow(cv2.minAreaRect(outline), unclip) for outline in outlines)
    return [corners for corners in found if corners is not None]


def _grow(rectangle: tuple[tuple[float, float], tuple[float, float], float], unclip: float) -> Corners | None:
    centre, (along, across), angle = rectangle
    if min(along, across) < 3:
        return None
    offset = along * across * unclip / (2 * (along + across))
    grown = cv2.boxPoints((centre, (along + 2 * offset, across + 2 * offset), angle))
    return order_corners(np.asarray(grown, np.float32))


def order_corners(points: Corners) -> Corners:
    """Four points as top-left, top-right, bottom-right, bottom-left (for text within 45 degrees of level)."""
    by_x = points[np.argsort(points[:, 0])]
    left, right = by_x[:2], by_x[2:]
    left, right = left[np.argsort(left[:, 1])], right[np.argsort(right[:, 1])]
    return np.array([left[0], right[0], right[1], left[1]], np.float32)


def side_lengths(corners: Corners) -> tuple[float, float]:
    """Length along the text and across it, in pixels (the longer of each pair of sides)."""
    along = max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[3] - corners[2]))
    across = max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2]))
    return float(along), float(across)


def cut_line(pixels: Pixels, corners: Corners) -> Pixels:
    """The rectified strip inside ``corners``; turned a quarter when it is taller than it is long."""
    along, across = side_lengths(corners)
    width, height = max(2, int(along)), max(2, int(across))
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    strip = cv2.warpPerspective(
        pixels,
        cv2.getPerspectiveTransform(corners.astype(np.float32), target),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.rot90(strip) if height > 1.5 * width else strip
