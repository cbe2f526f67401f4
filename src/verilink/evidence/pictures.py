"""Pictures to keep and to show: upright, cut out, and without anything the original file said about itself."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.locate import cut_document
from verilink.evidence.documents.orientation import turn
from verilink.evidence.facts import Box, PageFacts
from verilink.evidence.images import Limits, decode, encode_jpeg
from verilink.evidence.images.limits import DEFAULT_LIMITS

Pixels = NDArray[np.uint8]
CLEAN_QUALITY: Final = 95
SHOWN_QUALITY: Final = 88
SHOWN_SIDE: Final = 1600
FACE_MARGIN: Final = 0.35
FACE_SIDE: Final = 480


def clean(data: bytes) -> bytes:
    """The picture as pixels only: upright by its own orientation mark, no metadata. Raises ``ImageRefused``."""
    return encode_jpeg(decode(data).pixels, CLEAN_QUALITY)


def upright(data: bytes, rotation: int, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The whole page as it was read: turned by ``rotation`` degrees, at most 1600 pixels long."""
    return encode_jpeg(_at_most(turn(decode(data, limits).pixels, rotation), SHOWN_SIDE), SHOWN_QUALITY)


def normalized_page(data: bytes, facts: PageFacts) -> bytes:
    """The document of a page: turned upright and, where its corners were found, cut out and straightened."""
    pixels = turn(decode(data).pixels, facts.rotation)
    if facts.document is not None:
        pixels = cut_document(pixels, np.array(facts.document.points, np.float32))
    return encode_jpeg(_at_most(pixels, SHOWN_SIDE), SHOWN_QUALITY)


def face(data: bytes, box: Box, rotation: int = 0) -> bytes:
    """The face in ``box`` (of the upright picture) with a margin around it."""
    pixels = turn(decode(data).pixels, rotation)
    height, width = pixels.shape[:2]
    margin_x, margin_y = box.width * FACE_MARGIN, box.height * FACE_MARGIN
    left, top = max(0, int(box.x - margin_x)), max(0, int(box.y - margin_y))
    right, bottom = min(width, int(box.x + box.width + margin_x)), min(height, int(box.y + box.height + margin_y))
    part = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    return encode_jpeg(_at_most(part, FACE_SIDE), SHOWN_QUALITY)


def _at_most(pixels: Pixels, side: int) -> Pixels:
    scale = side / max(pixels.shape[:2])
    if scale >= 1:
        return np.ascontiguousarray(pixels)
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), np.uint8)
