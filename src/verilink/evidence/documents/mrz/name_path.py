"""The likeliest well-formed name in a row of columns.

A name field is words with single fillers between them, ``<<`` between the primary and the secondary identifier, and
nothing but fillers after the next ``<<`` (ICAO Doc 9303 part 3, section 4.6). Behind a name, recognisers take filler
runs for letters now and then; a path that has reached the end of the name reads any such letter as a filler.
"""

from __future__ import annotations

import numpy as np

from verilink.evidence.documents.mrz.alignment import Scores
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.events import FILLER

_MISREAD = 1.6  # nats: most that a letter read among the trailing fillers may cost
_LONE_LETTER = 1.5  # nats: words of one letter are rare, misread fillers are not
_LETTERS = slice(0, 26)

# States: in the primary name; after one filler in it; after ``<<``; in the secondary name; after one filler in it; end.
_PRIMARY, _PRIMARY_GAP, _BETWEEN, _SECONDARY, _SECONDARY_GAP, _END = range(6)
_STATES = 6
# (from, to, what is emitted)
_MOVES = (
    (_PRIMARY, _PRIMARY, "letter"),
    (_PRIMARY, _PRIMARY_GAP, "filler"),
    (_PRIMARY_GAP, _PRIMARY, "new word"),
    (_PRIMARY_GAP, _BETWEEN, "filler"),
    (_BETWEEN, _SECONDARY, "letter"),
    (_BETWEEN, _END, "rest"),
    (_SECONDARY, _SECONDARY, "letter"),
    (_SECONDARY, _SECONDARY_GAP, "filler"),
    (_SECONDARY_GAP, _SECONDARY, "new word"),
    (_SECONDARY_GAP, _END, "rest"),
    (_END, _END, "rest"),
)


def read_name(scores: Scores, *, single: bool = False) -> tuple[str, float]:
    """``(text, log-score per column)`` of the best name in ``scores`` (columns x 37).

    ``single``: the field holds one identifier only (the French card), so the first ``<<`` ends it.
    """
    costs = _emissions(scores)
    columns = len(scores)
    best = np.full((columns, _STATES), np.inf)
    came = np.zeros((columns, _STATES), int)
    start = _SECONDARY if single else _PRIMARY
    best[0, start] = costs["letter"][0]
    for column in range(1, columns):
        for source, target, emitted in _MOVES:
            cost = best[column - 1, source] + costs[emitted][column]
            if cost < best[column, target]:
                best[column, target] = cost
                came[column, target] = source
    return _spell(scores, best, came)


def _emissions(scores: Scores) -> dict[str, Scores]:
    letter = -scores[:, _LETTERS].max(axis=1)
    filler = -scores[:, FILLER]
    following = np.append(-scores[1:, FILLER], 0.0)
    lone = np.where(following < letter, _LONE_LETTER, 0.0)
    return {
        "letter": letter,
        "new word": letter + lone,
        "filler": filler,
        "rest": np.minimum(filler, _MISREAD),
    }


def _spell(scores: Scores, best: Scores, came: np.ndarray[tuple[int, ...], np.dtype[np.int_]]) -> tuple[str, float]:
    state = int(best[-1].argmin())
    total = float(best[-1, state])
    letters = scores[:, _LETTERS].argmax(axis=1)
    text = []
    for column in range(len(scores) - 1, -1, -1):
        text.append(ALPHABET[letters[column]] if state in (_PRIMARY, _SECONDARY) else "<")
        state = int(came[column, state])
    return "".join(reversed(text)), -total / len(scores)
