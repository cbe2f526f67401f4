"""The dark rim of a phone, tablet or monitor around what it shows.

Pure measurement. A rim is a dark band that is as wide at one end of a side as at the other, and beyond which the
picture goes on; a dark table has no such outer edge. How often this is wrong is in ``docs/explanation/copies.md``.
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

_SIDE: Final = 400  # pixels the search runs at
_LEVELS: Final = (45, 75)  # below which a pixel may be of a rim
_LEAST_SCREEN: Final = 0.12  # of the picture
_THIN, _THICK = 0.012, 0.16  # width of a rim, of the screen's shorter side
_UNEVEN: Final = 0.2  # how far a rim's edge may leave a straight line, of its width
_SAMPLES, _ENDS = 24, 0.14  # along a side, and what is left out at its rounded corners
_MARGIN, _WIDE = 0.88, 1.7  # of the screen the document takes at most, unless the screen is wider than any document

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float32]


def measure_bezel(pixels: Pixels, outline: Corners | None) -> float:
    """Share of the four sides, 0 to 1, along which a dark rim runs beside a screen that holds the document.

    BGR ``pixels`` of the whole upright picture; ``outline``: the document's corners in them, ``None`` when it fills the
    frame.
    """
    scale = min(1.0, _SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    blue, green, red = cv2.split(small)
    grey = cv2.GaussianBlur(cv2.max(cv2.max(blue, green), red), (0, 0), 0.8)
    inner = None if outline is None else (outline * scale).astype(np.float32)
    found = [_judge(screen, dark, inner) for dark in _masks(grey) for screen in _screens(dark)]
    return max(found, default=0.0)


def _masks(grey: Pixels) -> list[Pixels]:
    masks = [(grey < level).astype(np.uint8) for level in _LEVELS]
    return [np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))) for mask in masks]


def _screens(dark: Pixels) -> list[Corners]:
    """Corners of bright quadrilaterals that dark pixels surround."""
    outlines, hierarchy = cv2.findContours(dark, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    if hierarchy is None:
        return []
    holes = [
        hull for hull, (*_, parent) in zip(map(cv2.convexHull, outlines), hierarchy[0], strict=True) if parent >= 0
    ]
    large = [hull for hull in holes if cv2.contourArea(hull) > _LEAST_SCREEN * dark.size]
    found = (cv2.approxPolyDP(hull, 0.03 * cv2.arcLength(hull, True), True) for hull in large)
    return [quad.reshape(4, 2).astype(np.float32) for quad in found if len(quad) == 4]


def _judge(screen: Corners, dark: Pixels, document: Corners | None) -> float:
    if not _holds(screen, document):
        return 0.0
    short = min(np.linalg.norm(screen[0] - screen[1]), np.linalg.norm(screen[1] - screen[2]))
    centre = screen.mean(axis=0)
    sides = zip(screen, np.roll(screen, -1, axis=0), strict=True)
    return sum(_has_rim(start, end, centre, dark, float(short)) for start, end in sides) / 4


def _holds(screen: Corners, document: Corners | None) -> bool:
    """Whether the document lies on the screen and leaves some of it, or the screen is wider than documents are."""
    lengths = [float(np.linalg.norm(screen[at] - screen[(at + 1) % 4])) for at in range(4)]
    wide = max(lengths[0] + lengths[2], lengths[1] + lengths[3]) / max(
        min(lengths[0] + lengths[2], lengths[1] + lengths[3]), 1
    )
    if document is None:
        return wide > _WIDE
    shared, _ = cv2.intersectConvexConvex(cv2.convexHull(screen), cv2.convexHull(document))
    area, own = cv2.contourArea(screen), cv2.contourArea(document)
    inside = shared > 0.9 * own
    return bool(inside and own > 0.1 * area and (own < _MARGIN * area or wide > _WIDE))


def _has_rim(start: Corners, end: Corners, centre: Corners, dark: Pixels, short: float) -> bool:
    """Whether dark pixels run along a side in a band with a straight outer edge inside the picture."""
    along = (end - start) / max(float(np.linalg.norm(end - start)), 1.0)
    out = np.array([along[1], -along[0]])
    out = out if (start - centre) @ out > 0 else -out
    shares = np.linspace(_ENDS, 1 - _ENDS, _SAMPLES)
    widths = [_walk(start + share * (end - start), out, dark, 1.5 * _THICK * short) for share in shares]
    known = np.array([(share, width) for share, width in zip(shares, widths, strict=True) if width is not None])
    if len(known) < 0.85 * _SAMPLES:
        return False
    middle = float(np.median(known[:, 1]))
    if not _THIN * short < middle < _THICK * short:
        return False
    slope, level = np.polyfit(known[:, 0], known[:, 1], 1)
    away = np.abs(known[:, 1] - slope * known[:, 0] - level)
    return bool(np.percentile(away, 85) < max(1.2, _UNEVEN * middle) and abs(slope) < 1.2 * middle)


def _walk(spot: Corners, out: Corners, dark: Pixels, longest: float) -> float | None:
    """How far it is dark from ``spot`` outwards; ``None`` when the picture ends first, or the dark does not."""
    height, width = dark.shape
    began, step = None, -3.0
    while step < longest:
        x, y = (round(float(value)) for value in spot + step * out)
        if not (1 <= x < width - 1 and 1 <= y < height - 1):
            return None
        if dark[y, x] and began is None:
            began = step
        if began is not None and not dark[y, x]:
            return step - began
        step += 0.5
    return None
