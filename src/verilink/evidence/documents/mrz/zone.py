"""Rows that together make up a machine-readable zone, and how well they do."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from verilink.evidence.documents.lines import ReadRow
from verilink.evidence.documents.mrz.alignment import Aligned, Scores, align, penalties
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.countries import known_codes
from verilink.evidence.documents.mrz.events import Event, estimate_length, find_events
from verilink.evidence.documents.mrz.layouts import LAYOUTS, Layout
from verilink.evidence.documents.mrz.solve import Solved, solve
from verilink.evidence.documents.rows import Row, place_beside, stacked

_WIDTHS = (30, 36, 44)
_REGULAR = 0.7  # characters a line may be longer or shorter by its pitch
_EXCESS = 1.5  # characters of other text that are worth cutting off
_FITTING = 0.35  # nats per column
_LICENCE = re.compile(r"[D0O][1IL][A-Z0-9<]{3}")
_SWISS = re.compile(r"FA(CHE|[LI1]{2}E)")
_OTHERS = {"EDLFRA": "FRA", "EDLNLD": "NLD"}
_PASSPORT = re.compile(r"P[<A-Z][A-Z<0]{3}")


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """A row with its glyphs. ``length``: characters by pitch; ``steps``: time steps of the recogniser."""

    row: Row
    events: list[Event]
    length: float
    steps: int

    @property
    def is_zone_like(self) -> bool:
        """Whether this piece has what only machine-readable zones have: runs of fillers, or long digits and fillers."""
        text = self.text
        return "<<" in text or sum(character.isdigit() for character in text) >= 9

    @property
    def text(self) -> str:
        """The likeliest symbol of every glyph."""
        return "".join(ALPHABET[int(event.scores.argmax())] for event in self.events)


@dataclass(frozen=True, slots=True, eq=False)
class Zone:
    """A zone that was read. ``cost``: nats per column; ``scores``: per line, columns x 37.

    ``undecided``: (line, column) of look-alikes whose shape could not be told apart either.
    """

    layout: Layout
    solved: Solved
    cost: float
    lines: tuple[Line, ...]
    aligned: tuple[Aligned, ...]
    scores: tuple[Scores, ...]
    undecided: frozenset[tuple[int, int]] = frozenset()

    @property
    def proof(self) -> int:
        """How many check digits over something hold, second choices taken."""
        return sum(
            holds and bool("".join(span.cut(self.solved.weighed) for span in check.over).strip("<"))
            for check, holds in zip(self.layout.checks, self.solved.sums.values(), strict=True)
        )

    @property
    def rank(self) -> float:
        """Higher is better: check digits that hold outweigh small differences of fit."""
        return self.proof / max(len(self.solved.checks), 1) - 2.0 * self.cost

    @property
    def certain(self) -> bool:
        """Every check digit holds and the glyphs lie where the layout wants them."""
        return all(self.solved.sums.values()) and 0 < min(3, len(self.layout.checks)) <= self.proof and self.cost < 0.5

    @property
    def fits(self) -> bool:
        """The glyphs lie where the layout wants them, whatever its check digits say: no other rows, no other way up.

        Zones that stand on their head, pressed into a layout, cost 0.7 and more. A single line must be certain as well:
        a card's dates may begin like a licence.
        """
        regular = all(abs(line.length - self.layout.width) < _REGULAR for line in self.lines)
        return self.cost < _FITTING and regular and (self.layout.lines > 1 or self.certain)


def make_line(read: ReadRow) -> Line:
    """The glyphs of a recognised row."""
    events = find_events(read.output, read.engine)
    length, _ = estimate_length(events)
    return Line(read.row, events, length, len(read.output))


def best_zone(lines: list[Line]) -> Zone | None:
    """The best-ranked zone that lines below one another make up, or a single one that leaves no doubt."""
    ordered = sorted(lines, key=lambda line: line.row.centre[1])
    zones = [zone for group in _groups(ordered) for zone in _try_layouts(group)]
    # The second line of a card begins with a birth date, and whoever was born in October 2001 has a licence's D1 there.
    surer = [zone for zone in zones if zone.layout.lines > 1 or zone.certain]
    return max(surer or zones, key=lambda zone: zone.rank, default=None)


def find_overlong(lines: list[Line]) -> list[Row]:
    """Where the lines are that ran into other text beside the zone: as long as a whole line above or below them."""
    whole = [line for line in lines if line.is_zone_like and _is_whole(line)]
    rows = []
    for line in lines:
        beside = next((other for other in whole if _is_overlong(line, other)), None)
        if beside is not None:
            rows.append(place_beside(line.row, beside.row))
    return rows


def _is_overlong(line: Line, other: Line) -> bool:
    below_another = stacked(line.row, other.row) or stacked(other.row, line.row)
    return line.is_zone_like and line.length > other.length + _EXCESS and below_another


def _is_whole(line: Line) -> bool:
    return any(abs(line.length - width) < _REGULAR for width in _WIDTHS)


def _groups(lines: list[Line]) -> list[tuple[Line, ...]]:
    fitting = [line for line in lines if any(abs(line.length - width) < 6 for width in _WIDTHS)]
    below = [[other for other in fitting if stacked(line.row, other.row)] for line in fitting]
    number = {id(line): index for index, line in enumerate(fitting)}
    pairs = [(line, other) for line, others in zip(fitting, below, strict=True) for other in others]
    triples = [(first, second, third) for first, second in pairs for third in below[number[id(second)]]]
    single = [(line,) for line in fitting if _LICENCE.match(line.text)]
    return [*pairs, *triples, *single]


def _try_layouts(group: tuple[Line, ...]) -> list[Zone]:
    typical = float(np.median([line.length for line in group]))
    found = []
    for layout in LAYOUTS.values():
        if layout.lines == len(group) and abs(typical - layout.width) < 4 and _begins_right(layout, group[0]):
            zone = make_zone(layout, group)
            if zone is not None:
                found.append(zone)
    return found


def _begins_right(layout: Layout, line: Line) -> bool:
    """Visas begin with V and nothing else does; passports with P; the French card with IDFRA; licences with D1."""
    begin = line.text[:6]
    if layout.lines == 1:
        alike = {
            kind for kind, code in _OTHERS.items() if sum(a == b for a, b in zip(code, begin[2:5], strict=False)) > 1
        }
        return layout.format in (alike or {"EDL"})
    if layout.format == "EDLCHE":
        return bool(_SWISS.match(begin))
    if layout.width < 44 and _PASSPORT.match(begin):
        return False
    if layout.format == "IDFRA":
        return "FRA" in begin and begin[:1] in "I1L"
    return begin.startswith("V") == layout.format.startswith("MRV")


def make_zone(layout: Layout, group: tuple[Line, ...]) -> Zone | None:
    """Align a group of lines with a layout and choose its characters."""
    aligned = [align(line.events, penalties(layout, index)) for index, line in enumerate(group)]
    known = tuple(one for one in aligned if one is not None)
    if len(known) < len(group):
        return None
    return settle(layout, group, known, tuple(one.scores for one in known))


def settle(layout: Layout, lines: tuple[Line, ...], aligned: tuple[Aligned, ...], scores: tuple[Scores, ...]) -> Zone:
    """A zone with its characters chosen by ``scores``."""
    cost = float(np.mean([one.cost for one in aligned]))
    return Zone(layout, solve(layout, list(scores)), cost, lines, aligned, scores)


def is_plausible(zone: Zone) -> bool:
    """Whether this is a machine-readable zone at all, not other text pressed into its columns."""
    text = "".join(zone.solved.lines)
    issuer = zone.layout.fields["issuer"].cut(zone.solved.lines).rstrip("<")
    if zone.layout.lines == 1:
        named = _OTHERS.get(zone.layout.format, issuer) == issuer
        whole = zone.layout.format != "EDL" or issuer not in _OTHERS.values()
        return zone.certain and zone.fits and text.startswith("D1") and issuer in known_codes() and named and whole
    if zone.proof >= 3:
        # Second choices make check digits hold in print that only looks like a zone; it names no state.
        return zone.cost < 0.7 or (zone.cost < 1.5 and issuer in known_codes())
    if zone.proof == 2:
        return zone.cost < 0.7 and text.count("<") >= 3
    # Every zone has two fillers in a row; print that is pressed into columns gets its own from gaps.
    filled = any("<<" in line.text for line in zone.lines)
    regular = filled and all(abs(line.length - zone.layout.width) < _REGULAR for line in zone.lines)
    return regular and zone.cost < 0.5 and text.count("<") >= 5 and issuer in known_codes()
