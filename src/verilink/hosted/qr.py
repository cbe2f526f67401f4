"""A link as a QR code (ISO/IEC 18004) drawn with one SVG path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

import segno

# Four light modules around the code, as the standard wants; without them some phones do not find it.
QUIET_ZONE: Final = 4


@dataclass(frozen=True, slots=True)
class Picture:
    """``side``: modules including the quiet zone. ``path``: the dark ones, as path data."""

    side: int
    path: str


def draw(link: str) -> Picture:
    """The code of a link, with medium error correction: a smudge or a reflection does not hide it."""
    rows = [bytes(row) for row in segno.make_qr(link, error="m").matrix]
    path = "".join(_run(x, y, length) for y, row in enumerate(rows) for x, length in _dark(row))
    return Picture(len(rows) + 2 * QUIET_ZONE, path)


def _dark(row: bytes) -> Iterator[tuple[int, int]]:
    at = 0
    for dark, run in groupby(row):
        length = len(tuple(run))
        if dark:
            yield at, length
        at += length


def _run(x: int, y: int, length: int) -> str:
    return f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{length}v1h-{length}z"
