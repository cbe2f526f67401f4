"""Glyph events to the numbered columns of a machine-readable line.

A dynamic programme over events and columns: a column takes an event (cost: how badly its symbols fit what may stand
there, and how far it is from where a fixed-pitch font puts the column), or stands empty, or an event is left out.
Fillers come in long even runs that recognisers miscount, so they are cheap to add and to drop; letters are not.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.mrz import pitch
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.events import FILLER, Event
from verilink.evidence.documents.mrz.layouts import Kind, Layout
from verilink.evidence.documents.mrz.pitch import Centres

Scores = NDArray[np.float64]  # columns x 37: log-scores

WRONG_KIND = 7.0  # nats: how much likelier another reading must be before a symbol of the wrong kind is believed
_ABSENT_FILLER, _ABSENT_GLYPH = 1.2, 5.0
_DROPPED_FILLER, _DROPPED_GLYPH = 0.8, 3.5
_FIRST_GEOMETRY, _GEOMETRY, _GEOMETRY_CAP = 0.5, 2.5, 2.5
_WORST = 9.0
RARE_LETTERS = {ALPHABET.index("O"): 2.0, ALPHABET.index("I"): 0.7}  # nats: the better they are told apart, the less
_RARE_FILLER = 0.5
_LOOK_ALIKES = [(ALPHABET.index(a), ALPHABET.index(b)) for a, b in ("O0", "I1", "S5", "B8", "Z2", "G6")]
_MOVED = 0.2  # nats: a sign of the right kind is a little better than its look-alike
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
        if span.kind in ("country", "code"):
            result[span.start : span.end, FILLER] = _RARE_FILLER
        if span.kind in ("number", "any"):
            # Issuers print far more zeros and ones than the letters that look the same.
            for letter, nats in RARE_LETTERS.items():
                result[span.start : span.end, letter] = nats
    if line == 0:
        for column, allowed in enumerate((layout.letters, layout.seconds or ALPHABET)):
            result[column, [index for index, symbol in enumerate(ALPHABET) if symbol not in allowed]] = WRONG_KIND
    return result


def align(events: list[Event], penalty: Scores, known: Centres | None = None) -> Aligned | None:
    """Align ``events`` to as many columns as ``penalty`` has rows; ``None`` when there are far too few or too many.

    ``known``: where the columns are, when another look at the same line has told already.
    """
    columns = len(penalty)
    if not 0.6 * columns <= len(events) <= 1.5 * columns:
        return None
    plain = pitch.match_one_to_one(events, columns, known)
    if plain is not None:
        sure, centres = plain
        cost = float(_taking_costs(events, penalty)[sure, np.arange(columns)].sum())
        return Aligned(_column_scores(events, list(sure), penalty), cost / columns, centres)
    if known is None:
        first = pitch.count_off(events, columns)
        matched, _ = _match(events, penalty, first, weight=_FIRST_GEOMETRY)
        known = pitch.fit_centres(events, matched, first)
    matched, cost = _match(events, penalty, known, weight=_GEOMETRY)
    return Aligned(_column_scores(events, matched, penalty), cost / columns, known)


def _match(events: list[Event], penalty: Scores, centres: Centres, *, weight: float) -> tuple[list[int | None], float]:
    """Cheapest alignment: for each column the event it takes or ``None``, and the total cost."""
    take = _taking_costs(events, penalty) + _displacements(events, centres, weight)
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
            # On a tie the column to the right stands empty: fillers are lost at the end of lines.
            if (other := here[k - 1] + absent[k - 1]) <= best + 1e-9:
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
    fitting = np.minimum(-_at_home(scores[:, None, :], penalty[None]).max(axis=2), _WORST)
    unsure = -np.log([max(event.presence, 0.05) for event in events])
    result: NDArray[np.float64] = fitting + unsure[:, None]
    return result


def _displacements(events: list[Event], centres: Centres, weight: float) -> NDArray[np.float64]:
    """Cost of each event being away from each column's centre, by the square of the distance in pitches."""
    times = np.array([event.time for event in events])
    away = ((times[:, None] - centres[None]) / pitch.mean_pitch(centres)) ** 2
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
    return _at_home(np.array(chosen), penalty)


def _at_home(scores: Scores, penalty: Scores) -> Scores:
    """Scores less penalties; what was seen of a sign that may not stand here goes to the one it looks like."""
    allowed = scores - penalty
    result = allowed.copy()
    for letter, digit in _LOOK_ALIKES:
        for here, there in ((letter, digit), (digit, letter)):
            moved = np.where(penalty[..., there] >= WRONG_KIND, scores[..., there] - _MOVED, -np.inf)
            welcome = penalty[..., here] < WRONG_KIND
            result[..., here] = np.where(welcome, np.logaddexp(allowed[..., here], moved), allowed[..., here])
    return result
