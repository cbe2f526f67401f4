"""Rows of a picture with what a recogniser made of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.recognition import LogProbabilities, Recogniser, Size, recogniser
from verilink.evidence.documents.rows import Row
from verilink.evidence.documents.text_detection import cut_line


@dataclass(frozen=True, slots=True, eq=False)
class ReadRow:
    """``output``: log-probabilities over time; ``engine``: the recogniser they belong to."""

    row: Row
    output: LogProbabilities
    engine: Recogniser


def read_row(pixels: NDArray[np.uint8], row: Row, size: Size, *, part: tuple[float, float] = (0.0, 1.0)) -> ReadRow:
    """Recognise one row of BGR ``pixels``; ``part``: only this much of it, in shares of its length from its start."""
    engine = recogniser(size)
    strip = cut_line(pixels, row.corners)
    first, last = (round(strip.shape[1] * share) for share in part)
    if last - first < strip.shape[1]:
        strip = np.ascontiguousarray(strip[:, first : max(first + 8, last)])
    return ReadRow(row, engine.run(strip), engine)


def spell(read: ReadRow) -> tuple[str, float]:
    """``(text, confidence)``: the likeliest character at each step, repeats and blanks removed."""
    best = read.output.argmax(axis=1)
    starts = np.flatnonzero((best != 0) & np.concatenate(([True], best[1:] != best[:-1])))
    if len(starts) == 0:
        return "", 0.0
    text = "".join(read.engine.characters[best[step]] for step in starts)
    confidence = float(np.exp(read.output[starts, best[starts]]).mean())
    return text.strip(), confidence
