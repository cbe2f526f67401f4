"""Which value belongs to which caption: the cheapest pairs first, each caption and each value once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verilink.evidence.documents.visual.marks import Item, Mark
from verilink.evidence.documents.visual.places import Place, below, beside, is_level
from verilink.evidence.documents.visual.values import DATES, Setting, accept

_FARTHEST_RIGHT = 14.0  # heights
_TYPED = DATES | {"sex", "height", "nationality"}
_CROSSED, _OWNED = 2.0, 1.2  # what it costs when another caption lies between, or beside the value


@dataclass(frozen=True, slots=True)
class Pair:
    """A caption and its value. ``line``: where the value stands; ``cost``: 0 on the same line, 1 where doubtful."""

    mark: Mark
    line: int
    place: Place
    value: str
    sure: float
    cost: float


def assign(marks: Sequence[Mark], items: Sequence[Item], setting: Setting) -> list[Pair]:
    """The pairs, the surest first; captions that are not read take their values too."""
    pairs = [pair for mark in marks if (pair := _on_line(mark, setting)) is not None]
    served = {id(pair.mark) for pair in pairs}
    free = [mark for mark in marks if id(mark) not in served]
    # A line that begins like a caption and has no value of that kind may be a value: "Dirección General …".
    items = [*items, *(Item(mark.line, mark.place, mark.whole) for mark in free if mark.whole)]
    upward = _is_upward(free, items, setting)
    offers = [pair for mark in free for pair in _offers(mark, marks, items, setting, upward=upward)]
    taken: set[int] = set()
    for pair in sorted(offers, key=lambda one: one.cost):
        if id(pair.mark) not in served and pair.line not in taken:
            served.add(id(pair.mark))
            taken.add(pair.line)
            pairs.append(pair)
    return pairs


def _on_line(mark: Mark, setting: Setting) -> Pair | None:
    rest = mark.rest.strip(" .:-/|")
    if not rest or mark.field == "other":
        return None
    found = accept(mark.field, rest, setting)
    return None if found is None else Pair(mark, mark.line, mark.place, found[0], found[1], 0.0)


def _offers(mark: Mark, marks: Sequence[Mark], items: Sequence[Item], setting: Setting, *, upward: bool) -> list[Pair]:
    offers = []
    for item in items:
        if item.line == mark.line:
            continue
        cost = _cost(mark, item, upward=upward)
        found = (
            ("", 0.8) if mark.field == "other" else accept(mark.field, item.text, setting) if cost is not None else None
        )
        if cost is None or found is None:
            continue
        cost += _crossing(mark, item, marks) + 2 * (1 - mark.sure) + (1 - found[1])
        offers.append(Pair(mark, item.line, item.place, found[0], found[1], cost))
    return offers


def _cost(mark: Mark, item: Item, *, upward: bool) -> float | None:
    right = beside(mark.place, item.place)
    if right is not None and right < _FARTHEST_RIGHT:
        return 0.1 + 0.1 * right + (0.15 if not mark.coded else 0.0)
    if mark.coded:
        return None
    down = below(item.place, mark.place) if upward else below(mark.place, item.place)
    return None if down is None else 0.15 + down


def _crossing(mark: Mark, item: Item, marks: Sequence[Mark]) -> float:
    """What other captions cost that lie between the two, or on the value's row left of it."""
    cost = 0.0
    same_row = is_level(mark.place, item.place)
    for other in marks:
        if other is mark or other.line == mark.line:
            continue
        if same_row:
            between = is_level(other.place, item.place) and mark.place.right <= other.place.left < item.place.left
            cost = max(cost, _CROSSED if between else 0.0)
            continue
        low, high = sorted((mark.place.middle, item.place.middle))
        across = other.place.left < item.place.right and other.place.right > item.place.left
        if across and low < other.place.middle < high and not is_level(other.place, item.place):
            cost = max(cost, _CROSSED)
        near = beside(other.place, item.place)
        if near is not None and near < 3 and not other.rest.strip():
            cost = max(cost, _OWNED)
    return cost


def _is_upward(marks: Sequence[Mark], items: Sequence[Item], setting: Setting) -> bool:
    """Whether values stand above their captions: told from those whose kind leaves no doubt."""
    up = down = 0.0
    for mark in marks:
        if mark.field not in _TYPED or mark.coded:
            continue
        for item in items:
            over, under = below(item.place, mark.place), below(mark.place, item.place)
            if (over is None and under is None) or accept(mark.field, item.text, setting) is None:
                continue
            up += 0.0 if over is None or over > 1.5 else 1 / (0.5 + over)
            down += 0.0 if under is None or under > 1.5 else 1 / (0.5 + under)
    return up > 1.3 * down
