"""Names read a second time, by the better recogniser, which knows marks on letters that the quick one confuses.

Only where no code of the document states them: then how they are printed is all there is. What is unlikely in the
issuing state's language has to be clear in the picture.
"""

from __future__ import annotations

import re
from datetime import date

import msgspec
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.alphabets import letters_of
from verilink.evidence.documents.lines import ReadRow, read_row, spell
from verilink.evidence.documents.recognition import LogProbabilities, Recogniser
from verilink.evidence.documents.rows import make_row
from verilink.evidence.documents.visual.folding import fold
from verilink.evidence.documents.visual.read import find_lines
from verilink.evidence.documents.visual.values import NAMES
from verilink.evidence.facts import PageFacts, TextLine

_FOREIGN = 5.0  # nats that a marked letter of no language of the state costs
_LEAST = 0.6  # of confidence
_MOST = 4  # lines
_CODE = re.compile(r"\W{0,2}\d{1,2}[a-d]?[.,:]?\s+(?=[^\W\d_])|\W{0,2}\d[.,:](?=[^\W\d_])")
_BROKEN_CODE = re.compile(r"^(?:\W{0,2}[\dlIi|]{1,2}[.,:]?\s+|[\s.,:]+)")


def read_names_again(pixels: NDArray[np.uint8], page: PageFacts, today: date, country: str | None) -> PageFacts:
    """``page`` with the lines of its names read anew from the upright BGR ``pixels``."""
    wanted = find_lines(page, today, country, NAMES)[:_MOST]
    if not wanted:
        return page
    better = {id(line): _read(pixels, line, country) for line in wanted}
    return msgspec.structs.replace(page, text=tuple(better.get(id(line), line) for line in page.text))


def _read(pixels: NDArray[np.uint8], line: TextLine, country: str | None) -> TextLine:
    read = read_row(pixels, make_row(np.array(line.box.points, np.float32)), "small")
    text, confidence = spell(ReadRow(read.row, _lean(read.output, read.engine, country), read.engine))
    text = _even(_keep_code(line.text, text), country)
    if confidence < _LEAST or (_skeleton(text)[:3] != _skeleton(line.text)[:3] and confidence < line.confidence):
        return line
    # Two readers that differ in more than marks: one of them is wrong.
    agree = _skeleton(text) == _skeleton(line.text)
    return TextLine(text=text, confidence=round(confidence * (1.0 if agree else 0.8), 3), box=line.box)


def _keep_code(before: str, text: str) -> str:
    """A field's number at the beginning that only the first reading has."""
    code = _CODE.match(before)
    return text if code is None or _CODE.match(text) else code[0] + _BROKEN_CODE.sub("", text)


def _lean(output: LogProbabilities, engine: Recogniser, country: str | None) -> LogProbabilities:
    letters = letters_of(country)
    if letters is None:
        return output
    foreign = [
        letter != "" and not letter.isascii() and letter.isalpha() and letter not in letters
        for letter in engine.characters
    ]
    leaned: LogProbabilities = output - np.float32(_FOREIGN) * np.array(foreign, np.float32)
    return leaned


def _even(text: str, country: str | None) -> str:
    """Words mostly in capitals wholly in capitals, and an O for a zero between letters; "McD" stays."""
    text = re.sub(r"(?<=[^\W\d_])0(?![\d.])|(?<![\d.])0(?=[^\W\d_])", "O", text)
    return re.sub(r"[^\W\d_]{3,}", lambda match: _even_word(match[0], country), text)


def _even_word(word: str, country: str | None) -> str:
    capitals = sum(letter.isupper() for letter in word)
    if capitals < 0.4 * len(word) or capitals == len(word) or word.startswith(("Mc", "Mac")) or word[1:].islower():
        return word
    return (word.replace("i", "İ") if country == "TR" else word).upper()


def _skeleton(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text))).replace("0", "O").replace("1", "I")
