"""Column scores to characters: the likeliest reading, second choices weighed by check digits, at most one repair.

Taking a close second choice because a check digit asks for it, and putting a look-alike where the recogniser saw
something else, are repairs: each is recorded, and the check digit stays recorded as not holding. So does one over
characters that were not read clearly (``proof``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from verilink.evidence.documents.mrz.alignment import RARE_LETTERS, Scores
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.countries import known_codes
from verilink.evidence.documents.mrz.events import FILLER
from verilink.evidence.documents.mrz.layouts import Check, Layout, Span
from verilink.evidence.documents.mrz.name_path import LOOK_LIKE_FILLERS, read_name
from verilink.evidence.documents.mrz.parse import check_holds, read_number
from verilink.evidence.documents.mrz.proof import Cell, cells_of, find_unclear
from verilink.evidence.facts import Repair

_CLOSE = 1.5  # nats: a second choice within this of the first (a share above 0.22 of it) may be meant
_IN_DOUBT = 5.0  # nats: a glyph the recogniser is surer of than this is not repaired
_CODE_MARGIN = 2.5  # nats: how much a known country code may be behind the likeliest letters
_LOOK_ALIKES = {
    "O": "0DQ",
    "0": "ODQ",
    "D": "0OQ",
    "Q": "0OD",
    "I": "1",
    "1": "I",
    "S": "5",
    "5": "S",
    "B": "8",
    "8": "B",
    "Z": "2",
    "2": "Z",
}


@dataclass(frozen=True, slots=True)
class Solved:
    """``lines``: as used (repairs applied); ``as_read``: without repairs.

    ``checks``: whether each check digit holds on ``as_read``, every character under it read clearly. ``sums``: the
    same of ``weighed`` (second choices taken), clear or not: how well the zone fits its layout, which proves nothing.
    """

    lines: tuple[str, ...]
    as_read: tuple[str, ...]
    weighed: tuple[str, ...]
    checks: dict[str, bool]
    sums: dict[str, bool]
    repaired: tuple[Repair, ...]
    unclear: frozenset[Cell]


def solve(layout: Layout, scores: list[Scores]) -> Solved:
    """Choose a character for every column of every line of ``layout``."""
    grid = [[ALPHABET[index] for index in line.argmax(axis=1)] for line in scores]
    for name, span in layout.fields.items():
        if span.kind == "country":
            _put(grid, span, _choose_code(scores[span.line][span.start : span.end]))
        elif span.kind == "name":
            single = layout.surname and name == "name"
            _put(grid, span, read_name(scores[span.line][span.start : span.end], single=single)[0])
    _clear_fillers(layout, grid, scores)
    as_read = _lines(grid)
    for check in layout.checks:
        _weigh(layout, check, grid, scores)
    weighed = _lines(grid)
    _repair(layout, grid, scores)
    lines, unclear = _lines(grid), find_unclear(layout, as_read, scores)
    checks = {
        check.name: _holds(layout, check, as_read) and not unclear & cells_of(layout, check, as_read)
        for check in layout.checks
    }
    return Solved(lines, as_read, weighed, checks, evaluate(layout, weighed), _compare(as_read, lines), unclear)


def _compare(as_read: tuple[str, ...], used: tuple[str, ...]) -> tuple[Repair, ...]:
    return tuple(
        Repair(line=line, column=column, read=before, used=after)
        for line, (old, new) in enumerate(zip(as_read, used, strict=True))
        for column, (before, after) in enumerate(zip(old, new, strict=True))
        if before != after
    )


def evaluate(layout: Layout, lines: tuple[str, ...]) -> dict[str, bool]:
    """Check digit name -> holds."""
    return {check.name: _holds(layout, check, lines) for check in layout.checks}


def _holds(layout: Layout, check: Check, lines: tuple[str, ...]) -> bool:
    if check.name == "document-number":
        return read_number(layout, lines)[1]
    return check_holds(check, lines)


def _clear_fillers(layout: Layout, grid: list[list[str]], scores: list[Scores]) -> None:
    """Fillers in place of single letters among them that fillers are often taken for, where it was a close call."""
    for span in (span for span in layout.fields.values() if span.kind == "any"):
        line, before = grid[span.line], "<"
        for column in range(span.start, span.end):
            row = scores[span.line][column]
            close = row[FILLER] >= row[ALPHABET.index(line[column])] - _CLOSE
            follows = column + 1 < span.end and not _may_be_filler(line[column + 1])
            if before == "<" and _may_be_filler(line[column]) and close and not follows:
                line[column] = "<"
            before = line[column]


def _may_be_filler(symbol: str) -> bool:
    return symbol == "<" or ALPHABET.index(symbol) in LOOK_LIKE_FILLERS


def _lines(grid: list[list[str]]) -> tuple[str, ...]:
    return tuple("".join(line) for line in grid)


def _put(grid: list[list[str]], span: Span, text: str) -> None:
    grid[span.line][span.start : span.end] = list(text)


def _choose_code(scores: Scores) -> str:
    """The likeliest three letters, or a known country code that is nearly as likely."""
    raw = "".join(ALPHABET[index] for index in scores.argmax(axis=1))
    if raw.rstrip("<") in known_codes():
        return raw
    total = float(scores.max(axis=1).sum())
    ranked = max(known_codes(), key=lambda code: _score_text(scores, code.ljust(3, "<")))
    padded = ranked.ljust(3, "<")
    return padded if total - _score_text(scores, padded) <= _CODE_MARGIN else raw


def _score_text(scores: Scores, text: str) -> float:
    return float(sum(scores[column][ALPHABET.index(symbol)] for column, symbol in enumerate(text)))


def _cells(check: Check, taken: set[Cell]) -> list[Cell]:
    """The columns a check digit is about that no other check digit is about, and its own."""
    spans = (*check.over, check.digit)
    found = {(span.line, column) for span in spans for column in range(span.start, span.end)}
    return sorted(found - taken)


def _taken(layout: Layout, check: Check) -> set[Cell]:
    """Columns that a composite leaves alone: those with a check digit of their own, and names."""
    if check.name != "composite":
        return set()
    cells = {cell for other in layout.checks if other.name != "composite" for cell in _cells(other, set())}
    for span in layout.fields.values():
        if span.kind in ("name", "country", "code"):
            cells |= {(span.line, column) for column in range(span.start, span.end)}
    return cells


def _weigh(layout: Layout, check: Check, grid: list[list[str]], scores: list[Scores]) -> None:
    """Replace the reading by its closest second choice with which ``check`` holds, if there is one."""
    if _holds(layout, check, _lines(grid)):
        return
    cells = _cells(check, _taken(layout, check))
    for changes in _second_choices(cells, grid, scores):
        changed = _apply(grid, changes)
        if _holds(layout, check, _lines(changed)):
            for (line, column), symbol in changes:
                grid[line][column] = symbol
            return


def _apply(grid: list[list[str]], changes: tuple[tuple[Cell, str], ...]) -> list[list[str]]:
    changed = [list(line) for line in grid]
    for (line, column), symbol in changes:
        changed[line][column] = symbol
    return changed


def _second_choices(
    cells: list[Cell], grid: list[list[str]], scores: list[Scores]
) -> Iterator[tuple[tuple[Cell, str], ...]]:
    """One or two columns changed to what was nearly as likely, the likeliest first."""
    single = []
    for line, column in cells:
        row = scores[line][column]
        loss = row[ALPHABET.index(grid[line][column])] - row
        if grid[line][column] in "01":
            # That O and I are rare decides between equals only; here the check digit does.
            loss[list(RARE_LETTERS)] -= list(RARE_LETTERS.values())
        for index in np.flatnonzero((loss > 0) & (loss <= _CLOSE)):
            single.append((float(loss[index]), (line, column), ALPHABET[index]))
    single.sort()
    options: list[tuple[float, tuple[tuple[Cell, str], ...]]] = [
        (loss, ((cell, symbol),)) for loss, cell, symbol in single
    ]
    for first, (loss, cell, symbol) in enumerate(single):
        for other_loss, other, other_symbol in single[first + 1 :]:
            if other != cell and loss + other_loss <= _CLOSE:
                options.append((loss + other_loss, ((cell, symbol), (other, other_symbol))))
    options.sort(key=lambda option: option[0])
    for _, changes in options:
        yield changes


def _repair(layout: Layout, grid: list[list[str]], scores: list[Scores]) -> None:
    """At most one look-alike substitution per failing check digit, kept only if then everything holds.

    A document whose printed digits are wrong stays as it was read: nothing is bent to make one digit fit.
    """
    changed = [list(line) for line in grid]
    for check in layout.checks:
        if not _holds(layout, check, _lines(changed)):
            found = _find_substitution(layout, check, changed, scores)
            if found is None:
                return
            (line, column), symbol = found
            changed[line][column] = symbol
    grid[:] = changed


def _find_substitution(
    layout: Layout, check: Check, grid: list[list[str]], scores: list[Scores]
) -> tuple[Cell, str] | None:
    """The likeliest single look-alike with which ``check`` holds."""
    best: tuple[float, Cell, str] | None = None
    for line, column in _cells(check, _taken(layout, check)):
        for symbol in _LOOK_ALIKES.get(grid[line][column], ""):
            score = float(scores[line][column][ALPHABET.index(symbol)])
            loss = float(scores[line][column][ALPHABET.index(grid[line][column])]) - score
            fits = loss <= _IN_DOUBT and _holds(layout, check, _lines(_apply(grid, (((line, column), symbol),))))
            if fits and (best is None or score > best[0]):
                best = (score, (line, column), symbol)
    return None if best is None else best[1:]
