"""Lines of text as shapes: joining pieces, lengthening, and telling which lies below which."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.text_detection import Corners, side_lengths

_SAME_ROW = 0.55  # of a line's height: how far two pieces of one row may be apart across it
_WIDEST_GAP = 10.0  # line heights: a stamp or glare may hide this much of a row


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A straight line of text. ``corners`` as of ``detect_text``; ``length`` and ``height`` in pixels."""

    corners: Corners
    length: float
    height: float

    @property
    def centre(self) -> NDArray[np.float32]:
        """Middle of the four corners."""
        middle: NDArray[np.float32] = self.corners.mean(axis=0)
        return middle

    @property
    def direction(self) -> NDArray[np.float64]:
        """Unit vector along the text."""
        along = (self.corners[1] + self.corners[2] - self.corners[0] - self.corners[3]).astype(np.float64)
        unit: NDArray[np.float64] = along / max(float(np.linalg.norm(along)), 1e-6)
        return unit


def make_row(corners: Corners) -> Row:
    """A row of one box."""
    length, height = side_lengths(corners)
    return Row(corners, length, height)


def join_rows(rows: list[Row], gap: float = _WIDEST_GAP) -> list[Row]:
    """Join pieces that lie on one straight line, at most ``gap`` line heights apart; others stay as they are."""
    ordered = sorted(rows, key=lambda row: float(row.centre[0]))
    joined: list[Row] = []
    for row in ordered:
        partner = next((other for other in joined if _continues(other, row, gap)), None)
        if partner is None:
            joined.append(row)
        else:
            joined[joined.index(partner)] = _join(partner, row)
    return joined


def _continues(left: Row, right: Row, gap: float) -> bool:
    height = min(left.height, right.height)
    if max(left.height, right.height) > 1.6 * height:
        return False
    longer = left if left.length >= right.length else right
    across = np.array([-longer.direction[1], longer.direction[0]])
    if abs(float((right.centre - left.centre) @ across)) > _SAME_ROW * height:
        return False
    between = float((right.corners[[0, 3]].mean(axis=0) - left.corners[[1, 2]].mean(axis=0)) @ longer.direction)
    return -0.6 * height < between < gap * height


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


def level(rows: list[Row]) -> list[Row]:
    """All rows extended to the farthest start and end any of them has: lines of a zone begin and end together."""
    axis = max(rows, key=lambda row: row.length).direction
    starts = [float(row.corners[[0, 3]].mean(axis=0) @ axis) for row in rows]
    ends = [float(row.corners[[1, 2]].mean(axis=0) @ axis) for row in rows]
    return [
        extend(row, start - min(starts), max(ends) - end)
        if _is_short(row, start - min(starts), max(ends) - end)
        else row
        for row, start, end in zip(rows, starts, ends, strict=True)
    ]


def _is_short(row: Row, before: float, after: float) -> bool:
    return max(before, after) > 0.8 * row.height


def stacked(upper: Row, lower: Row) -> bool:
    """Whether ``lower`` is the next line below ``upper``: parallel, overlapping, about one and a half lines down."""
    height = 0.5 * (upper.height + lower.height)
    axis = upper.direction if upper.length >= lower.length else lower.direction
    shift = (lower.centre - upper.centre).astype(np.float64)
    down = float(shift @ np.array([-axis[1], axis[0]]))
    if not 0.5 * height < down < 3.5 * height:
        return False
    overlap = 0.5 * (upper.length + lower.length) - abs(float(shift @ axis))
    parallel = abs(float(upper.direction @ lower.direction)) > 0.985
    return parallel and overlap > 0.5 * min(upper.length, lower.length)
