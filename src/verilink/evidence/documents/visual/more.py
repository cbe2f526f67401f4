"""Values of several lines: what stands below the first, as large and as far left, and has no caption of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from verilink.evidence.documents.visual.assign import Pair
from verilink.evidence.documents.visual.captions import is_caption
from verilink.evidence.documents.visual.marks import Item, Mark
from verilink.evidence.documents.visual.places import Place, beside
from verilink.evidence.documents.visual.values import NAMES, Setting, accept

_MOST: Final = {"name-last": 2, "name-first": 2, "name-full": 3, "address-street-1": 3, "issuing-authority": 2}


def extend_value(
    pair: Pair, pairs: Sequence[Pair], marks: Sequence[Mark], items: Sequence[Item]
) -> tuple[str, list[str]]:
    """The whole value, and its lines."""
    most = _MOST.get(pair.mark.field, 1)
    lines, place = [pair.value], pair.place
    taken = {one.line for one in pairs}
    start = pair.place if pair.line != pair.mark.line else None
    while len(lines) < most:
        following = next((item for item in items if item.line not in taken and _follows(place, item, start)), None)
        if following is None or not _fits(pair.mark.field, following, marks):
            break
        lines.append(following.text.strip(" .,"))
        taken.add(following.line)
        place, start = following.place, start or following.place
    return " ".join(lines), lines


def _follows(place: Place, item: Item, start: Place | None) -> bool:
    """Directly below, of like height; level with the first line's beginning, or right of a caption on its line."""
    down = (item.place.top - place.bottom) / place.height
    if not -0.35 < down < 0.75 or item.place.middle <= place.middle + 0.5 * place.height:
        return False
    if not 0.75 < item.place.height / place.height < 1.35:
        return False
    if start is None:
        return place.left - 0.5 * place.height < item.place.left < place.left + 14 * place.height
    return abs(item.place.left - start.left) < 0.6 * place.height


def _fits(field: str, item: Item, marks: Sequence[Mark]) -> bool:
    owned = any((near := beside(mark.place, item.place)) is not None and near < 14 for mark in marks)
    if owned or is_caption(item.text):
        return False
    if field not in NAMES:
        return True
    return accept("name-last", item.text, Setting(date.max)) is not None
