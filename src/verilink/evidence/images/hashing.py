"""A hash that stays nearly the same when a picture is resized, recompressed or slightly changed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def perceptual_hash(pixels: NDArray[np.uint8]) -> str:
    """64 bits as 16 hex digits: signs of the low DCT frequencies of a 32 by 32 grey thumbnail against their median.

    Algorithm: pHash (C. Zauner, "Implementation and Benchmarking of Perceptual Image Hash Functions", 2010, 3.2.1).
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY) if pixels.ndim == 3 else pixels
    small = cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA).astype(np.float32)
    low = cv2.dct(small)[:8, :8].ravel()
    bits = low > np.median(low[1:])
    return f"{int(''.join('1' if bit else '0' for bit in bits), 2):016x}"


def hash_distance(first: str, second: str) -> int:
    """Number of differing bits of two hashes, 0..64; up to about 8 means the same picture."""
    return (int(first, 16) ^ int(second, 16)).bit_count()
