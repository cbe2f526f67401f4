"""Bring a face to the 112×112 position the embedder was trained on: a similarity from five points."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

SIDE: Final = 112
# Mean positions of eyes, nose tip and mouth corners in the crop (ArcFace/SFace convention; also OpenCV's alignCrop).
TEMPLATE: Final[Floats] = np.array(
    [(38.2946, 51.6963), (73.5318, 51.5014), (56.0252, 71.7366), (41.5493, 92.3655), (70.7299, 92.2041)]
)


def fit_similarity(source: Floats, target: Floats) -> Floats:
    """The 2×3 similarity (rotation, uniform scale, shift) that takes ``source`` nearest to ``target``, both (n, 2).

    Least squares in closed form. With complex numbers ``z -> a·z + b`` this is Umeyama (1991) without reflection.
    """
    z = source[:, 0] + 1j * source[:, 1]
    w = target[:, 0] + 1j * target[:, 1]
    centred = z - z.mean()
    spread = float(np.vdot(centred, centred).real)
    a = np.vdot(centred, w - w.mean()) / spread if spread > 0 else 1.0
    b = w.mean() - a * z.mean()
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def align(pixels: Pixels, landmarks: Floats) -> Pixels:
    """The 112×112 BGR crop of the face with these five points, (5, 2) in pixels of ``pixels``.

    A face much larger than the crop is read from a shrunken picture first, as plain bilinear sampling would alias.
    """
    matrix = fit_similarity(landmarks, TEMPLATE)
    scale = float(np.hypot(matrix[0, 0], matrix[1, 0]))
    if scale < 0.5:
        pixels, matrix = _shrink(pixels, matrix, scale)
    return np.asarray(cv2.warpAffine(pixels, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR), np.uint8)


def _shrink(pixels: Pixels, matrix: Floats, scale: float) -> tuple[Pixels, Floats]:
    """Cut out what the crop needs and halve it with area averaging until the warp is at most a halving."""
    inverse = cv2.invertAffineTransform(matrix)
    corners = np.array([(0, 0, 1), (SIDE, 0, 1), (0, SIDE, 1), (SIDE, SIDE, 1)]) @ inverse.T
    low = np.clip(np.floor(corners.min(0)) - 2, 0, None).astype(int)
    high = np.ceil(corners.max(0)).astype(int) + 2
    cut = pixels[low[1] : max(high[1], low[1] + 1), low[0] : max(high[0], low[0] + 1)]
    if cut.size == 0:
        return pixels, matrix
    size = (max(1, round(cut.shape[1] * scale * 1.5)), max(1, round(cut.shape[0] * scale * 1.5)))
    small = cv2.resize(cut, size, interpolation=cv2.INTER_AREA)
    shift = matrix[:, :2] @ low + matrix[:, 2]
    ratio = np.array([cut.shape[1] / size[0], cut.shape[0] / size[1]])
    return small, np.column_stack([matrix[:, :2] * ratio, shift])
