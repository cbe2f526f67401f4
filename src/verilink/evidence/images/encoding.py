"""Writing pixels back out, with nothing of the original file left."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray


def encode_jpeg(pixels: NDArray[np.uint8], quality: int = 90) -> bytes:
    """A baseline JPEG of BGR or grey ``pixels`` without any metadata. ``quality`` 1..100.

    Raises:
        ValueError: the array is not an image OpenCV can write.
    """
    written, data = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    if not written:
        raise ValueError("the array cannot be written as a JPEG")
    return bytes(data)
