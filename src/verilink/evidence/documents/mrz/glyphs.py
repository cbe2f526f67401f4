"""Telling look-alikes apart by their shape: O from 0 and I from 1, against glyphs of the same zone that are certain.

A recogniser has seen every typeface and therefore trusts none: in OCR-B the letter O and the zero differ by a tenth of
their width only. But a zone shows both where nothing else can stand: zeros and ones in dates, letters in names and
country codes. A doubtful glyph is compared with those, as printed and photographed here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.mrz.alignment import RARE_LETTERS, Scores
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.pitch import mean_pitch
from verilink.evidence.documents.mrz.zone import Line, Zone
from verilink.evidence.documents.text_detection import cut_line

PAIRS = (("O", "0"), ("I", "1"))
_HEIGHT, _STEP = 48, 8  # pixels of a strip, and of one time step of the recognisers
_PADDING = 64
_SLACK = 3  # pixels a glyph may be displaced by
_CORE = (16, 32)  # pixels a glyph is brought to
_MOST, _LEAST = 8, 3  # examples of one character; how few tell what is usual among them
_SURE = -0.7  # log-score an example must have
# Correlations, measured on drawn zones: the other character is less like the examples by .03 to .3, the same by .05.
_WEIGHT, _ALONE, _USUAL, _LIMIT = 130.0, 60.0, 0.045, 6.0
_LIMIT_ALONE = 4.0  # nats: with digits only to compare with, so that check digits may still ask for a repair
_APART = 0.015  # how much more alike than unlike examples must be for their shapes to say anything
_TELLING = 1.0  # nats: less is not said at all
_RARER, _RARER_STILL = 1.5, 2.0  # nats against a letter, issuers print far more digits; and for each other in its line
_OVERRULED = -2.0  # nats: the least left of a letter that looks like one among too many
_READ_LIMIT = 0.5  # nats the recogniser may say about a look-alike
_DIGITS, _LETTERS = ("date", "digit"), ("name", "country")

Patch = NDArray[np.float32]
Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``letter``: nats in favour of the letter of ``pair`` over its digit at ``cell``; ``None``: nothing to compare."""

    cell: Cell
    pair: tuple[str, str]
    letter: float | None


def weigh_shapes(pixels: NDArray[np.uint8], zone: Zone) -> list[Evidence]:
    """Evidence for every look-alike in a field that may hold letters and digits alike."""
    wanted = list(_ambiguous(zone))
    if not wanted:
        return []
    cutter = _Cutter(zone, [_flatten(pixels, line) for line in zone.lines])
    result = []
    for pair in PAIRS:
        cells = [cell for cell, its in wanted if its == pair]
        if cells:
            letters = cutter.examples(pair[0], _LETTERS)
            digits = cutter.examples(pair[1], _DIGITS)
            result += [Evidence(cell, pair, _compare(cutter.cut(cell), letters, digits)) for cell in cells]
    return result


def apply_shapes(zone: Zone, evidence: list[Evidence]) -> tuple[Scores, ...]:
    """The zone's scores, the balance between two look-alikes put where shape and recogniser together see it.

    Several glyphs of a line that all look like letters are likelier to share what makes them do so, such as a line cut
    out a little too tightly, than to be letters: issuers hardly print two, so each is held to be rarer by every other.
    """
    scores = [line.copy() for line in zone.scores]
    for item in evidence:
        if item.letter is None:
            continue
        row = scores[item.cell[0]][item.cell[1]]
        letter, digit = (ALPHABET.index(character) for character in item.pair)
        read = float(np.clip(row[letter] + RARE_LETTERS[letter] - row[digit], -_READ_LIMIT, _READ_LIMIT))
        balance, top = read + item.letter - _RARER, float(max(row[letter], row[digit]))
        others = _count_alike(item, evidence)
        if others and balance > _OVERRULED:
            balance = max(balance - _RARER_STILL * others, _OVERRULED)
        row[letter], row[digit] = top + min(balance, 0.0), top - max(balance, 0.0)
    return tuple(scores)


def _count_alike(item: Evidence, evidence: list[Evidence]) -> int:
    """Other glyphs of the same line that look like the same letter; none where the line surely shows both of a pair."""
    beside = [one.letter for one in evidence if one.cell[0] == item.cell[0] and one.pair == item.pair and one.letter]
    if (item.letter or 0.0) > _LIMIT_ALONE and min(beside) < -_LIMIT_ALONE:
        return 0
    return max(sum(letter > 0 for letter in beside) - 1, 0)


