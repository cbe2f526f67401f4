"""Fingers over a document: patches of the colour of skin that come in over one of its sides and hide what is printed.

Pure measurement. How often it is wrong, and for which skin, is in ``docs/explanation/copies.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_WIDTH: Final = 240  # pixels of the document as it is looked at
_RIM: Final = 0.12  # of its width: what is looked at around it
_DEEP: Final = 0.035  # of its width a patch reaches in, at least
_SPAN: Final = 0.5  # of a side that one finger takes at most
_GROUND: Final = 0.5  # of the surroundings: as much of that colour is a table's
_LARGEST: Final = 0.35  # of the document: more is the document's own colour
_UNLIKE: Final = 14.0  # CIE76 from the document's commonest colour
_ENTERS: Final = 20  # pixels of that hue outside: fewer are no finger
_FINGER: Final = 0.09  # of the document that one patch takes at most
_COMPACT: Final = 0.78  # of its convex hull a finger fills: prints of a like colour are ragged
_LEAST: Final = 0.002  # of the document
_NEAR: Final = 1.6  # heights of a line of text between its end and what hides the rest

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Covering:
    """``share`` of the document under fingers, 0 to 1; ``lines`` of text that run into them."""

    share: float
    lines: int


def measure_covering(pixels: Pixels, outline: Corners, boxes: Sequence[Corners]) -> Covering | None:
    """What covers the document with corners ``outline`` on upright BGR ``pixels``; ``boxes`` of text on them.

    ``None`` where it cannot be told: the surroundings, or the document itself, have the colour of skin.
    """
    cut, matrix, inside = _cut(pixels, outline)
    smooth = cv2.GaussianBlur(cut, (0, 0), 1.2)
    hue = _find_hue(smooth)
    if (hue & ~inside).sum() < _ENTERS:
        return Covering(0.0, 0)
    skin = _keep_unlike(smooth, hue, inside)
    if skin[~inside].mean() > _GROUND or skin[inside].mean() > _LARGEST:
        return None
    cover = _coming_in(skin, inside)
    share = float(cover[inside].mean())
    share = share if share >= _LEAST else 0.0
    lines = 0 if share == 0 else sum(_is_cut_off(box, matrix, cover) for box in boxes)
    return Covering(round(share, 4), lines)


def _cut(pixels: Pixels, outline: Corners) -> tuple[Pixels, NDArray[np.float64], NDArray[np.bool_]]:
    """The document and its rim seen from above, the way from the picture to it, and where the document is."""
    lengths = [float(np.linalg.norm(outline[at] - outline[at - 3])) for at in range(4)]
    wide, tall = max(lengths[0], lengths[2]), max(lengths[1], lengths[3])
    width, height = _WIDTH, max(40, round(_WIDTH * tall / max(wide, 1.0)))
    rim = round(_RIM * width)
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) + rim
    # Every so many pixels: what is looked for is far larger than what that loses.
    step = max(1, int(wide / (2 * _WIDTH)))
    scale, small = 1 / step, np.ascontiguousarray(pixels[::step, ::step])
    matrix = cv2.getPerspectiveTransform((outline * scale).astype(np.float32), target)
    size = (width + 2 * rim, height + 2 * rim)
    cut = cv2.warpPerspective(small, matrix, size, borderMode=cv2.BORDER_CONSTANT)
    inside = np.zeros((size[1], size[0]), bool)
    inside[rim : rim + height, rim : rim + width] = True
    return np.asarray(cut, np.uint8), matrix @ np.diag([scale, scale, 1.0]), inside


def _find_hue(smooth: Pixels) -> NDArray[np.bool_]:
    """Where the hue is that of skin of any tone."""
    luma, red, blue = (channel.astype(np.int16) for channel in cv2.split(cv2.cvtColor(smooth, cv2.COLOR_BGR2YCrCb)))
    found = (luma > 38) & (red > 135) & (red < 182) & (blue > 78) & (blue < 126) & (red - blue > 12)
    return np.asarray(found, bool)


def _keep_unlike(smooth: Pixels, hue: NDArray[np.bool_], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Patches of that hue, not specks, that differ from the document's commonest colour."""
    lab = cv2.cvtColor(smooth.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    unlike = np.linalg.norm(lab - np.median(lab[inside], axis=0), axis=2) > _UNLIKE
    opened = cv2.morphologyEx((hue & unlike).astype(np.uint8), cv2.MORPH_OPEN, np.ones((7, 7), np.uint8))
    return np.asarray(opened, bool)


def _coming_in(skin: NDArray[np.bool_], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The patches that reach from outside well into the document over no more of a side than a finger takes."""
    count, labels = cv2.connectedComponents(skin.astype(np.uint8))
    cover = np.zeros_like(skin)
    rows, columns = np.where(inside)
    top, bottom, left, right = rows.min(), rows.max(), columns.min(), columns.max()
    for number in range(1, count):
        patch = labels == number
        within = patch & inside
        if not within.any() or (patch & ~inside).sum() < _ENTERS or within.sum() > _FINGER * inside.sum():
            continue
        across = [patch[top - 1], patch[bottom + 1], patch[:, left - 1], patch[:, right + 1]]
        sides = [bool(line.sum()) and line.sum() < _SPAN * len(line) for line in across]
        down, over = np.where(within)
        reach = (down.max() - top, bottom - down.min(), over.max() - left, right - over.min())
        deep = any(crossed and far > _DEEP * _WIDTH for crossed, far in zip(sides, reach, strict=True))
        if deep and _is_compact(patch) and not any(line.sum() >= _SPAN * len(line) for line in across):
            cover |= within
    return cover


def _is_compact(patch: NDArray[np.bool_]) -> bool:
    points = cv2.findNonZero(patch.astype(np.uint8))
    return bool(patch.sum() > _COMPACT * max(cv2.contourArea(cv2.convexHull(points)), 1.0))


def _is_cut_off(box: Corners, matrix: NDArray[np.float64], cover: NDArray[np.bool_]) -> bool:
    """Whether a line of text ends at what covers the document."""
    level = cv2.perspectiveTransform(box.reshape(-1, 1, 2).astype(np.float32), matrix).reshape(4, 2)
    (left, top), (right, bottom) = level.min(axis=0), level.max(axis=0)
    high = bottom - top
    more = _NEAR * high
    y0, y1 = max(0, int(top + 0.2 * high)), max(1, int(np.ceil(bottom - 0.2 * high)))
    x0, x1 = max(0, int(left - more)), max(1, int(np.ceil(right + more)))
    near = cover[y0:y1, x0:x1]
    return bool(near.size) and bool(near.any(axis=1).mean() > 0.6)
