"""Moving the sides of a rough outline onto the edges that are really there, and measuring how much edge there is."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.text_detection import Corners

_SAMPLES = 28
_ENDS = 0.06  # share of a side left out at either end: corners are round
_NEAR = 1.5  # pixels an edge may be off a side and still support it
_STEP = 3.0  # levels per pixel that count as a full edge in a clean picture
_RESTLESS = 2.5  # times the median gradient: the same in a noisy or textured one

Field = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Gradients:
    """``x``, ``y``: colour gradient of the reduced picture in levels per pixel; ``full``: what counts as an edge."""

    x: Field
    y: Field
    full: float


def measure_gradients(lab: Field) -> Gradients:
    """The gradient of the Lab channel that changes most at each pixel."""
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.0)
    x, y = cv2.Scharr(smooth, cv2.CV_32F, 1, 0) / 32, cv2.Scharr(smooth, cv2.CV_32F, 0, 1) / 32
    best = (x**2 + y**2).argmax(axis=2)[..., None]
    across, down = (np.take_along_axis(part, best, axis=2)[..., 0] for part in (x, y))
    usual = float(np.median(np.hypot(across, down)))
    return Gradients(across, down, max(_STEP, _RESTLESS * usual))


def fit_sides(quad: Corners, gradients: Gradients, reach: float) -> Corners:
    """``quad`` with each side moved by at most ``reach`` pixels at either end to where the edge is strongest."""
    lines = [_fit_side(quad[at], quad[(at + 1) % 4], gradients, reach) for at in range(4)]
    corners = [_meet(lines[at - 1], lines[at]) for at in range(4)]
    found = np.array([quad[at] if corner is None else corner for at, corner in enumerate(corners)], np.float32)
    return found if _is_near(found, quad, 2.5 * reach) else quad


def measure_support(quad: Corners, gradients: Gradients) -> NDArray[np.float64]:
    """For each side (top, right, bottom, left) how much of it has an edge, 0..1; ``nan`` along the picture's rim."""
    return np.array([_support(quad[at], quad[(at + 1) % 4], gradients) for at in range(4)])


def _profile(start: Corners, end: Corners, gradients: Gradients, offsets: Field) -> Field:
    """Edge strength (samples x offsets, 0..1) across the line from ``start`` to ``end``; ``nan`` outside."""
    along = (end - start).astype(np.float32)
    length = max(float(np.hypot(along[0], along[1])), 1.0)
    normal = np.array([-along[1], along[0]], np.float32) / length
    shares = np.linspace(_ENDS, 1 - _ENDS, _SAMPLES, dtype=np.float32)
    middle = start[None] + shares[:, None] * along[None]
    x = middle[:, 0, None] + offsets[None] * normal[0]
    y = middle[:, 1, None] + offsets[None] * normal[1]
    gx = cv2.remap(gradients.x, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    gy = cv2.remap(gradients.y, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    strength = np.clip(np.abs(gx * normal[0] + gy * normal[1]) / gradients.full, 0, 1)
    height, width = gradients.x.shape
    outside = (x < 1) | (y < 1) | (x > width - 2) | (y > height - 2)
    return np.where(outside, np.float32(np.nan), strength)


def _fit_side(start: Corners, end: Corners, gradients: Gradients, reach: float) -> tuple[Corners, Corners]:
    steps = max(2, round(reach))
    offsets = np.arange(-steps, steps + 1, dtype=np.float32)
    profile = np.nan_to_num(_profile(start, end, gradients, offsets), nan=0.0)
    shares = np.linspace(_ENDS, 1 - _ENDS, _SAMPLES)
    first, last = np.meshgrid(np.arange(len(offsets)), np.arange(len(offsets)), indexing="ij")
    at = np.rint(first[..., None] * (1 - shares) + last[..., None] * shares).astype(int)
    total = profile[np.arange(_SAMPLES), at].mean(axis=2)
    # Of equals the nearest: text inside and shadows outside run parallel to the edge.
    away = (np.abs(offsets[first]) + np.abs(offsets[last])) / (2 * steps)
    best = int((total - 0.08 * away).argmax())
    along = end - start
    normal = np.array([-along[1], along[0]], np.float32) / max(float(np.hypot(along[0], along[1])), 1.0)
    return start + offsets[first.flat[best]] * normal, end + offsets[last.flat[best]] * normal


def _support(start: Corners, end: Corners, gradients: Gradients) -> float:
    profile = _profile(start, end, gradients, np.array([-_NEAR, 0.0, _NEAR], np.float32))
    seen = ~np.isnan(profile).all(axis=1)
    return float(np.nanmax(profile[seen], axis=1).mean()) if seen.mean() > 0.3 else float("nan")


def _meet(first: tuple[Corners, Corners], second: tuple[Corners, Corners]) -> Corners | None:
    """Where two lines meet; ``None`` when they hardly do."""
    a, b = first[1] - first[0], second[1] - second[0]
    cross = float(a[0] * b[1] - a[1] * b[0])
    if abs(cross) < 0.2 * float(np.hypot(a[0], a[1]) * np.hypot(b[0], b[1])):
        return None
    gap = second[0] - first[0]
    share = float(gap[0] * b[1] - gap[1] * b[0]) / cross
    return np.asarray(first[0] + share * a, np.float32)


def _is_near(found: Corners, quad: Corners, reach: float) -> bool:
    return bool(np.linalg.norm(found - quad, axis=1).max() <= reach) and cv2.isContourConvex(found.astype(np.float32))
