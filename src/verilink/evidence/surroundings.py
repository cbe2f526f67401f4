"""What is around a face: lines of print beside it mean that the picture is of a document, not of a person."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from verilink.evidence.documents.text_detection import Corners, detect_text, side_lengths
from verilink.evidence.facts import Box, FaceFacts

Pixels = npt.NDArray[np.uint8]
TEXT_DETECTOR: Final = "ppocrv6-tiny-det"
# How far to look from the middle of the face, in widths of it: an identity document is about seven wide.
_ACROSS: Final = 4
_DOWN: Final = 3
_SIDE: Final = 512  # pixels the text detector sees, 30 ms on one core
_TALLEST: Final = 0.4  # of the face's width: letters on a document are small beside its portrait
_LONGEST_WORD: Final = 2  # a line of print is at least twice as long as it is high


def count_text_around(pixels: Pixels, face: FaceFacts) -> int:
    """Lines of small print near ``face`` and not on it, in upright BGR ``pixels``.

    Five or more on 65 of 68 pictures of identity documents and on 1 of 549 press photographs of people
    (``bench/evidence/score_faces.py --signals``).
    """
    box, (height, width) = face.box, pixels.shape[:2]
    across, down = box.x + box.width / 2, box.y + box.height / 2
    left, right = int(max(0, across - _ACROSS * box.width)), int(min(width, across + _ACROSS * box.width))
    top, bottom = int(max(0, down - _DOWN * box.width)), int(min(height, down + _DOWN * box.width))
    part = pixels[top:bottom, left:right]
    if min(part.shape[:2]) < 8:
        return 0
    shift = np.array([left, top], np.float32)
    return sum(_is_print_beside(corners + shift, box) for corners in detect_text(part, _SIDE))


def _is_print_beside(corners: Corners, box: Box) -> bool:
    along, across = side_lengths(corners)
    x, y = (float(value) for value in corners.mean(0))
    on_face = box.x < x < box.x + box.width and box.y < y < box.y + box.height
    return not on_face and across < _TALLEST * box.width and along > _LONGEST_WORD * across
