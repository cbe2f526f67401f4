"""Are these two faces one person's? Cosine similarity against a stated operating point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from verilink.errors import BadRequest
from verilink.evidence.faces.align import Pixels
from verilink.evidence.faces.detect import detect_faces
from verilink.evidence.faces.embed import decode
from verilink.evidence.facts import FaceFacts, Facts
from verilink.evidence.images import Limits
from verilink.evidence.images import decode as decode_image

# One's own files may be small; what strangers send passes the stricter limits of the upload first.
OWN_FILES: Final = Limits(min_bytes=1, min_side=24)


class OperatingPoint(Facts, frozen=True):
    """A threshold and what was measured at it: false matches and false non-matches of so many pairs."""

    threshold: float
    false_matches: int
    impostor_pairs: int
    false_non_matches: int
    genuine_pairs: int
    measured_on: str


# The threshold published with the network; error rates as printed by bench/evidence/score_faces.py.
OPERATING_POINT: Final = OperatingPoint(
    threshold=0.363,
    false_matches=144,
    impostor_pairs=150_169,
    false_non_matches=1,
    genuine_pairs=257,
    measured_on="549 pictures of LFW (View 2), all cross pairs",
)


class Comparison(Facts, frozen=True):
    """``similarity``: cosine, −1..1, ``None`` when a picture shows no face; ``match`` is then ``False``."""

    similarity: float | None
    match: bool
    threshold: float
    a: FaceFacts | None = None
    b: FaceFacts | None = None


def similarity(a: FaceFacts, b: FaceFacts) -> float:
    """Cosine of two faces' embeddings, −1..1.

    Raises `BadRequest` when one has no embedding or they come from different networks.
    """
    if a.embedding is None or b.embedding is None:
        raise BadRequest("Both faces need an embedding to be compared.")
    if a.model != b.model:
        raise BadRequest("Faces embedded by different networks cannot be compared.")
    return round(float(np.clip(decode(a.embedding) @ decode(b.embedding), -1, 1)), 6)


def compare_faces(a: bytes | Pixels, b: bytes | Pixels, *, threshold: float = OPERATING_POINT.threshold) -> Comparison:
    """Compare the main face (large and near the middle) of two pictures: encoded files as bytes, or upright BGR pixels.

    Raises what `verilink.evidence.images.decode` raises for bytes that are no picture.
    """
    first, second = _main_face(a), _main_face(b)
    if first is None or second is None:
        return Comparison(similarity=None, match=False, threshold=threshold, a=first, b=second)
    value = similarity(first, second)
    return Comparison(similarity=value, match=value >= threshold, threshold=threshold, a=first, b=second)


def _main_face(picture: bytes | Pixels) -> FaceFacts | None:
    pixels = to_pixels(picture)
    return choose_main(detect_faces(pixels), pixels.shape[1], pixels.shape[0])


def choose_main(faces: Sequence[FaceFacts], width: int, height: int) -> FaceFacts | None:
    """The face a picture of ``width`` by ``height`` is of: large and near the middle (a bystander cut off by the edge
    often has the larger box). Weight: area times a Gaussian of the distance, sigma 0.3 of the longer side."""

    def weigh(face: FaceFacts) -> float:
        across = face.box.x + face.box.width / 2 - width / 2
        down = face.box.y + face.box.height / 2 - height / 2
        nearness = np.exp(-(across**2 + down**2) / (2 * (0.3 * max(width, height)) ** 2))
        return float(face.box.width * face.box.height * nearness)

    return max(faces, key=weigh, default=None)


def to_pixels(picture: bytes | Pixels) -> Pixels:
    """Upright BGR pixels of an encoded file; pixels stay as they are."""
    if isinstance(picture, np.ndarray):
        return picture
    return decode_image(picture, OWN_FILES).pixels
