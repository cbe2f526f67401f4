"""Candidates for the outline of a document, from what stands out against the rim of the picture and from edges."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.text_detection import Corners, order_corners

Pixels = NDArray[np.uint8]
Mask = NDArray[np.uint8]

_RIM = 6  # pixels of the reduced picture that count as background
_LEVELS = (2.5, 5.0)  # spreads of the rim's colour a pixel must be away from it
_OUTLINES = 5  # per mask
_LEAST = 0.04  # of the picture
_LINES = 4  # of text that tell how a document lies
_GAP = 0.06  # of the picture: an empty strip between two documents
_MARGINS = (0.03, 0.1, 0.18)  # of the text's width
_EDGES = ((20, 60), (50, 130))


def propose_outlines(lab: NDArray[np.float32], grey: Pixels, boxes: Corners) -> list[Corners]:
    """Quadrilaterals in pixels of the reduced picture, given as CIE Lab (float) and grey; some are nonsense.

    ``boxes``: corners of boxes of text (n x 4 x 2).
    """
    masks = [*_unlike_rim(lab), *_edged(grey)]
    return [quad for mask in masks for quad in _outline(mask)] + _around_text(boxes, max(grey.shape))


def _edged(grey: Pixels) -> list[Mask]:
    """Edges, thickened until gaps close."""
    smooth = cv2.medianBlur(grey, 5)
    weak, strong = (cv2.Canny(smooth, low, high) for low, high in _EDGES)
    return [
        cv2.morphologyEx(weak, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)),
        cv2.morphologyEx(strong, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)),
        cv2.dilate(weak, np.ones((3, 3), np.uint8)),
    ]


def _around_text(boxes: Corners, size: int) -> list[Corners]:
    """The rectangle around all text, turned as the text is, and larger ones around it: cards have margins.

    Where the text falls into two parts, the same around each.
    """
    if len(boxes) < _LINES:
        return []
    along = boxes[:, 1] - boxes[:, 0]
    angle = float(np.median(np.arctan2(along[:, 1], along[:, 0])))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    level = boxes @ turn
    groups = [level, *_split(level, _GAP * size)]
    return [
        order_corners((_frame(group, margin) @ turn.T).astype(np.float32)) for group in groups for margin in _MARGINS
    ]


def _frame(level: NDArray[np.float64], margin: float) -> NDArray[np.float64]:
    (left, top), (right, bottom) = level.reshape(-1, 2).min(axis=0), level.reshape(-1, 2).max(axis=0)
    more = margin * (right - left)
    left, top, right, bottom = left - more, top - more, right + more, bottom + more
    return np.array([(left, top), (right, top), (right, bottom), (left, bottom)])


def _split(level: NDArray[np.float64], least: float) -> list[NDArray[np.float64]]:
    """The boxes on either side of the widest empty strip across or down the picture, if it is wide enough."""
    best, parts = least, []
    for axis in (0, 1):
        low, high = level[:, :, axis].min(axis=1), level[:, :, axis].max(axis=1)
        order = np.argsort(low)
        reached = np.maximum.accumulate(high[order])
        gaps = low[order][1:] - reached[:-1]
        at = int(gaps.argmax())
        if gaps[at] > best and min(at + 1, len(level) - at - 1) >= 2:
            best, parts = float(gaps[at]), [level[order[: at + 1]], level[order[at + 1 :]]]
    return parts


def _unlike_rim(lab: NDArray[np.float32]) -> list[Mask]:
    """Where the colour differs from the rim's: by the best split, and by multiples of the rim's own spread.

    The rim is taken side by side as well: a shadow or a table's edge makes sides differ.
    """
    rims = [lab[:_RIM], lab[-_RIM:], lab[:, :_RIM], lab[:, -_RIM:]]
    everything = np.concatenate([rim.reshape(-1, 3) for rim in rims])
    colours = [np.median(part, axis=0) for part in (everything, *(rim.reshape(-1, 3) for rim in rims))]
    whole, *sides = _away(lab, colours)
    by_side = np.minimum.reduce(sides)
    masks = []
    for distance in (whole, by_side):
        smooth = cv2.GaussianBlur(distance, (0, 0), 1.5)
        edge = np.concatenate([smooth[:_RIM].ravel(), smooth[-_RIM:].ravel(), smooth[:, :_RIM].ravel()])
        spread = max(float(np.median(edge)), 1.5)
        scaled = np.clip(smooth, 0, 255).astype(np.uint8)
        split = cv2.threshold(scaled, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[1]
        masks += [_fill(split)] + [_fill((smooth > level * spread).astype(np.uint8) * 255) for level in _LEVELS]
    return masks


def _away(lab: NDArray[np.float32], colours: list[NDArray[np.float32]]) -> list[NDArray[np.float32]]:
    """How far every pixel is from each of some colours."""
    wanted = np.array(colours, np.float32)
    pixels = lab.reshape(-1, 3)
    products = wanted @ pixels.T
    own, theirs = np.square(pixels) @ np.ones(3, np.float32), np.square(wanted).sum(axis=1)
    squares = np.maximum(own[None] - 2 * products + theirs[:, None], 0)
    return [np.asarray(part, np.float32) for part in np.sqrt(squares).reshape(-1, *lab.shape[:2])]


def _fill(mask: Mask) -> Mask:
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    return np.asarray(cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)), np.uint8)


def _outline(mask: Mask) -> list[Corners]:
    outlines, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    least = _LEAST * mask.size
    hulls = [cv2.convexHull(outline) for outline in outlines if len(outline) > 3 and _spans(outline, least)]
    large = sorted((hull for hull in hulls if cv2.contourArea(hull) > least), key=cv2.contourArea)
    quads = [_enclose(hull) for hull in large[::-1][:_OUTLINES]]
    return [quad for quad in quads if quad is not None]


def _spans(outline: NDArray[np.int32], least: float) -> bool:
    """Whether the upright rectangle around an outline, which is quicker had than its hull, is large enough."""
    _, _, width, height = cv2.boundingRect(outline)
    return bool(width * height > least)


def _enclose(hull: NDArray[np.int32]) -> Corners | None:
    """The hull with sides left out until four are left, each time the one whose absence adds the least area."""
    rough = cv2.approxPolyDP(hull, 0.006 * cv2.arcLength(hull, True), True).reshape(-1, 2).astype(np.float64)
    corners = list(rough)
    while len(corners) > 4:
        best = min(range(len(corners)), key=lambda at: _added(corners, at)[0])
        added, corner = _added(corners, best)
        if corner is None or added == np.inf:
            return None
        after = (best + 1) % len(corners)
        corners[best] = corner
        del corners[after]
    return order_corners(np.array(corners, np.float32)) if len(corners) == 4 else None


def _added(corners: list[NDArray[np.float64]], at: int) -> tuple[float, NDArray[np.float64] | None]:
    """Area added, and the corner that comes about, when the side from ``at`` to the next one is left out."""
    count = len(corners)
    before, start, end, behind = (corners[(at + step) % count] for step in (-1, 0, 1, 2))
    first, second = start - before, end - behind
    cross = first[0] * second[1] - first[1] * second[0]
    if abs(cross) < 1e-6:
        return np.inf, None
    gap = behind - before
    share = (gap[0] * second[1] - gap[1] * second[0]) / cross
    corner = before + share * first
    other = ((corner - behind) @ second) / max(float(second @ second), 1e-9)
    if share < 1 or other < 1:
        return np.inf, None
    area = abs((start[0] - corner[0]) * (end[1] - corner[1]) - (start[1] - corner[1]) * (end[0] - corner[0])) / 2
    return float(area), corner
