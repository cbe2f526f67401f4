"""Who else looks like this? Exhaustive search over quantised embeddings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from verilink.errors import BadRequest
from verilink.evidence.faces.embed import DIMENSIONS, Vector

Codes = npt.NDArray[np.int8]
# A unit vector of 128 numbers rarely has one beyond 0.4; steps of 1/300 keep cosines to about ±0.003.
STEPS: Final = 300.0
_BLOCK: Final = 2_048  # stays in the cache, and too small for BLAS to start threads over


class Hit(NamedTuple):
    """``similarity`` is the cosine of the quantised vectors, within about 0.003 of the exact one."""

    key: str
    similarity: float


def quantise(vectors: Vector) -> Codes:
    """Int8 codes of unit vectors, (n, 128) or (128,); each a quarter of the memory."""
    return np.asarray(np.clip(np.rint(vectors * STEPS), -127, 127), np.int8)


class FaceIndex:
    """Embeddings of one network by key, in memory: 128 bytes a face. Not safe for writing from several threads.

    A query multiplies blocks of codes, widened to float32, with the probe: exact over the codes, no tuning, nothing
    to rebuild. 100,000 faces take about 3 ms on one core (``bench/evidence/score_faces.py``).
    """

    def __init__(self) -> None:
        self._keys: list[str] = []
        self._rows: dict[str, int] = {}
        self._codes: Codes = np.empty((0, DIMENSIONS), np.int8)
        self._norms: Vector = np.empty(0, np.float32)

    def __len__(self) -> int:
        return len(self._keys)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    def add(self, key: str, vector: Vector) -> None:
        """Enrol one face, or replace the one under ``key``; raises `BadRequest` for a vector of another shape."""
        self.extend([(key, vector)])

    def extend(self, faces: Iterable[tuple[str, Vector]]) -> None:
        """Enrol many; keys already there are replaced, the last of a repeated key wins."""
        latest = {key: _checked(vector) for key, vector in faces}
        if not latest:
            return
        codes = quantise(np.stack(list(latest.values())))
        norms = np.linalg.norm(codes.astype(np.float32), axis=1).astype(np.float32)
        rows = [self._place(key) for key in latest]
        self._reserve()
        self._codes[rows], self._norms[rows] = codes, np.maximum(norms, 1)

    def remove(self, key: str) -> bool:
        """Forget one face; whether it was there. The last row takes its place."""
        row = self._rows.pop(key, None)
        if row is None:
            return False
        last = len(self._keys) - 1
        moved = self._keys[last]
        self._codes[row], self._norms[row] = self._codes[last], self._norms[last]
        self._codes[last] = 0
        self._keys[row] = moved
        if moved != key:
            self._rows[moved] = row
        self._keys.pop()
        return True

    def search(self, probe: Vector, *, limit: int = 10, threshold: float = -1.0) -> Sequence[Hit]:
        """The most similar faces, best first, at most ``limit`` and none below ``threshold``."""
        checked, count = _checked(probe), len(self._keys)
        if count == 0 or limit < 1:
            return []
        scores = self._scores(checked)
        best = np.argpartition(-scores, limit - 1)[:limit] if limit < count else np.arange(count)
        ordered = best[np.argsort(-scores[best], kind="stable")]
        return [Hit(self._keys[row], round(float(scores[row]), 4)) for row in ordered if scores[row] >= threshold]

    def _scores(self, probe: Vector) -> Vector:
        count = len(self._keys)
        weights = quantise(probe).astype(np.float32)
        weights /= np.float32(max(float(np.linalg.norm(weights)), 1.0))
        scores = np.empty(count, np.float32)
        for start in range(0, count, _BLOCK):
            end = min(start + _BLOCK, count)
            np.matmul(self._codes[start:end].astype(np.float32), weights, out=scores[start:end])
        return np.asarray(scores / self._norms[:count], np.float32)

    def _place(self, key: str) -> int:
        if key not in self._rows:
            self._rows[key] = len(self._keys)
            self._keys.append(key)
        return self._rows[key]

    def _reserve(self) -> None:
        """Room for every key; grows by half so that adding one by one stays linear."""
        if len(self._keys) <= len(self._codes):
            return
        size = max(len(self._keys), len(self._codes) * 3 // 2, 64)
        codes, norms = np.zeros((size, DIMENSIONS), np.int8), np.ones(size, np.float32)
        codes[: len(self._codes)], norms[: len(self._norms)] = self._codes, self._norms
        self._codes, self._norms = codes, norms


def _checked(vector: Vector) -> Vector:
    array = np.asarray(vector, np.float32)
    if array.shape != (DIMENSIONS,) or not np.isfinite(array).all():
        raise BadRequest(f"A face embedding must have {DIMENSIONS} finite numbers.")
    return array / np.float32(max(float(np.linalg.norm(array)), 1e-12))
