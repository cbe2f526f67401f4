"""Lines of text as shapes: joining pieces, lengthening, and telling which lies below which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from verilink.evidence.documents.text_detection import Corners, side_lengths

_SAME_ROW = 0.55  # of a line's height: how far two pieces of one row may be apart across it
_WIDEST_GAP = 10.0  # line heights

Vector = tuple[float, float]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A straight line of text. ``corners`` as of ``detect_text``; lengths in pixels.

    ``start``, ``end``: middles of its left and right edges; ``direction``: unit vector along the text. Plain floats,
    because rows are compared with one another by the thousand.
    """

    corners: Corners
    length: float
    height: float
    start: Vector
    end: Vector
    direction: Vector

    @property
    def centre(self) -> Vector:
        """Middle of the four corners."""
        return (self.start[0] + self.end[0]) / 2, (self.start[1] + self.end[1]) / 2


def make_row(corners: Corners) -> Row:
    """A row of one box."""
    length, height = side_lengths(corners)
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners.tolist()
    start, end = ((ax + dx) / 2, (ay + dy) / 2), ((bx + cx) / 2, (by + cy) / 2)
    along = (end[0] - start[0], end[1] - start[1])
    size = max((along[0] ** 2 + along[1] ** 2) ** 0.5, 1e-6)
    return Row(corners, length, height, start, end, (along[0] / size, along[1] / size))


def _along(vector: Vector, axis: Vector) -> float:
    return vector[0] * axis[0] + vector[1] * axis[1]


def _across(vector: Vector, axis: Vector) -> float:
    return vector[1] * axis[0] - vector[0] * axis[1]


def _minus(first: Vector, second: Vector) -> Vector:
    return first[0] - second[0], first[1] - second[1]


def join_rows(rows: list[Row], gap: float = _WIDEST_GAP) -> list[Row]:
    """Join pieces that lie on one straight line, at most ``gap`` line heights apart; others stay as they are."""
    joined: list[Row] = []
    for row in sorted(rows, key=lambda row: row.centre[0]):
        partner = next((index for index, other in enumerate(joined) if _continues(other, row, gap)), None)
        if partner is None:
            joined.append(row)
        else:
            joined[partner] = _join(joined[partner], row)
    return joined


def _continues(left: Row, right: Row, gap: float) -> bool:
    height = min(left.height, right.height)
    if max(left.height, right.height) > 1.6 * height:
        return False
    axis = left.direction if left.length >= right.length else right.direction
    if abs(_across(_minus(right.centre, left.centre), axis)) > _SAME_ROW * height:
        return False
    return -0.6 * height < _along(_minus(right.start, left.end), axis) < gap * height


def _join(left: Row, right: Row) -> Row:
    corners = np.array([left.corners[0], right.corners[1], right.corners[2], left.corners[3]], np.float32)
    return make_row(corners)


def extend(row: Row, before: float, after: float) -> Row:
    """The row made longer by ``before`` pixels at its start and ``after`` at its end, along its own edges."""
    top_left, top_right, bottom_right, bottom_left = row.corners.astype(np.float64)
    top = (top_right - top_left) / max(float(np.linalg.norm(top_right - top_left)), 1e-6)
    bottom = (bottom_right - bottom_left) / max(float(np.linalg.norm(bottom_right - bottom_left)), 1e-6)
    corners = [top_left - before * top, top_right + after * top]
    corners += [bottom_right + after * bottom, bottom_left - before * bottom]
    return make_row(np.array(corners, np.float32))


def stretch_between(row: Row, other: Row) -> tuple[float, float]:
    """Where ``other`` begins and ends along ``row``, in pixels from the start of ``row``."""
    first, last = (_along(_minus(end, row.start), row.direction) for end in (other.start, other.end))
    return first, last


def place_beside(row: Row, other: Row) -> Row:
    """``row`` made as long as ``other``, which is above or below it, and parallel to it."""
    first, last = (min(max(end, 0.0), row.length) for end in stretch_between(row, other))
    along = (first + last) / 2
    spot = (row.start[0] + along * row.direction[0], row.start[1] + along * row.direction[1])
    across = _across(_minus(spot, other.centre), other.direction)
    moved = np.array([-other.direction[1] * across, other.direction[0] * across])
    return make_row((other.corners + moved).astype(np.float32))


def level(rows: list[Row]) -> list[Row]:
    """All rows extended to the farthest start and end any of them has: lines of a zone begin and end together."""
    axis = max(rows, key=lambda row: row.length).direction
    first = min(_along(row.start, axis) for row in rows)
    last = max(_along(row.end, axis) for row in rows)
    return [_reach(row, _along(row.start, axis) - first, last - _along(row.end, axis)) for row in rows]


def _reach(row: Row, before: float, after: float) -> Row:
    return extend(row, before, after) if max(before, after) > 0.8 * row.height else row


def stacked(upper: Row, lower: Row) -> bool:
    """Whether ``lower`` is the next line below ``upper``: parallel, overlapping, about one and a half lines down."""
    height = 0.5 * (upper.height + lower.height)
    axis = upper.direction if upper.length >= lower.length else lower.direction
    shift = _minus(lower.centre, upper.centre)
    if not 0.5 * height < _across(shift, axis) < 3.5 * height:
        return False
    overlap = 0.5 * (upper.length + lower.length) - abs(_along(shift, axis))
    parallel = abs(_along(upper.direction, lower.direction)) > 0.985
    return parallel and overlap > 0.5 * min(upper.length, lower.length)
