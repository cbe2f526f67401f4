"""Fields of a page's print by its captions, as words or as numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from verilink.evidence.documents.visual.addresses import find_home, split_address
from verilink.evidence.documents.visual.assign import Pair, assign
from verilink.evidence.documents.visual.classes import spell_classes
from verilink.evidence.documents.visual.marks import Item, Mark, find_marks
from verilink.evidence.documents.visual.more import extend_value
from verilink.evidence.documents.visual.names import split_full_name
from verilink.evidence.documents.visual.places import place_lines
from verilink.evidence.documents.visual.uncaptioned import guess
from verilink.evidence.documents.visual.values import Setting
from verilink.evidence.documents.visual_dates import count_orders
from verilink.evidence.facts import PageFacts, Reading, TextLine

_MONTH_FIRST = frozenset({"US", "PR", "GU", "VI", "AS", "MP", "FM", "PW", "MH"})
_BASE = 0.97  # of the recogniser's confidence, for a value on its caption's line
_FALL = 0.16  # of it for each unit of cost
_LEAST = 0.2


def read_print(
    page: PageFacts, today: date, country: str | None = None, *, numbered: bool = False
) -> dict[str, Reading]:
    """Captioned values of a page's text (Latin script), each with its confidence.

    ``country``: who issued it (ISO 3166-1 alpha-2). ``numbered``: a code states the document's number, so that a
    personal number in print is not taken for it.
    """
    lines = [line for line in page.text if "<<" not in line.text]
    places = place_lines(lines)
    setting = _settle(lines, today, country)
    marks, items = find_marks(lines, places)
    pairs = sorted(assign(marks, items, setting), key=lambda pair: pair.cost + 1 - pair.sure)
    found: dict[str, Reading] = {}
    for pair in pairs:
        for name, reading in _describe(pair, pairs, marks, items, lines):
            found.setdefault(name, reading)
    found |= {name: one for name, one in find_home(lines, places, country).items() if name not in found}
    found = drop_contradictions(_number(found, numbered=numbered))
    return found | guess(found, lines, today)


def find_lines(page: PageFacts, today: date, country: str | None, fields: frozenset[str]) -> list[TextLine]:
    """The lines of a page on which values of ``fields`` stand."""
    lines = [line for line in page.text if "<<" not in line.text]
    marks, items = find_marks(lines, place_lines(lines))
    pairs = assign(marks, items, _settle(lines, today, country))
    found: dict[int, TextLine] = {}
    for pair in sorted(pairs, key=lambda pair: pair.cost):
        if pair.mark.field in fields:
            texts = extend_value(pair, pairs, marks, items)[1]
            more = [line for line in lines if line.text.strip(" .,") in texts[1:]]
            found |= {id(line): line for line in (lines[pair.line], *more)}
    return list(found.values())


def _settle(lines: list[TextLine], today: date, country: str | None) -> Setting:
    """The order of digits in dates: the country's, unless days on the page are possible in the other alone."""
    counts = [count_orders(line.text) for line in lines]
    day_first, month_first = (sum(part) for part in zip(*counts, strict=True)) if counts else (0, 0)
    american = country in _MONTH_FIRST
    turned = month_first > day_first or (american and not day_first > month_first)
    return Setting(today, country, turned, country is not None or day_first != month_first)


def _describe(
    pair: Pair, pairs: list[Pair], marks: list[Mark], items: list[Item], lines: list[TextLine]
) -> Iterable[tuple[str, Reading]]:
    """The readings of one pair: a full name and an address are several fields."""
    value, used = extend_value(pair, pairs, marks, items)
    line = lines[pair.line]
    confidence = line.confidence * pair.mark.sure * pair.sure * max(_LEAST, _BASE - _FALL * pair.cost)
    for name, part in _parts(pair.mark.field, value, used):
        yield name, Reading(value=part, source="visual", confidence=round(confidence, 3), box=line.box)


def _parts(field: str, value: str, lines: list[str]) -> Iterable[tuple[str, str]]:
    if field == "name-full":
        return split_full_name(lines).items()
    if field == "address-street-1":
        return split_address(lines).items()
    if field == "vehicle-class":
        return ((field, spell_classes(value)),)
    return () if field == "other" else ((field, value),)


def _number(found: dict[str, Reading], *, numbered: bool) -> dict[str, Reading]:
    """A personal number is the document's number where no other is printed."""
    personal = found.pop("personal-number", None)
    if personal is None or numbered or "identification-number" in found:
        return found
    return found | {"identification-number": personal}


def drop_contradictions(found: dict[str, Reading]) -> dict[str, Reading]:
    """``found`` without the dates whose order is impossible: then they were assigned wrongly."""
    order = [name for name in ("birthdate", "issue-date", "expiration-date") if name in found]
    wrong = {
        name
        for at, first in enumerate(order)
        for second in order[at + 1 :]
        if found[first].value >= found[second].value
        for name in (first, second)
    }
    return {name: reading for name, reading in found.items() if name not in wrong}
