"""Faces as unit vectors: SFace, 128 numbers, compared by cosine."""

from __future__ import annotations

import base64
import binascii
from typing import Final

import numpy as np
import numpy.typing as npt

from verilink.errors import BadRequest
from verilink.evidence.faces import weights
from verilink.evidence.faces.align import Pixels

Vector = npt.NDArray[np.float32]
DIMENSIONS: Final = 128


def embed(crop: Pixels) -> Vector:
    """Unit-length float32 vector (128,) of an aligned 112×112 BGR crop."""
    blob = np.ascontiguousarray(crop[:, :, ::-1].transpose(2, 0, 1)[None], np.float32)
    raw = np.asarray(weights.session(weights.EMBEDDER).run(None, {"data": blob})[0][0], np.float32)
    return raw / np.float32(max(float(np.linalg.norm(raw)), 1e-12))


def encode(vector: Vector) -> str:
    """Base64 of little-endian float32, the form kept in facts."""
    return base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")


def decode(text: str) -> Vector:
    """The vector of `encode`; raises `BadRequest` when the text is not 128 finite numbers."""
    try:
        vector = np.frombuffer(base64.b64decode(text, validate=True), "<f4").astype(np.float32)
    except (binascii.Error, ValueError) as error:
        raise BadRequest("A face embedding is not valid base64 of float32 numbers.") from error
    if vector.shape != (DIMENSIONS,) or not np.isfinite(vector).all():
        raise BadRequest(f"A face embedding must have {DIMENSIONS} finite numbers.")
    return vector
