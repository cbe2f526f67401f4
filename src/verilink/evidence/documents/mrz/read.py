"""Reading a machine-readable zone from an upright picture and its boxes of text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.lines import ReadRow, read_row
from verilink.evidence.documents.mrz.bend import flatten, measure_bend
from verilink.evidence.documents.mrz.refine import refine
from verilink.evidence.documents.mrz.zone import Line, Zone, best_zone, find_overlong, is_plausible, make_line
from verilink.evidence.documents.rows import Row, extend, join_rows, level, make_row, stacked, stretch_between
from verilink.evidence.documents.text_detection import Corners, detect_text

Pixels = NDArray[np.uint8]

_MIN_ASPECT = 5.0
_ZONE_ASPECT = 10.0
_GLANCED, _MOST = 4, 16  # rows read at most, at a glance and in all
_BENT, _TRIED = 3, 2  # rows whose bend is measured, and bends tried
_PAGE_WIDTH, _SHORT = 44, 4  # characters in a line of a passport; how many fewer make it incomplete
_PAGE_BEGINS = re.compile(r"P[A-Z<][A-Z<0]{3}")
_HIDDEN = 20.0  # line heights: glare may hide this much of a row


def glance_zone(pixels: Pixels, boxes: list[Corners]) -> tuple[Zone | None, list[ReadRow]]:
    """A zone that leaves no doubt where it is, from a few rows that look like one, and the rows; else ``None``."""
    seen: list[ReadRow] = []
    rows = _paired(_candidates(boxes))[:_GLANCED]
    zone, _ = _search(pixels, rows, (2, *(1 for _ in rows)), seen)
    if zone is None or not (zone.certain or zone.fits):
        return None, seen
    zone = refine(pixels, zone)
    return (zone if is_plausible(zone) else None), seen


def read_zone(pixels: Pixels, boxes: list[Corners], seen: list[ReadRow] | None = None) -> Zone | None:
    """The best machine-readable zone among ``boxes`` of text, or ``None``.

    ``seen`` receives the rows that were recognised on the way, so that no row need be recognised twice.
    """
    candidates = _candidates(boxes)
    paired = _paired(candidates)
    rows = (paired + [row for row in candidates if row not in paired])[:_MOST]
    zone, lines = _search(pixels, rows, (2, 1, 1, *(4 for _ in rows)), [] if seen is None else seen)
    if zone is None or not zone.certain:
        zone = _better(zone, _bridge(pixels, lines))
    if zone is None or not (zone.certain or zone.fits):
        pixels, zone = _straighten(pixels, lines) or (pixels, zone)
    if zone is None:
        return None
    zone = refine(pixels, zone)
    return zone if is_plausible(zone) else None


def _search(
    pixels: Pixels, rows: list[Row], batches: Sequence[int], seen: list[ReadRow]
) -> tuple[Zone | None, list[Line]]:
    """Read ``rows`` in ``batches`` until some make up a zone that fits; the best zone and all lines read."""
    lines: list[Line] = []
    zone: Zone | None = None
    start = 0
    for count in batches:
        reads = [read_row(pixels, row, "tiny") for row in rows[start : start + count]]
        if not reads:
            break
        start += count
        seen.extend(reads)
        lines.extend(make_line(read) for read in reads)
        zone = best_zone(lines)
        if zone is not None and (zone.certain or zone.fits):
            return zone, lines
    again = [make_line(read_row(pixels, row, "tiny")) for row in find_overlong(lines)]
    return _better(zone, best_zone([*lines, *again]) if again else None), [*lines, *again]


def _candidates(boxes: list[Corners]) -> list[Row]:
    """Rows long enough for a line of a zone, the longest first."""
    rows = [make_row(corners) for corners in boxes]
    joined = join_rows([row for row in rows if row.length > 1.5 * row.height], gap=1.5)
    return sorted((row for row in joined if row.length > _MIN_ASPECT * row.height), key=lambda row: -row.length)


def _paired(rows: list[Row]) -> list[Row]:
    """Those that have a neighbour a zone could have."""
    return [row for row in rows if any(_is_pair(row, other) or _is_pair(other, row) for other in rows)]


def _is_pair(upper: Row, lower: Row) -> bool:
    """Whether two rows look like neighbours in a zone: long, one below the other, of about one length.

    Or they begin or end together: text beside the zone may have run into one of them.
    """
    first, last = stretch_between(upper, lower)
    together = min(abs(first), abs(last - upper.length)) < upper.height
    alike = together or abs(upper.length - lower.length) < 0.15 * max(upper.length, lower.length)
    return alike and upper.length > _ZONE_ASPECT * upper.height and stacked(upper, lower)


def _bridge(pixels: Pixels, lines: list[Line]) -> Zone | None:
    """Join pieces that glare or a stamp cut apart, bring all rows to one length, and read them again."""
    pieces = [line.row for line in lines if line.is_zone_like]
    joined = join_rows(pieces, gap=_HIDDEN)
    if len(joined) < 2:
        return None
    longest = max(row.length for row in joined)
    near = level([row for row in joined if row.length > 0.4 * longest])
    read = [make_line(read_row(pixels, row, "tiny")) for row in near]
    return _better(best_zone(read), _complete(pixels, read))


def _straighten(pixels: Pixels, lines: list[Line]) -> tuple[Pixels, Zone] | None:
    """The picture with a bent page made flat, and the zone on it that leaves no doubt, if there is one."""
    if not any(line.is_zone_like for line in lines):
        return None
    longest = sorted((line.row for line in lines), key=lambda row: -row.length)[:_BENT]
    bends = [bend for bend in (measure_bend(pixels, row) for row in longest) if bend is not None]
    for bend in sorted(bends, key=lambda bend: bend.spread)[:_TRIED]:
        flat = flatten(pixels, bend)
        zone, _ = _search(flat, _paired(_candidates(detect_text(flat)))[:_GLANCED], (2, 1, 1), [])
        if zone is not None and (zone.certain or zone.fits):
            return flat, zone
    return None


def _complete(pixels: Pixels, lines: list[Line]) -> Zone | None:
    """Lines of a passport or visa whose end was not found, read again as far as they must reach."""
    short = [line for line in lines if _PAGE_WIDTH / 2 < line.length < _PAGE_WIDTH - _SHORT]
    if len(short) < 2 or not any(_PAGE_BEGINS.match(line.text) for line in short):
        return None
    missing = _PAGE_WIDTH - max(line.length for line in short)
    rows = [extend(line.row, 0.0, missing * line.row.length / max(line.length, 1.0)) for line in short]
    return best_zone([make_line(read_row(pixels, row, "tiny")) for row in rows])


def _better(first: Zone | None, second: Zone | None) -> Zone | None:
    known = [zone for zone in (first, second) if zone is not None]
    return max(known, key=lambda zone: zone.rank, default=None)
