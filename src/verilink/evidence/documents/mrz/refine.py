"""A second, better look at lines that need one: unclear names, which nothing guards, and lines whose digits fail."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.lines import read_row
from verilink.evidence.documents.mrz.alignment import Scores, align, penalties
from verilink.evidence.documents.mrz.glyphs import apply_shapes, weigh_shapes
from verilink.evidence.documents.mrz.zone import Zone, make_line, settle

_TRUST = 0.8  # weight of the better recogniser's log-scores against the faster one's
_NO_DOUBT = 0.9  # share of its likeliest character
_SURE = 0.97  # the same beyond the first and last doubtful column: what is less sure is read again with them
_MARGIN = 3  # columns read beyond the end of a name
_AROUND = 4  # columns read on either side of what is doubtful

Columns = tuple[int, int]


def refine(pixels: NDArray[np.uint8], zone: Zone) -> Zone:
    """``zone`` with unclear names, and lines whose check digits fail, read again by the better recogniser."""
    scores = list(zone.scores)
    for index, columns in (_find_unclear_names(zone) | _find_failing(zone)).items():
        scores[index] = _look_again(pixels, zone, index, columns)
    again = settle(zone.layout, zone.lines, zone.aligned, tuple(scores))
    evidence = weigh_shapes(pixels, again)
    shaped = settle(zone.layout, zone.lines, zone.aligned, apply_shapes(again, evidence))
    undecided = frozenset(item.cell for item in evidence if item.letter is None)
    return replace(shaped, undecided=undecided)


def _find_failing(zone: Zone) -> dict[int, Columns]:
    """Lines that a check digit which does not hold is about, all of their columns."""
    return {
        line: (0, zone.layout.width)
        for check, holds in zip(zone.layout.checks, zone.solved.checks.values(), strict=True)
        if not holds
        for line in {check.digit.line, *(span.line for span in check.over)}
    }


def _find_unclear_names(zone: Zone) -> dict[int, Columns]:
    """Lines of names the faster recogniser had doubts about, with the columns it may be wrong in.

    Of 80 lines, photographed and drawn, without a doubt in any character nor about where the name ends, the better one
    improved none.
    """
    named = {span.line for span in zone.layout.fields.values() if span.kind == "name"}
    found = {index: _find_doubtful(zone, index) for index in named}
    return {index: columns for index, columns in found.items() if columns is not None}


def _find_doubtful(zone: Zone, index: int) -> Columns | None:
    scores = zone.scores[index]
    used = min(len(zone.solved.lines[index].rstrip("<")) + _MARGIN, zone.layout.width)
    shares = 1.0 / np.exp(scores[:used] - scores[:used].max(axis=1, keepdims=True)).sum(axis=1)
    if shares.min() > _NO_DOUBT:
        return None
    unsure = np.flatnonzero(shares < _SURE)
    return max(0, int(unsure[0]) - _AROUND), min(zone.layout.width, int(unsure[-1]) + _AROUND + 1)


def _look_again(pixels: NDArray[np.uint8], zone: Zone, index: int, columns: Columns) -> Scores:
    """Scores of one line with the better recogniser's mixed in at ``columns`` (from, to)."""
    start, end = columns
    line, centres = zone.lines[index], zone.aligned[index].centres
    first = 0.0 if start == 0 else float(centres[start - 1] + centres[start]) / 2
    last = float(line.steps) if end == zone.layout.width else float(centres[end - 1] + centres[end]) / 2
    first, last = max(first, 0.0), min(max(last, first + 1.0), float(line.steps))
    read = read_row(pixels, line.row, "small", part=(first / line.steps, last / line.steps))
    # Both recognisers make one step of eight pixels, so the columns are where the first one found them.
    aligned = align(make_line(read).events, penalties(zone.layout, index)[start:end], centres[start:end] - first)
    scores = zone.scores[index].copy()
    if aligned is not None:
        scores[start:end] = (1 - _TRUST) * scores[start:end] + _TRUST * aligned.scores
    return scores
