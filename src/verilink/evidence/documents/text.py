"""All the text of a page: boxes joined to lines, each recognised once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.lines import ReadRow, read_row, spell
from verilink.evidence.documents.locate import as_quad
from verilink.evidence.documents.rows import join_rows, make_row
from verilink.evidence.documents.text_detection import Corners
from verilink.evidence.facts import TextLine

_MOST = 60
_LEAST_HEIGHT = 7.0  # pixels: below, nothing can be read
_LEAST_CONFIDENCE = 0.5
_GAP = 0.7  # line heights between words of one line


def read_text(
    pixels: NDArray[np.uint8], boxes: list[Corners], seen: list[ReadRow], *, most: int = _MOST
) -> tuple[TextLine, ...]:
    """Lines of text on BGR ``pixels``, top to bottom, the ``most`` largest.

    ``seen``: rows that were recognised before; not done again.
    """
    rows = [row for row in join_rows([make_row(box) for box in boxes], gap=_GAP) if row.height >= _LEAST_HEIGHT]
    largest = sorted(rows, key=lambda row: -row.length * row.height)[:most]
    known = {_place(read): read for read in seen}
    reads = [known.get(_corner_key(row.corners)) or read_row(pixels, row, "tiny") for row in largest]
    lines = [_describe(read) for read in reads]
    kept = [line for line in lines if line.text and line.confidence >= _LEAST_CONFIDENCE]
    return tuple(sorted(kept, key=lambda line: sum(y for _, y in line.box.points)))


def _place(read: ReadRow) -> tuple[int, ...]:
    return _corner_key(read.row.corners)


def _corner_key(corners: Corners) -> tuple[int, ...]:
    return tuple(int(value) for value in corners.ravel())


def _describe(read: ReadRow) -> TextLine:
    text, confidence = spell(read)
    return TextLine(text=text, confidence=round(confidence, 3), box=as_quad(read.row.corners))
