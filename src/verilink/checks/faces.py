"""Faces compared by their stored embeddings, without any model."""

from __future__ import annotations

import base64
import binascii
import math
import struct
from typing import Final

from verilink.evidence.facts import FaceFacts, SelfieFacts

MATCH: Final = 0.363
"""Cosine from which two faces count as one person's: the operating point of ``evidence.faces.compare``."""


def similarity(a: FaceFacts | None, b: FaceFacts | None) -> float | None:
    """Cosine of two embeddings, -1..1; ``None`` when one is missing or damaged, or their networks differ."""
    if a is None or b is None or a.model != b.model:
        return None
    first, second = _vector(a.embedding), _vector(b.embedding)
    if first is None or second is None or len(first) != len(second):
        return None
    length = math.sqrt(math.fsum(x * x for x in first) * math.fsum(y * y for y in second))
    if not length > 0:
        return None
    return max(-1.0, min(1.0, math.fsum(x * y for x, y in zip(first, second, strict=True)) / length))


def _vector(embedding: str | None) -> tuple[float, ...] | None:
    try:
        raw = base64.b64decode(embedding or "", validate=True)
        vector = struct.unpack(f"<{len(raw) // 4}f", raw)
    except (binascii.Error, struct.error, ValueError):
        return None
    return vector if vector and all(map(math.isfinite, vector)) else None


def main_face(faces: tuple[FaceFacts, ...]) -> FaceFacts | None:
    """The largest face."""
    return max(faces, key=lambda face: face.box.width * face.box.height, default=None)


def center_face(selfie: SelfieFacts) -> FaceFacts | None:
    """The main face of the picture looking straight ahead."""
    return next((main_face(frame.faces) for frame in selfie.frames if frame.asked == "center"), None)


def hash_distance(a: str | None, b: str | None) -> int | None:
    """Differing bits of two perceptual hashes, 0..64; ``None`` when one is missing or damaged."""
    try:
        return (int(a or "", 16) ^ int(b or "", 16)).bit_count()
    except ValueError:
        return None
