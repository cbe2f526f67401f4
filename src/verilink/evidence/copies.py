"""Signs that a picture shows a copy of a document: the pixel grid of a display, and the want of colour.

Pure measurements. How often they are wrong is in ``docs/explanation/copies.md``.
"""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

_PATCH = 128  # pixels
_PATCHES = 4  # along a side
_LONGEST_PERIOD = 10.0  # pixels: coarser patterns are print
_CHROMA_SIDE = 400  # pixels
_LIT, _BLOWN = 70, 245  # levels between which a colour can be told
_LEAST_LIT = 500  # pixels
_LOGARITHMS = np.log(np.arange(1, 257, dtype=np.float32))  # of each level and one

Grey = NDArray[np.uint8]


def measure_grid(grey: Grey) -> float | None:
    """How far the strongest lone peak that patches all over the picture share stands out of the spectrum, in nepers.

    ``grey``: the document as it was photographed, not resized. A display repeats one pattern everywhere, which adds up;
    print differs from place to place and averages out. ``None`` when the picture is smaller than a patch.
    """
    if min(grey.shape) < _PATCH:
        return None
    spectra = [_spectrum(grey[top : top + _PATCH, left : left + _PATCH]) for top, left in _places(*grey.shape)]
    mean = np.mean(spectra, axis=0, dtype=np.float32)
    around = cv2.blur(cv2.medianBlur(mean, 5), (9, 9))
    _, counted = _filters()
    return float((mean - around)[counted].max())


def _places(height: int, width: int) -> list[tuple[int, int]]:
    rows, columns = (
        np.linspace(0, side - _PATCH, min(_PATCHES, side // _PATCH)).astype(int).tolist() for side in (height, width)
    )
    return [(row, column) for row in rows for column in columns]


def _spectrum(patch: Grey) -> NDArray[np.float32]:
    """Logarithm of the amplitudes, lowest frequency in the middle; the constant keeps noise of dark patches down."""
    window, _ = _filters()
    level = patch.astype(np.float32)
    waves = cv2.dft((level - level.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT)
    found: NDArray[np.float32] = np.fft.fftshift(np.log(cv2.magnitude(waves[:, :, 0], waves[:, :, 1]) + 50.0))
    return found


@functools.cache
def _filters() -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Window against edge effects, and which frequencies count: not the axes, not the harmonics of JPEG's blocks."""
    hann = np.hanning(_PATCH).astype(np.float32)
    steps = np.arange(_PATCH) - _PATCH // 2
    rows, columns = np.meshgrid(steps, steps, indexing="ij")
    fine = np.hypot(rows, columns) > _PATCH / _LONGEST_PERIOD
    off_axes = (np.abs(rows) > 1) & (np.abs(columns) > 1)
    return np.outer(hann, hann), fine & off_axes & ~(_is_harmonic(rows) & _is_harmonic(columns))


def _is_harmonic(steps: NDArray[np.int_]) -> NDArray[np.bool_]:
    block = _PATCH // 8
    return np.minimum(steps % block, block - steps % block) <= 1


def measure_chroma(pixels: NDArray[np.uint8]) -> float | None:
    """How far colours lie from the commonest one, whatever the light's own tint: 90th percentile, 0 for a grey copy.

    BGR ``pixels`` of the document. Hundredths of log-chromaticity (ln R/G, ln B/G), in which a light of any colour only
    shifts everything: a grey copy under a warm lamp is as far from colour as under daylight. Two lights of different
    colour spread it. ``None`` when nothing is lit well enough.
    """
    scale = _CHROMA_SIDE / max(pixels.shape[:2])
    small = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else pixels
    blue, green, red = cv2.split(cv2.GaussianBlur(small, (0, 0), 1.0))
    total = cv2.add(cv2.add(blue, green, dtype=cv2.CV_16U), red, dtype=cv2.CV_16U)
    lit = (total > 3 * _LIT) & (cv2.max(cv2.max(blue, green), red) < _BLOWN)
    if np.count_nonzero(lit) < _LEAST_LIT:
        return None
    base = _LOGARITHMS[green[lit]]
    to_red, to_blue = (_LOGARITHMS[channel[lit]] - base for channel in (red, blue))
    away = cv2.magnitude(to_red - np.median(to_red), to_blue - np.median(to_blue))
    return float(100 * np.percentile(away, 90))
