"""Where lines of text lie to one another, on a page whose lines may all be askew by some degrees."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from verilink.evidence.facts import Quad, TextLine


@dataclass(frozen=True, slots=True)
class Place:
    """A line's rectangle on the page turned level; x to the right, y down."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        """At least one pixel."""
        return max(self.bottom - self.top, 1.0)

    @property
    def middle(self) -> float:
        """Of top and bottom."""
        return (self.top + self.bottom) / 2

    def part(self, start: float, end: float) -> Place:
        """From ``start`` to ``end`` of its length (0..1)."""
        wide = self.right - self.left
        return Place(self.left + start * wide, self.left + end * wide, self.top, self.bottom)


def place_lines(lines: Sequence[TextLine]) -> list[Place]:
    """The place of every line; the page's slope is that of its longer lines."""
    slopes = [_slope(line.box) for line in lines if len(line.text) >= 6]
    angle = median(slopes) if slopes else 0.0
    cosine, sine = math.cos(angle), math.sin(angle)
    return [_place(line.box, cosine, sine) for line in lines]


def _slope(box: Quad) -> float:
    (ax, ay), (bx, by), *_ = box.points
    return math.atan2(by - ay, bx - ax)


def _place(box: Quad, cosine: float, sine: float) -> Place:
    level = [(x * cosine + y * sine, y * cosine - x * sine) for x, y in box.points]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = level
    return Place((ax + dx) / 2, (bx + cx) / 2, (ay + by) / 2, (cy + dy) / 2)


def is_level(here: Place, there: Place) -> bool:
    """Whether two lie on one row."""
    return abs(here.middle - there.middle) < 0.6 * max(here.height, there.height)


def beside(here: Place, there: Place) -> float | None:
    """How far right of ``here`` on its row, in heights of the taller; ``None`` when it does not lie there."""
    tall = max(here.height, there.height)
    if not is_level(here, there) or there.left < here.right - 0.6 * tall:
        return None
    return max(0.0, (there.left - here.right) / tall)


def below(here: Place, there: Place) -> float | None:
    """How far below ``here`` in heights of the taller, its indent counted too; ``None`` when it does not lie there."""
    tall = max(here.height, there.height)
    down = (there.top - here.bottom) / tall
    if not -0.6 < down < 3.0 or there.middle <= here.middle or is_level(here, there):
        return None
    if there.left > here.right or there.right < here.left - tall:
        return None
    return max(0.0, down) + abs(there.left - here.left) / (6 * tall)
