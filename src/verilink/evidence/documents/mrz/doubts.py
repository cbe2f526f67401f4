"""Characters of a zone that may be wrong without anything in the zone showing it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.facts import Doubt

_CLOSE_CALL = 0.7  # nats: the second choice is at least half as likely
_LOOK_ALIKES = {"O": "0", "0": "O", "I": "1", "1": "I"}

Cell = tuple[int, int]


def find_doubts(zone: Zone) -> tuple[Doubt, ...]:
    """Close calls in fields that no holding check digit covers, in reading order. Fillers behind a name are none."""
    proven = _proven(zone)
    found = []
    for line, column in sorted(_said(zone) - proven):
        other = _rival(zone, (line, column))
        if other is not None:
            found.append(Doubt(line=line, column=column, read=zone.solved.lines[line][column], other=other))
    return tuple(found)


def _proven(zone: Zone) -> set[Cell]:
    spans = [
        span
        for check in zone.layout.checks
        if zone.solved.checks[check.name] and check.digit.cut(zone.solved.lines) != "<"
        for span in (*check.over, check.digit)
    ]
    return {(span.line, column) for span in spans for column in range(span.start, span.end)}


def _said(zone: Zone) -> set[Cell]:
    """Columns of fields up to the last character that is no filler."""
    return {cell for span in zone.layout.fields.values() for cell in _filled(zone, span.line, span.start, span.end)}


def _filled(zone: Zone, line: int, start: int, end: int) -> Iterator[Cell]:
    used = len(zone.solved.lines[line][start:end].rstrip("<"))
    return ((line, column) for column in range(start, start + used))


def _rival(zone: Zone, cell: Cell) -> str | None:
    """The character this one may as well be, or ``None`` when the choice was clear."""
    line, column = cell
    read, row = zone.solved.lines[line][column], zone.scores[line][column]
    if cell in zone.undecided and read in "O0":
        return _LOOK_ALIKES[read]
    loss = row[ALPHABET.index(read)] - row
    loss[ALPHABET.index(read)] = np.inf
    second = int(loss.argmin())
    return ALPHABET[second] if loss[second] < _CLOSE_CALL else None