def _ambiguous(zone: Zone) -> Iterator[tuple[Cell, tuple[str, str]]]:
    for span in zone.layout.fields.values():
        if span.kind in ("number", "any"):
            for column in range(span.start, span.end):
                character = zone.solved.as_read[span.line][column]
                yield from (((span.line, column), pair) for pair in PAIRS if character in pair)


def _flatten(pixels: NDArray[np.uint8], line: Line) -> Patch:
    strip = cut_line(pixels, line.row.corners)
    scaled = cv2.resize(strip, (line.steps * _STEP, _HEIGHT), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(scaled, cv2.COLOR_BGR2GRAY)
    return np.asarray(cv2.copyMakeBorder(grey, 0, 0, _PADDING, _PADDING, cv2.BORDER_REPLICATE), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Cutter:
    """Cuts single glyphs out of the level strips of a zone's lines."""

    zone: Zone
    strips: list[Patch]

    def cut(self, cell: Cell) -> Patch:
        """One glyph, with room to move it about."""
        line, column = cell
        centres = self.zone.aligned[line].centres
        pitch = mean_pitch(centres) * _STEP
        left = (float(centres[column]) + 0.5) * _STEP - 0.5 * pitch + _PADDING
        across, down = pitch / _CORE[0], _HEIGHT / _CORE[1]
        matrix = np.array([[across, 0, left - _SLACK * across], [0, down, -_SLACK * down]], np.float32)
        size = (_CORE[0] + 2 * _SLACK, _CORE[1] + 2 * _SLACK)
        how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        cut = cv2.warpAffine(self.strips[line], matrix, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(cut, np.float32)

    def examples(self, character: str, kinds: tuple[str, ...]) -> list[Patch]:
        """Glyphs that were surely read as ``character`` where nothing it looks like may stand."""
        layout, index = self.zone.layout, ALPHABET.index(character)
        spans = [span for span in layout.fields.values() if span.kind in kinds]
        spans += [check.digit for check in layout.checks if "digit" in kinds]
        cells = {
            (float(self.zone.scores[span.line][column][index]), (span.line, column))
            for span in spans
            for column in range(span.start, span.end)
            if self.zone.solved.as_read[span.line][column] == character
        }
        best = sorted(cells, reverse=True)[:_MOST]
        return [self.cut(cell) for score, cell in best if score > _SURE]


def _compare(patch: Patch, letters: list[Patch], digits: list[Patch]) -> float | None:
    like_letter, like_digit = _likeness(patch, letters), _likeness(patch, digits)
    if like_digit is None or len(digits) < _LEAST:
        return None
    if like_letter is not None:
        apart = _measure_distance(letters, digits)
        nats, limit = (_WEIGHT * (like_letter - like_digit) if apart > _APART else 0.0), _LIMIT
    else:
        usual = float(np.mean([_likeness(digit, _without(digits, digit)) for digit in digits]))
        nats, limit = _ALONE * (usual - like_digit - _USUAL), _LIMIT_ALONE
    return float(np.clip(nats, -limit, limit)) if abs(nats) >= _TELLING else None


def _measure_distance(letters: list[Patch], digits: list[Patch]) -> float:
    """How much more like their own kind than the other the worst examples are: the shapes differ if it is positive."""
    margins = [
        own - other
        for mine, others in ((letters, digits), (digits, letters))
        for example in mine
        if (own := _likeness(example, _without(mine, example))) is not None
        and (other := _likeness(example, others)) is not None
    ]
    return float(np.percentile(margins, 20)) if margins else 0.0


def _without(examples: list[Patch], one: Patch) -> list[Patch]:
    return [example for example in examples if example is not one]


def _likeness(patch: Patch, examples: list[Patch]) -> float | None:
    """Mean of the best three normalised cross-correlations over small displacements."""
    if not examples:
        return None
    best = sorted((_correlate(patch, example) for example in examples), reverse=True)
    return float(np.mean(best[:3]))


def _correlate(patch: Patch, example: Patch) -> float:
    core = np.ascontiguousarray(example[_SLACK:-_SLACK, _SLACK:-_SLACK])
    return float(cv2.matchTemplate(patch, core, cv2.TM_CCOEFF_NORMED).max())
