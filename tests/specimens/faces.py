"""Two public-domain faces, and what a camera sees when a head, or a flat print of it, is turned.

``astronaut``: Eileen Collins, NASA (ships with scikit-image); ``hopper``: Grace Hopper, US Navy (with matplotlib).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
WIDTH, HEIGHT = 640, 800


def astronaut() -> Pixels:
    """Head and shoulders, BGR (800, 640, 3)."""
    return _load("astronaut").copy()


def hopper() -> Pixels:
    """Head and shoulders of another person, BGR (800, 640, 3)."""
    return _load("hopper").copy()


@cache
def _load(name: str) -> Pixels:
    if name == "astronaut":
        from skimage import data

        return _crop(data.astronaut(), x=110, y=0, width=228)
    from matplotlib import cbook
    from PIL import Image

    with cbook.get_sample_data("grace_hopper.jpg") as file:
        return _crop(np.asarray(Image.open(file).convert("RGB")), x=48, y=0, width=440)


def _crop(rgb: npt.NDArray[Any], *, x: int, y: int, width: int) -> Pixels:
    cut = rgb[y : y + width * HEIGHT // WIDTH, x : x + width, ::-1]
    return np.asarray(cv2.resize(cut, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC), np.uint8)


def landmarks(face: Pixels) -> Floats:
    """Five points (5, 2) of the largest face in ``face``."""
    from verilink.evidence.faces import detect_faces

    found = detect_faces(face, embed=False)
    if not found:
        raise ValueError("no face in this picture")
    return np.array(found[0].landmarks)


def turned(face: Pixels, degrees: float, *, points: Floats | None = None) -> Pixels:
    """``face`` with the head turned by ``degrees`` to the person's left (negative: right), seen from far away.

    Each row is carried along by ``x' = x·cos + z·sin`` with z the depth of an ellipsoid with a nose, as long as
    surfaces stay in order (what folds behind the cheek is hidden); around the head the shift fades to nothing.
    """
    points = landmarks(face) if points is None else points
    angle = np.radians(degrees)
    height, width = face.shape[:2]
    columns, rows = np.meshgrid(np.arange(width, dtype=np.float64), np.arange(height, dtype=np.float64))
    centre, depth, weight = _head(points, columns, rows)
    shifted = columns + weight * ((columns - centre) * (np.cos(angle) - 1) + depth * np.sin(angle))
    ordered = _in_order(shifted, falling=angle < 0)
    grid = np.arange(width, dtype=np.float64)
    source = np.stack([np.interp(grid, line, grid) for line in ordered])
    moved = cv2.remap(
        face, source.astype(np.float32), rows.astype(np.float32), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)


def _head(points: Floats, columns: Floats, rows: Floats) -> tuple[float, Floats, Floats]:
    """Axis of the turn, depth of every pixel in front of it and how much of the turn the pixel follows, 0..1."""
    unit = float(np.hypot(*(points[1] - points[0])))
    centre, level = float(points[[0, 1, 3, 4], 0].mean()), float(points[:, 1].mean())
    reach = ((columns - centre) / (1.25 * unit)) ** 2 + ((rows - level + 0.15 * unit) / (1.75 * unit)) ** 2
    depth = 1.35 * unit * np.sqrt(np.clip(1 - reach, 0, None))
    from_nose = ((columns - points[2, 0]) / (0.22 * unit)) ** 2 + ((rows - points[2, 1]) / (0.32 * unit)) ** 2
    depth += 0.45 * unit * np.exp(-from_nose)
    ramp = np.clip((1.9 - np.sqrt(reach)) / 0.9, 0, 1)
    return centre, depth, ramp * ramp * (3 - 2 * ramp)


def _in_order(shifted: Floats, *, falling: bool) -> Floats:
    """Make every row increase: what would cross a nearer surface is put behind it."""
    step = 1e-3 * np.arange(shifted.shape[1])
    if falling:
        return np.minimum.accumulate(shifted[:, ::-1], axis=1)[:, ::-1] + step
    return np.maximum.accumulate(shifted, axis=1) + step


def flat_turned(face: Pixels, degrees: float, *, distance: float = 3.0) -> Pixels:
    """A flat print of ``face`` turned by ``degrees`` about its vertical middle, on a grey ground.

    ``distance`` of the camera in widths of the print.
    """
    height, width = face.shape[:2]
    angle = np.radians(degrees)
    x = np.array([-0.5, 0.5, 0.5, -0.5]) * width
    y = np.array([-0.5, -0.5, 0.5, 0.5]) * height
    nearness = distance * width / (distance * width + x * np.sin(angle))
    seen = np.stack([x * np.cos(angle) * nearness + width / 2, y * nearness + height / 2], 1)
    flat = np.stack([x + width / 2, y + height / 2], 1)
    matrix = cv2.getPerspectiveTransform(flat.astype(np.float32), seen.astype(np.float32))
    ground = (126, 128, 130)
    return np.asarray(cv2.warpPerspective(face, matrix, (width, height), borderValue=ground), np.uint8)
