"""The outlines of documents in a picture: four corners each, or none when one document fills the frame.

Pure image processing. Candidates come from colour and edges (``outlines``); their sides are moved onto the strongest
edges nearby (``sides``). What is kept is edged all around, shaped like a card or page, and holds the text.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.outlines import propose_outlines
from verilink.evidence.documents.sides import Gradients, fit_sides, measure_gradients, measure_support
from verilink.evidence.documents.text_detection import Corners
from verilink.evidence.facts import Quad

_SIDE = 420  # pixels: long side the search runs at
_MIN_SHARE, _MAX_SHARE = 0.06, 0.97  # of the picture
_SLOPES = (1.15, 2.3)  # long side over short side of cards, pages and strips of pages
_LONGEST = 3.0  # the same before the sides are fitted
_REACH = 0.03  # of the picture's long side: how far a side is moved
_WHOLE = 0.85  # share of all text that one document must hold not to be one of several
_LIKE_SIZE, _CLEAR = 0.25, 1.05  # areas and edges of two documents beside one another
_EDGED, _EDGED_LEAST = 0.5, 0.25  # support of the sides: mean, and of the weakest one
_RIMS = 2  # sides that may lie along the picture's rim: with more, the document fills the frame
_BEYOND = 0.4  # of the picture: how far outside a corner may be
_ENOUGH, _ENOUGH_LEAST = 0.75, 0.55  # support beyond which an outline is hardly better
_EDGIER = 0.25  # what all of it counts: a line of text has less than the edge beyond it
_MARGIN = 4.0  # pixels a box of text may stand out
_TIGHTER, _SQUARE = 0.45, 1.5
_RIM_SUPPORT = 0.45  # what a side along the picture's rim counts
_FILLS = 0.02  # of the picture's long side: an outline this near all rims is the frame itself
_CORNERED = 0.025  # of the picture's long side: as near as this to its corner
_APART = 0.15  # overlap two documents may have, of the smaller one


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    quad: Corners
    score: float
    edged: float  # support of the sides, up to what is enough
    held: float  # share of all boxes of text
    texts: int


def find_documents(pixels: NDArray[np.uint8], boxes: list[Corners], zone: Corners | None = None) -> list[Corners]:
    """Corners (top-left, top-right, bottom-right, bottom-left) of every document on upright BGR ``pixels``.

    The first is the one that holds ``zone`` (any corners; a machine-readable zone), else the one with most text. None
    when a document fills the frame, or there is none.
    """
    scale = min(1.0, _SIDE / max(pixels.shape[:2]))
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    gradients = measure_gradients(lab)
    texts = np.array([box * scale for box in boxes], np.float32).reshape(-1, 4, 2)
    proposed = _distinct(propose_outlines(lab, cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), texts))
    ranked = sorted(_judge(proposed, gradients, texts), key=lambda one: -one.score)
    found = [(one.quad / scale).astype(np.float32) for one in _choose(ranked)]
    return found if zone is None else sorted(found, key=lambda quad: not _holds(quad, zone))


def _holds(quad: Corners, zone: Corners) -> bool:
    x, y = zone.reshape(-1, 2).mean(axis=0)
    return cv2.pointPolygonTest(quad, (float(x), float(y)), False) >= 0


def _distinct(quads: list[Corners]) -> list[Corners]:
    kept: list[Corners] = []
    for quad in quads:
        if all(np.abs(quad - other).max() > 4 for other in kept):
            kept.append(quad)
    return kept


def _judge(rough: list[Corners], gradients: Gradients, texts: Corners) -> list[_Candidate]:
    """Those of some quadrilaterals that may be documents, their sides fitted."""
    height, width = gradients.x.shape
    shaped = [quad for quad in rough if _is_worth_fitting(quad, width, height)]
    fitted = fit_sides(shaped, gradients, _REACH * max(height, width))
    plausible = [quad for quad in fitted if _is_plausible(quad, width, height)]
    supports = measure_support(plausible, gradients)
    judged = (_rate(quad, support, texts, width * height) for quad, support in zip(plausible, supports, strict=True))
    return [one for one in judged if one is not None]


def _is_worth_fitting(quad: Corners, width: int, height: int) -> bool:
    across, down = _lengths(quad)
    large = cv2.contourArea(quad) >= _MIN_SHARE / 2 * height * width
    return large and max(across, down) <= _LONGEST * min(across, down)


def _rate(quad: Corners, support: NDArray[np.float64], texts: Corners, area: int) -> _Candidate | None:
    rims = int(np.isnan(support).sum())
    support = np.nan_to_num(support, nan=_RIM_SUPPORT)
    if rims > _RIMS or support.mean() < _EDGED or support.min() < _EDGED_LEAST:
        return None
    inside = int(_are_inside(texts.reshape(-1, 2), quad).reshape(-1, 4).all(axis=1).sum())
    held = inside / max(len(texts), 1)
    share = float(np.sqrt(cv2.contourArea(quad) / area))
    # Of outlines around the same text the tighter one: a card may lie on a sheet of paper.
    mean, least = float(support.mean()), float(support.min())
    edged = min(mean, _ENOUGH) + min(least, _ENOUGH_LEAST)
    score = edged + _EDGIER * (mean + least) + held - _TIGHTER * share - _SQUARE * _skew(quad)
    return _Candidate(quad, score, edged, held, inside)


def _are_inside(points: Corners, quad: Corners) -> NDArray[np.bool_]:
    """Which points lie inside, or at most a few pixels outside: boxes of text have margins of their own."""
    along = np.roll(quad, -1, axis=0) - quad
    normal = np.stack([-along[:, 1], along[:, 0]], axis=1) / np.maximum(np.linalg.norm(along, axis=1), 1)[:, None]
    depth = ((points[:, None] - quad[None]) * normal[None]).sum(axis=2)
    return np.asarray((depth > -_MARGIN).all(axis=1))


def _is_plausible(quad: Corners, width: int, height: int) -> bool:
    size = np.array([width, height])
    if (quad < -_BEYOND * size).any() or (quad > (1 + _BEYOND) * size).any():
        return False
    if not _MIN_SHARE < cv2.contourArea(quad) / (height * width) < _MAX_SHARE or _fills(quad, width, height):
        return False
    across, down = _lengths(quad)
    slope = max(across, down) / max(min(across, down), 1.0)
    cut = bool(((quad < 2) | (quad > size - 3)).any())
    return (1.0 if cut else _SLOPES[0]) <= slope < _SLOPES[1] and _skew(quad) < 0.35


def _choose(ranked: list[_Candidate]) -> list[_Candidate]:
    """The best one, and others beside it that are as clearly documents: edged all around, of like size, with text."""
    if not ranked:
        return []
    whole = next((one for one in ranked if one.held >= _WHOLE), None)
    apart: list[_Candidate] = []
    for one in ranked:
        if one.texts and all(_overlap(one.quad, other.quad) < _APART and _is_alike(one, other) for other in apart):
            apart.append(one)
    separate = len(apart) > 1 and sum(one.held for one in apart) >= _WHOLE
    if separate and (whole is None or any(one is whole for one in apart)):
        return sorted(apart, key=lambda one: -one.held)
    return [] if whole is None else [whole]


def _is_alike(first: _Candidate, second: _Candidate) -> bool:
    areas = cv2.contourArea(first.quad), cv2.contourArea(second.quad)
    return min(areas) > _LIKE_SIZE * max(areas) and min(first.edged, second.edged) > _CLEAR


def _overlap(first: Corners, second: Corners) -> float:
    shared, _ = cv2.intersectConvexConvex(first, second)
    return float(shared / max(min(cv2.contourArea(first), cv2.contourArea(second)), 1.0))


def _lengths(quad: Corners) -> tuple[float, float]:
    across = float(np.linalg.norm(quad[0] - quad[1]) + np.linalg.norm(quad[3] - quad[2])) / 2
    down = float(np.linalg.norm(quad[0] - quad[3]) + np.linalg.norm(quad[1] - quad[2])) / 2
    return across, down


def _skew(quad: Corners) -> float:
    """How far the outline is from a parallelogram, in lengths of its long side."""
    return float(np.linalg.norm(quad[0] - quad[1] + quad[2] - quad[3])) / max(*_lengths(quad), 1.0)


def _fills(quad: Corners, width: int, height: int) -> bool:
    frame = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return bool(np.abs(quad - frame).max() < _FILLS * max(width, height))


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
    """How many corners are in the picture: half a percent away from its rim, or in a corner of the picture itself.

    A picture cut exactly to the document shows all of it; one that cuts the document off cuts across its sides.
    """
    margin, near = 0.005 * max(width, height), _CORNERED * max(width, height)
    size = np.array([width, height])
    inside = ((corners > margin) & (corners < size - margin)).all(axis=1)
    cornered = ((np.abs(corners) < near) | (np.abs(corners - size) < near)).all(axis=1)
    return int((inside | cornered).sum())


def as_quad(corners: Corners) -> Quad:
    """The fact that belongs to corners, in tenths of a pixel."""
    points = [(round(float(x), 1), round(float(y), 1)) for x, y in corners]
    return Quad(points=(points[0], points[1], points[2], points[3]))
