"""The outline of the document in a picture: four corners, or nothing when the document fills the frame.

Pure image processing, and not exact (median overlap with the true outline .83 on simulated photographs): good for
cropping and for telling whether corners are cut off. Candidates must hold nearly all the text that was found.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.text_detection import Corners, order_corners
from verilink.evidence.facts import Quad

_SIDE = 500  # pixels: long side the search runs at
_MIN_SHARE = 0.12  # of the picture: smaller outlines are parts of a document
_MAX_SHARE = 0.97
_SLOPES = (1.15, 2.1)  # long side over short side of cards, pages and strips of pages
_HOLDS = 0.85  # share of text boxes whose centre must lie inside


def locate_document(pixels: NDArray[np.uint8], boxes: list[Corners]) -> Corners | None:
    """Corners (top-left, top-right, bottom-right, bottom-left) of the document on upright BGR ``pixels``."""
    scale = min(1.0, _SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    centres = [box.mean(axis=0) * scale for box in boxes]
    candidates = [quad for mask in _masks(small) for quad in _outline(mask)]
    fitting = [quad for quad in candidates if _is_fitting(quad, centres, small.shape[:2])]
    if not fitting:
        return None
    best = max(fitting, key=_rate)
    found: Corners = (best / scale).astype(np.float32)
    return found


def _masks(small: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    lab = cv2.cvtColor(small, cv2.COLOR_BGR2LAB).astype(np.float32)
    frame = np.concatenate(
        [lab[:6].reshape(-1, 3), lab[-6:].reshape(-1, 3), lab[:, :6].reshape(-1, 3), lab[:, -6:].reshape(-1, 3)]
    )
    distance = np.clip(np.linalg.norm(lab - np.median(frame, axis=0), axis=2), 0, 255).astype(np.uint8)
    _, unlike = cv2.threshold(cv2.GaussianBlur(distance, (5, 5), 0), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edges = cv2.Canny(cv2.GaussianBlur(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (5, 5), 0), 30, 90)
    kernel = np.ones((5, 5), np.uint8)
    return [
        cv2.morphologyEx(unlike, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)),
        cv2.morphologyEx(edges, cv2.MORPH_CLOSE, kernel),
        cv2.dilate(edges, kernel),
    ]


def _outline(mask: NDArray[np.uint8]) -> list[Corners]:
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    quads = []
    for outline in sorted(outlines, key=cv2.contourArea, reverse=True)[:3]:
        hull = cv2.convexHull(outline)
        for tolerance in (0.02, 0.04, 0.06):
            corners = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
            if len(corners) == 4:
                quads.append(order_corners(corners.reshape(4, 2).astype(np.float32)))
                break
    return quads


def _is_fitting(quad: Corners, centres: list[NDArray[np.float32]], shape: tuple[int, ...]) -> bool:
    share = cv2.contourArea(quad) / float(shape[0] * shape[1])
    if not _MIN_SHARE < share < _MAX_SHARE:
        return False
    across = float(np.linalg.norm(quad[0] - quad[1]) + np.linalg.norm(quad[3] - quad[2]))
    down = float(np.linalg.norm(quad[0] - quad[3]) + np.linalg.norm(quad[1] - quad[2]))
    slope = max(across, down) / max(min(across, down), 1.0)
    if not _SLOPES[0] < slope < _SLOPES[1]:
        return False
    inside = [cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0 for x, y in centres]
    return not inside or sum(inside) >= _HOLDS * len(inside)


def _rate(quad: Corners) -> float:
    """Area, less for outlines that are not nearly parallelograms."""
    skew = np.linalg.norm(quad[0] - quad[1] + quad[2] - quad[3])
    return float(cv2.contourArea(quad) * (1.0 - min(1.0, float(skew) / max(float(np.ptp(quad)), 1.0))))


def cut_document(pixels: NDArray[np.uint8], corners: Corners, *, at_most: int | None = None) -> NDArray[np.uint8]:
    """The document seen from straight above, as large as it is in the picture.

    ``at_most``: halve the picture first while the document is longer than twice this, which is cheaper to cut.
    """
    while at_most is not None and max(measure_document(corners)) > 2 * at_most:
        pixels = cv2.resize(pixels, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        corners = (corners / 2).astype(np.float32)
    width, height = measure_document(corners)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    cut: NDArray[np.uint8] = cv2.warpPerspective(pixels, matrix, (max(8, width), max(8, height)))
    return cut


def measure_document(corners: Corners) -> tuple[int, int]:
    """Width and height of the document in pixels (the longer of each pair of sides)."""
    width = max(np.linalg.norm(corners[0] - corners[1]), np.linalg.norm(corners[3] - corners[2]))
    height = max(np.linalg.norm(corners[0] - corners[3]), np.linalg.norm(corners[1] - corners[2]))
    return int(width), int(height)


def count_corners_inside(corners: Corners, width: int, height: int) -> int:
    """How many corners lie at least half a percent of the picture away from its edge."""
    margin = 0.005 * max(width, height)
    inside = (corners > margin) & (corners < np.array([width, height]) - margin)
    return int(inside.all(axis=1).sum())


def as_quad(corners: Corners) -> Quad:
    """The fact that belongs to corners, in tenths of a pixel."""
    points = [(round(float(x), 1), round(float(y), 1)) for x, y in corners]
    return Quad(points=(points[0], points[1], points[2], points[3]))
