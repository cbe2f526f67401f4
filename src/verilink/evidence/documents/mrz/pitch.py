"""Where the columns of a line in a fixed-pitch font are, in the recogniser's time steps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.mrz.events import Event

Centres = NDArray[np.float64]  # per column, the time step of its middle

_SURE = 0.5  # presence of a glyph that counts
_OFF = 0.45  # pitches: how far a glyph may be from its column's middle
_OFF_KNOWN = 0.7  # the same where another recogniser measured the middles
_LEAST = 12  # glyphs needed to fit a curve
_AROUND = 6  # gaps on either side that tell the pitch at a place


def mean_pitch(centres: Centres) -> float:
    """Mean distance of neighbouring columns, at least half a step."""
    return max(abs(float(centres[-1] - centres[0])) / max(len(centres) - 1, 1), 0.5)


def count_off(events: list[Event], columns: int) -> Centres:
    """Centres from the gaps between sure glyphs alone: each gap is a whole number of pitches of its surroundings.

    The first sure glyph is taken for column 0. Measuring each gap against its neighbours keeps perspective, which
    changes the pitch along the line, from adding up.
    """
    times = np.array([event.time for event in events if event.presence > _SURE])
    if len(times) < _LEAST:
        return np.linspace(events[0].time, events[-1].time, columns)
    gaps = np.diff(times)
    around = [np.median(gaps[max(0, at - _AROUND) : at + _AROUND + 1]) for at in range(len(gaps))]
    steps = np.rint(gaps / np.maximum(around, 0.5))
    numbers = np.concatenate(([0.0], np.cumsum(steps)))
    kept = np.concatenate(([True], steps > 0))
    curve = np.polyfit(numbers[kept], times[kept], 2)
    return np.asarray(np.polyval(curve, np.arange(columns)), np.float64)


def fit_centres(events: list[Event], matched: list[int | None], otherwise: Centres) -> Centres:
    """Least squares over matched glyphs (quadratic: perspective changes the pitch along a line), outliers dropped."""
    pairs = [(column, events[at].time) for column, at in enumerate(matched) if at is not None]
    if len(pairs) < _LEAST:
        return otherwise
    columns, times = np.array(pairs, float).T
    centres = otherwise
    for _ in range(2):
        curve = np.polyfit(columns, times, 2)
        centres = np.asarray(np.polyval(curve, np.arange(len(matched))), np.float64)
        near = np.abs(np.polyval(curve, columns) - times) < 0.5 * mean_pitch(centres)
        if near.sum() < _LEAST:
            break
        columns, times = columns[near], times[near]
    return centres


def match_one_to_one(events: list[Event], columns: int, known: Centres | None) -> tuple[list[int], Centres] | None:
    """Each sure glyph to the next column, when there are as many of them as columns and they lie where they should.

    Where that is: at ``known`` centres, else on a smooth curve of their own.
    """
    sure = [index for index, event in enumerate(events) if event.presence > _SURE]
    if len(sure) != columns or columns < 4:
        return None
    times = np.array([events[index].time for index in sure])
    centres = np.asarray(np.polyval(np.polyfit(np.arange(columns), times, 2), np.arange(columns)), np.float64)
    expected, limit = (centres, _OFF) if known is None else (known, _OFF_KNOWN)
    if np.abs(expected - times).max() > limit * mean_pitch(expected):
        return None
    return sure, centres
