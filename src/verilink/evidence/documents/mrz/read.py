"""Reading a machine-readable zone from an upright picture and its boxes of text."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.lines import ReadRow, read_row
from verilink.evidence.documents.mrz.refine import refine
from verilink.evidence.documents.mrz.zone import Line, Zone, best_zone, is_plausible, make_line
from verilink.evidence.documents.rows import Row, join_rows, level, make_row, stacked
from verilink.evidence.documents.text_detection import Corners

Pixels = NDArray[np.uint8]

_MIN_ASPECT = 5.0
_ZONE_ASPECT = 10.0
_FIRST, _MOST = 4, 16  # rows tried at once, and at most
_HIDDEN = 20.0  # line heights: glare may hide this much of a row


def read_zone(pixels: Pixels, boxes: list[Corners], seen: list[ReadRow] | None = None) -> Zone | None:
    """The best machine-readable zone among ``boxes`` of text, or ``None``.

    ``seen`` receives the rows that were recognised on the way, so that no row need be recognised twice.
    """
    rows = _candidates(boxes)
    lines: list[Line] = []
    zone: Zone | None = None
    for start in range(0, len(rows), _FIRST):
        reads = [read_row(pixels, row, "tiny") for row in rows[start : start + _FIRST]]
        if seen is not None:
            seen.extend(reads)
        lines.extend(make_line(read) for read in reads)
        zone = best_zone(lines)
        if zone is not None and zone.certain:
            break
    if zone is None or not zone.certain:
        zone = _better(zone, _bridge(pixels, lines))
    if zone is None:
        return None
    zone = refine(pixels, zone)
    return zone if is_plausible(zone) else None


def _candidates(boxes: list[Corners]) -> list[Row]:
    rows = [make_row(corners) for corners in boxes]
    joined = join_rows([row for row in rows if row.length > 1.5 * row.height], gap=1.5)
    long = [row for row in joined if row.length > _MIN_ASPECT * row.height]
    paired = {id(row) for row in long if any(_is_pair(row, other) or _is_pair(other, row) for other in long)}
    return sorted(long, key=lambda row: (id(row) not in paired, -row.length))[:_MOST]


def _is_pair(upper: Row, lower: Row) -> bool:
    """Whether two rows look like neighbours in a zone: long, one below the other, of about one length."""
    alike = abs(upper.length - lower.length) < 0.15 * max(upper.length, lower.length)
    return alike and upper.length > _ZONE_ASPECT * upper.height and stacked(upper, lower)


def _bridge(pixels: Pixels, lines: list[Line]) -> Zone | None:
    """Join pieces that glare or a stamp cut apart, bring all rows to one length, and read them again."""
    pieces = [line.row for line in lines if line.is_zone_like]
    joined = join_rows(pieces, gap=_HIDDEN)
    if len(joined) < 2:
        return None
    longest = max(row.length for row in joined)
    near = level([row for row in joined if row.length > 0.4 * longest])
    return best_zone([make_line(read_row(pixels, row, "tiny")) for row in near])


def _better(first: Zone | None, second: Zone | None) -> Zone | None:
    known = [zone for zone in (first, second) if zone is not None]
    return max(known, key=lambda zone: zone.rank, default=None)
