"""The likeliest well-formed name in a row of columns.

A name field is words with single fillers between them, ``<<`` between the primary and the secondary identifier, and
nothing but fillers after the next ``<<`` (ICAO Doc 9303 part 3, section 4.6). Behind a name, recognisers take filler
runs for letters now and then; a path that has reached the end of the name reads any such letter as a filler.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.mrz.alignment import Scores
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.events import FILLER

# Nats: most that a letter read among the trailing fillers may cost, and one that fillers are often taken for.
_MISREAD, _MISREAD_LOOK_ALIKE = 1.6, 0.8
# Nats: words of one letter are rare; fillers misread as one of these letters are not.
_LONE_LETTER, _LONE_LOOK_ALIKE = 0.7, 3.0
LOOK_LIKE_FILLERS = [ALPHABET.index(letter) for letter in "ACEKLRSX"]
_LETTERS = slice(0, 26)

_P, _P_ONE, _P_GAP, _BETWEEN, _S, _S_ONE, _S_GAP, _END = range(8)
"""States: in a word of the primary name; at the first letter of a later word; after one filler; after ``<<``; the same
three for the secondary name; behind the name."""
_WORDS = (_P, _P_ONE, _S, _S_ONE)
_STATES = 8
# (from, to, what is emitted)
_MOVES = (
    (_P, _P, "letter"),
    (_P, _P_GAP, "filler"),
    (_P_GAP, _P_ONE, "letter"),
    (_P_ONE, _P, "letter"),
    (_P_ONE, _P_GAP, "filler after one"),
    (_P_GAP, _BETWEEN, "filler"),
    (_BETWEEN, _S_ONE, "letter"),
    (_BETWEEN, _END, "rest"),
    (_S, _S, "letter"),
    (_S, _S_GAP, "filler"),
    (_S_ONE, _S, "letter"),
    (_S_ONE, _S_GAP, "filler after one"),
    (_S_GAP, _S_ONE, "letter"),
    (_S_GAP, _END, "rest"),
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
    best[0, _S if single else _P] = costs["letter"][0]
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
    doubtful = np.isin(scores[:, _LETTERS].argmax(axis=1), LOOK_LIKE_FILLERS)
    lone = np.where(doubtful, _LONE_LOOK_ALIKE, _LONE_LETTER)
    return {
        "letter": letter,
        "filler": filler,
        "filler after one": filler + np.concatenate(([0.0], lone[:-1])),
        "rest": np.minimum(filler, np.where(doubtful, _MISREAD_LOOK_ALIKE, _MISREAD)),
    }


def _spell(scores: Scores, best: Scores, came: NDArray[np.int_]) -> tuple[str, float]:
    state = int(best[-1].argmin())
    total = float(best[-1, state])
    letters = scores[:, _LETTERS].argmax(axis=1)
    text = []
    for column in range(len(scores) - 1, -1, -1):
        text.append(ALPHABET[letters[column]] if state in _WORDS else "<")
        state = int(came[column, state])
    return "".join(reversed(text)), -total / len(scores)
