"""Glyph events to the numbered columns of a machine-readable line.

A dynamic programme over events and columns: a column takes an event (cost: how badly its symbols fit what may stand
there, and how far it is from where a fixed-pitch font puts the column), or stands empty, or an event is left out.
Fillers come in long even runs that recognisers miscount, so they are cheap to add and to drop; letters are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.events import FILLER, Event
from verilink.evidence.documents.mrz.layouts import Kind, Layout

Scores = NDArray[np.float64]  # columns x 37: log-scores

WRONG_KIND = 7.0  # nats: how much likelier another reading must be before a symbol of the wrong kind is believed
_ABSENT_FILLER, _ABSENT_GLYPH = 1.2, 5.0
_DROPPED_FILLER, _DROPPED_GLYPH = 0.8, 3.5
_GEOMETRY, _GEOMETRY_CAP = 2.5, 2.5
_WORST = 9.0
_RARE_LETTER = 2.0
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_DIGITS = frozenset("0123456789")
_ALLOWED: dict[Kind, frozenset[str]] = {
    "code": _LETTERS | _DIGITS | {"<"},
    "country": _LETTERS | {"<"},
    "name": _LETTERS | {"<"},
    "number": _LETTERS | _DIGITS | {"<"},
    "digit": _DIGITS | {"<"},
    "date": _DIGITS | {"<"},
    "sex": frozenset("MFX<"),
    "any": _LETTERS | _DIGITS | {"<"},
}


@dataclass(frozen=True, slots=True, eq=False)
class Aligned:
    """``scores``: per column, log-scores of the 37 symbols with the penalty of wrong kinds already taken off.

    ``cost``: nats per column; ``centres``: time step of each column's middle (fitted where nothing was seen).
    """

    scores: Scores
    cost: float
    centres: NDArray[np.float64]


def penalties(layout: Layout, line: int) -> NDArray[np.float64]:
    """Columns x 37: 0 where a symbol may stand, ``WRONG_KIND`` where it may not."""
    result = np.zeros((layout.width, len(ALPHABET)))
    spans = [span for span in layout.fields.values() if span.line == line]
    spans += [check.digit for check in layout.checks if check.digit.line == line]
    for span in spans:
        forbidden = [index for index, symbol in enumerate(ALPHABET) if symbol not in _ALLOWED[span.kind]]
        result[span.start : span.end, forbidden] = WRONG_KIND
        if span.kind in ("number", "any"):
            # Issuers print far more zeros and ones than the letters that look the same.
            result[span.start : span.end, [ALPHABET.index("O"), ALPHABET.index("I")]] = _RARE_LETTER
    if line == 0:
        result[0, [index for index, symbol in enumerate(ALPHABET) if symbol not in layout.letters]] = WRONG_KIND
    return result


def align(events: list[Event], penalty: NDArray[np.float64]) -> Aligned | None:
    """Align ``events`` to as many columns as ``penalty`` has rows; ``None`` when there are far too few or too many."""
    columns = len(penalty)
    if not 0.6 * columns <= len(events) <= 1.5 * columns:
        return None
    fit = _first_fit(events, columns)
    matched, _ = _match(events, penalty, fit, weight=0.0)
    fit = _refit(events, matched, fit)
    matched, cost = _match(events, penalty, fit, weight=_GEOMETRY)
    return Aligned(
        _column_scores(events, matched, penalty),
        cost / columns,
        np.asarray(np.polyval(fit, np.arange(columns)), np.float64),
    )


def _first_fit(events: list[Event], columns: int) -> NDArray[np.float64]:
    """Column number to time step, supposing the first and last sure glyphs are the first and last columns."""
    times = [event.time for event in events if event.presence > 0.5] or [event.time for event in events]
    return np.array([0.0, (times[-1] - times[0]) / max(columns - 1, 1), times[0]])


def _refit(events: list[Event], matched: list[int | None], fit: NDArray[np.float64]) -> NDArray[np.float64]:
    """Least squares over matched glyphs (quadratic: perspective changes the pitch along the line), outliers dropped."""
    pairs = [(column, events[at].time) for column, at in enumerate(matched) if at is not None]
    if len(pairs) < 12:
        return fit
    columns, times = np.array(pairs, float).T
    for _ in range(2):
        fit = np.polyfit(columns, times, 2)
        pitch = max(abs(float(np.polyval(fit, columns[-1]) - np.polyval(fit, columns[0]))) / len(columns), 0.5)
        near = np.abs(np.polyval(fit, columns) - times) < 0.5 * pitch
        if near.sum() < 12:
            break
        columns, times = columns[near], times[near]
    return fit


def _match(
    events: list[Event], penalty: NDArray[np.float64], fit: NDArray[np.float64], *, weight: float
) -> tuple[list[int | None], float]:
    """Cheapest alignment: for each column the event it takes or ``None``, and the total cost."""
    take = _taking_costs(events, penalty) + _displacements(events, len(penalty), fit, weight)
    absent = np.where(penalty[:, FILLER] == 0, _ABSENT_FILLER, _ABSENT_GLYPH)
    drop = [_dropping_cost(event) for event in events]
    rows, columns = take.shape
    cost = np.full((rows + 1, columns + 1), np.inf)
    step = np.zeros((rows + 1, columns + 1), np.int8)  # 0 take, 1 leave column empty, 2 drop event
    cost[0] = np.concatenate(([0.0], np.cumsum(absent)))
    step[0, 1:] = 1
    cost[1:, 0] = np.cumsum(drop)
    step[1:, 0] = 2
    table = cost.tolist()
    for i in range(1, rows + 1):
        above, here, takes = table[i - 1], table[i], take[i - 1].tolist()
        for k in range(1, columns + 1):
            best, how = above[k - 1] + takes[k - 1], 0
            if (other := here[k - 1] + absent[k - 1]) < best:
                best, how = other, 1
            if (other := above[k] + drop[i - 1]) < best:
                best, how = other, 2
            here[k] = best
            step[i, k] = how
    return _walk_back(step), float(table[rows][columns])


def _walk_back(step: NDArray[np.int8]) -> list[int | None]:
    i, k = step.shape[0] - 1, step.shape[1] - 1
    matched: list[int | None] = [None] * k
    while i > 0 or k > 0:
        how = step[i, k]
        if how == 0:
            i, k = i - 1, k - 1
            matched[k] = i
        elif how == 1:
            k -= 1
        else:
            i -= 1
    return matched


def _taking_costs(events: list[Event], penalty: NDArray[np.float64]) -> NDArray[np.float64]:
    scores = np.array([event.scores for event in events])
    fitting = np.minimum(-(scores[:, None, :] - penalty[None]).max(axis=2), _WORST)
    unsure = -np.log([max(event.presence, 0.05) for event in events])
    result: NDArray[np.float64] = fitting + unsure[:, None]
    return result


def _displacements(events: list[Event], columns: int, fit: NDArray[np.float64], weight: float) -> NDArray[np.float64]:
    """Cost of each event being away from each column's centre, by the square of the distance in pitches."""
    centres = np.polyval(fit, np.arange(columns))
    pitch = max(float(abs(centres[-1] - centres[0])) / max(columns - 1, 1), 0.5)
    times = np.array([event.time for event in events])
    away = ((times[:, None] - centres[None]) / pitch) ** 2
    result: NDArray[np.float64] = weight * np.minimum(away, _GEOMETRY_CAP)
    return result


def _dropping_cost(event: Event) -> float:
    limit = _DROPPED_FILLER if event.scores.argmax() == FILLER else _DROPPED_GLYPH
    return min(-float(np.log(max(1.0 - event.presence, 1e-3))), limit)


def _column_scores(events: list[Event], matched: list[int | None], penalty: NDArray[np.float64]) -> Scores:
    """Scores of the matched events; an empty column most likely holds a filler, which recognisers skip."""
    empty = np.full(len(ALPHABET), -4.0)
    empty[FILLER] = -0.7
    chosen = [empty if at is None else events[at].scores for at in matched]
    return np.array(chosen) - penalty
