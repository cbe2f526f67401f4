"""What the numbers inside a JPEG tell of how it was written: its quality, and whether it was a JPEG before."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

# ITU-T T.81, table K.1, row by row.
_STANDARD: Final = np.array(
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29,
        51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121,
        120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ]
)  # fmt: skip
_SIDE = 768  # pixels of the middle that are looked at
_FREQUENCIES: Final = ((0, 1), (1, 0), (1, 1), (0, 2), (2, 0), (1, 2), (2, 1), (2, 2))
_VALUES = 24  # quantised values that are counted
_LEAST_COUNTED, _LEAST_OFTEN = 400, 8
_COSINES: Final = np.array(
    [
        [np.sqrt((1 if wave == 0 else 2) / 8) * np.cos((2 * at + 1) * wave * np.pi / 16) for at in range(8)]
        for wave in range(8)
    ],
    np.float32,
)


def estimate_quality(image: Image.Image) -> int | None:
    """Quality 1 to 100 on the scale of the Independent JPEG Group whose luma table is nearest; ``None`` without one."""
    table = _luma_table(image)
    if table is None:
        return None
    scales = np.array([5000 / quality if quality < 50 else 200 - 2 * quality for quality in range(1, 101)])
    tables = np.clip((_STANDARD * scales[:, None] + 50) // 100, 1, 255)
    return int(np.abs(tables - table).sum(axis=1).argmin()) + 1


def measure_recompression(image: Image.Image) -> float | None:
    """How uneven the counts of neighbouring quantised values are: about 0.1 for a first JPEG, above 1 for a second.

    Only where the second was of higher quality, on the same grid of blocks, and not resized in between: then values
    that the first had taken away stay away (J. Lukáš, J. Fridrich, "Estimation of Primary Quantization Matrix in Double
    Compressed JPEG Images", 2003). ``None`` when it is no JPEG, or shows too little. ``image``: loaded, as stored.
    """
    table = _luma_table(image)
    if table is None or image.mode not in ("RGB", "L"):
        return None
    blocks = _COSINES @ _middle_blocks(image) @ _COSINES.T
    found = [_unevenness(blocks[:, row, column], int(table[8 * row + column])) for row, column in _FREQUENCIES]
    known = [value for value in found if value is not None]
    return float(np.median(known)) if known else None


def _luma_table(image: Image.Image) -> NDArray[np.int_] | None:
    tables = getattr(image, "quantization", None)
    first = tables.get(0) if isinstance(tables, dict) else None
    return np.array(first) if first is not None and len(first) == 64 and min(first) > 0 else None


def _middle_blocks(image: Image.Image) -> NDArray[np.float32]:
    """Luma of whole blocks, blocks x 8 x 8."""
    width, height = (min(side, _SIDE) // 8 * 8 for side in image.size)
    left, top = (image.width - width) // 16 * 8, (image.height - height) // 16 * 8
    luma = np.asarray(image.crop((left, top, left + width, top + height)).convert("L"), np.float32) - 128
    return luma.reshape(height // 8, 8, width // 8, 8).transpose(0, 2, 1, 3).reshape(-1, 8, 8)


def _unevenness(values: NDArray[np.floating[Any]], step: int) -> float | None:
    """Mean distance of the logarithm of each count from that of its neighbours; ``None`` with too few counts."""
    quantised = np.abs(np.rint(values / step)).astype(int)
    counts = np.bincount(quantised[(quantised > 0) & (quantised <= _VALUES)], minlength=_VALUES + 1)[1:]
    if counts.sum() < _LEAST_COUNTED or not (counts >= _LEAST_OFTEN).any():
        return None
    last = max(6, int(np.flatnonzero(counts >= _LEAST_OFTEN)[-1]) + 1)
    logs = np.log(counts[:last] + 1.0)
    neighbours = np.convolve(np.pad(logs, 2, mode="edge"), np.ones(5) / 5, "valid")
    return float(np.abs(logs - neighbours)[1:].mean())
