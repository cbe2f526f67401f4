"""What a check digit proves: nothing, unless every character under it was seen.

One sum in ten holds by chance. Where glare, blur or a fold hid characters, the likeliest filling would now and then
pass for a reading; so a check digit counts as holding only when each character under it was likelier than all others
together. How much that turns away, right and wrong: ``docs/reference/evidence-benchmark.md``.
"""

from __future__ import annotations

import numpy as np

from verilink.evidence.documents.mrz.alignment import Scores
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.layouts import Check, Layout, Span

_UNCLEAR = 0.6  # nats: -log of the share a character must have of all that may stand in its place (0.55)

Cell = tuple[int, int]


def find_unclear(layout: Layout, lines: tuple[str, ...], scores: list[Scores]) -> frozenset[Cell]:
    """The ``(line, column)`` of characters under a check digit that were not read clearly.

    Fillers behind the last character of a field do not count: recognisers skip them in long runs.
    """
    checked = {cell for check in layout.checks for cell in cells_of(layout, check, lines)}
    cells = sorted(checked & _content(layout, lines))
    return frozenset(
        (line, column) for line, column in cells if _loss(scores[line][column], lines[line][column]) > _UNCLEAR
    )


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


def _loss(scores: Scores, symbol: str) -> float:
    share = np.exp(scores - scores.max())
    return -float(np.log(share[ALPHABET.index(symbol)] / share.sum()))
