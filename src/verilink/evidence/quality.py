"""How well a picture can be read, as plain measurements. Judging them is the checks' business."""

from __future__ import annotations

import functools

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.copies import measure_chroma, measure_grid
from verilink.evidence.facts import Quality

_WIDTH = 800  # pixels: the scale the sharpness figures in the documentation belong to


def measure_quality(
    pixels: NDArray[np.uint8],
    *,
    corners_inside: int | None = None,
    resolution: int | None = None,
    untouched: NDArray[np.uint8] | None = None,
) -> Quality:
    """Measure BGR ``pixels`` (the document's crop when there is one). Units as in ``facts.Quality``.

    ``resolution``: the long side in the original picture when ``pixels`` were shrunk before. ``untouched``: grey, the
    document as photographed: a display's grid does not outlive resizing.
    """
    height, width = pixels.shape[:2]
    scale = _WIDTH / width
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    small = cv2.resize(pixels, (_WIDTH, max(1, round(height * scale))), interpolation=method)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    saturation = cv2.extractChannel(cv2.cvtColor(small, cv2.COLOR_BGR2HSV), 1)
    level, spread = (float(value[0, 0]) for value in cv2.meanStdDev(grey))
    return Quality(
        sharpness=round(float(cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))[1][0, 0] ** 2), 2),
        brightness=round(level, 2),
        contrast=round(spread, 2),
        glare=round(_measure_glare(grey, saturation), 4),
        dark=round(cv2.countNonZero(cv2.compare(grey, 25, cv2.CMP_LT)) / grey.size, 4),
        resolution=resolution or max(height, width),
        moire=round(measure_moire(grey), 4),
        grid=_rounded(measure_grid(_grey(pixels) if untouched is None else untouched)),
        saturation=round(cv2.mean(saturation)[0], 2),
        chroma=_rounded(measure_chroma(pixels)),
        corners_inside=corners_inside,
    )


def _grey(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY), np.uint8)


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _measure_glare(grey: NDArray[np.uint8], saturation: NDArray[np.uint8]) -> float:
    """Share of blown-out, colourless pixels in patches too large to be printed white between letters."""
    blown = ((grey > 250) & (saturation < 30)).astype(np.uint8)
    patches = cv2.morphologyEx(blown, cv2.MORPH_OPEN, np.ones((9, 9), np.uint8))
    return float(patches.mean())


def measure_moire(grey: NDArray[np.uint8]) -> float:
    """Strength of the strongest lone peak in the middle frequencies of the spectrum, 0..1.

    The grid of a display photographed by another grid beats at a few exact frequencies; print and scenes spread
    theirs. Advisory: printed guilloches and half-tones also peak.
    """
    # Whole multiples of 32: sides with large prime factors transform slowly, and few sizes mean few windows to make.
    side = min(512, *grey.shape)
    side = side // 32 * 32 or side
    top, left = (grey.shape[0] - side) // 2, (grey.shape[1] - side) // 2
    patch = grey[top : top + side, left : left + side].astype(np.float32)
    window, band = _band(side)
    spectrum = cv2.dft((patch - patch.mean()) * window, flags=cv2.DFT_COMPLEX_OUTPUT)
    values = cv2.magnitude(spectrum[:, :, 0], spectrum[:, :, 1])[band]
    if values.size == 0 or values.max() <= 0:
        return 0.0
    # Peak over the 99th percentile: about 3 for natural pictures, above 10 for a regular grid.
    ratio = float(values.max() / max(float(np.percentile(values, 99)), 1e-6))
    return float(np.clip((ratio - 3.0) / 17.0, 0.0, 1.0))


@functools.lru_cache(maxsize=4)
def _band(side: int) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """Window against edge effects, and the frequencies that count (half the plane: the other half mirrors it)."""
    hann = np.hanning(side).astype(np.float32)
    frequency = np.fft.fftfreq(side) * side
    rows, columns = np.meshgrid(frequency, frequency, indexing="ij")
    radius = np.hypot(rows, columns)
    band = (radius > side * 0.12) & (radius < side * 0.48) & (np.abs(rows) > 4) & (columns > 4)
    return np.outer(hann, hann), band
