"""What a check digit proves: nothing, unless every character under it was seen.

One sum in ten holds by chance. Where glare, blur or a fold hid characters, the likeliest filling would now and then
pass for a reading; so a check digit counts as holding only when each character under it was likelier than all others
together. And no sum tells characters apart whose values differ by tens, such as G and 6, S and 8 or Z and 5, nor two
zeros from two letters O where the weights add up to ten: between those the picture alone decides, so it has to decide
clearly. How much that turns away, right and wrong:
``docs/reference/evidence-benchmark.md``.
"""

from __future__ import annotations

import numpy as np

from verilink.evidence.documents.mrz.alignment import Scores
from verilink.evidence.documents.mrz.check_digits import ALPHABET, compute
from verilink.evidence.documents.mrz.layouts import Check, Layout, Span

_CLEAR, _CLEAR_FILLER = 0.55, 0.78  # share a character must have of all that may stand there; nothing seen gives 0.73
_TWINS = 0.08  # the most that characters of the same value, modulo ten, may have together

_TAKEN_FOR = {"O": "0", "I": "1"}  # however clear: what makes one digit look like the rarer letter does so to others

Cell = tuple[int, int]
_VALUES = np.array([int(compute("<<" + symbol)) for symbol in ALPHABET])


def find_unclear(layout: Layout, lines: tuple[str, ...], scores: list[Scores]) -> frozenset[Cell]:
    """The ``(line, column)`` of characters under a check digit that were not read clearly.

    Fillers behind the last character of a field do not count: recognisers skip them in long runs.
    """
    checked = {cell for check in layout.checks for cell in cells_of(layout, check, lines)}
    cells = sorted(checked & _content(layout, lines))
    unclear = {(line, column) for line, column in cells if not _is_clear(scores[line][column], lines[line][column])}
    for check in layout.checks:
        unclear |= _find_balanced(check, lines, scores) & checked
    return frozenset(unclear)


def _find_balanced(check: Check, lines: tuple[str, ...], scores: list[Scores]) -> set[Cell]:
    """Characters that could both be others, each not unlikely, without the sum of ``check`` changing."""
    changes = [(cell, change) for cell, weight in _weights(check) for change in _changes(cell, weight, lines, scores)]
    return {
        cell
        for at, (first, change) in enumerate(changes)
        for second, other in changes[at + 1 :]
        if first != second and (change + other) % 10 == 0
        for cell in (first, second)
    }


def _weights(check: Check) -> list[tuple[Cell, int]]:
    """Every column the sum runs over with its weight, and the digit's own, which counts against the sum."""
    cells = [(span.line, column) for span in check.over for column in range(span.start, span.end)]
    weighed = [(cell, (7, 3, 1)[place % 3]) for place, cell in enumerate(cells)]
    return [*weighed, ((check.digit.line, check.digit.start), -1)]


def _changes(cell: Cell, weight: int, lines: tuple[str, ...], scores: list[Scores]) -> set[int]:
    """By how much, modulo ten, the sum changes for each other character that may as well stand at ``cell``."""
    row, read = scores[cell[0]][cell[1]], ALPHABET.index(lines[cell[0]][cell[1]])
    shares = np.exp(row - row.max())
    likely = set(np.flatnonzero(shares > _TWINS * shares.sum()).tolist())
    if lines[cell[0]][cell[1]] in _TAKEN_FOR:
        likely.add(ALPHABET.index(_TAKEN_FOR[lines[cell[0]][cell[1]]]))
    return {int((_VALUES[other] - _VALUES[read]) * weight % 10) for other in likely} - {0}


def cells_of(layout: Layout, check: Check, lines: tuple[str, ...]) -> set[Cell]:
    """The columns a check digit is about and its own; those of a number that goes on in the optional field as well."""
    spans: tuple[Span, ...] = (*check.over, check.digit)
    if check.name == "document-number" and layout.format in ("TD1", "TD2") and check.digit.cut(lines) == "<":
        spans = (*spans, layout.fields["optional"])
    return {(span.line, column) for span in spans for column in range(span.start, span.end)}


def _content(layout: Layout, lines: tuple[str, ...]) -> set[Cell]:
    cells = {(check.digit.line, check.digit.start) for check in layout.checks}
    for name, span in layout.fields.items():
        text = span.cut(lines)
        end = len(text) if span.kind == "date" else len(text.rstrip("<"))
        cells |= {(span.line, span.start + at) for at in range(end)}
        if name == "optional" and not text.strip("<"):
            # An unused field may have a filler for its digit, which recognisers skip with the rest.
            cells -= {(check.digit.line, check.digit.start) for check in layout.checks if check.name == "optional"}
    return cells


def _is_clear(scores: Scores, symbol: str) -> bool:
    shares, at = np.exp(scores - scores.max()), ALPHABET.index(symbol)
    shares /= shares.sum()
    twins = float(shares[_VALUES[at] == _VALUES].sum() - shares[at])
    return bool(shares[at] >= (_CLEAR_FILLER if symbol == "<" else _CLEAR)) and twins <= _TWINS
