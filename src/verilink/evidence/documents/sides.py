"""Moving the sides of a rough outline onto the edges that are really there, and measuring how much edge there is."""

from __future__ import annotations

import functools
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
    across, down = (
        [part / 32 for part in cv2.split(cv2.Scharr(smooth, cv2.CV_32F, *order))] for order in ((1, 0), (0, 1))
    )
    strengths = [x * x + y * y for x, y in zip(across, down, strict=True)]
    x, y, best = across[0], down[0], strengths[0]
    for channel in (1, 2):
        more = strengths[channel] > best
        x, y = np.where(more, across[channel], x), np.where(more, down[channel], y)
        best = np.maximum(best, strengths[channel])
    usual = float(np.median(np.sqrt(best)))
    return Gradients(x, y, max(_STEP, _RESTLESS * usual))


def fit_sides(quads: list[Corners], gradients: Gradients, reach: float) -> list[Corners]:
    """``quads`` with each side moved by at most ``reach`` pixels at either end to where the edge is strongest.

    All at once: what is looked up for one side is a row of a product of matrices.
    """
    if not quads:
        return []
    search = _searched(max(2, round(reach)))
    starts, ends = _sides(quads)
    profiles = np.nan_to_num(_profile(starts, ends, gradients, search.offsets), nan=0.0)
    total = profiles.reshape(len(starts), -1) @ search.taken - search.away
    best = total.argmax(axis=1)
    normal = _normals(starts, ends)
    starts = starts + search.first[best][:, None] * normal
    ends = ends + search.last[best][:, None] * normal
    moved = zip(quads, starts.reshape(-1, 4, 2), ends.reshape(-1, 4, 2), strict=True)
    return [_close(quad, first, last, reach) for quad, first, last in moved]


def _sides(quads: list[Corners]) -> tuple[Corners, Corners]:
    """Where every side of every quadrilateral starts and ends."""
    starts = np.array(quads, np.float32)
    return starts.reshape(-1, 2), np.roll(starts, -1, axis=1).reshape(-1, 2)


def _close(quad: Corners, starts: Corners, ends: Corners, reach: float) -> Corners:
    """The quadrilateral of four moved sides, or ``quad`` when they do not make one near it."""
    corners = [_meet((starts[at - 1], ends[at - 1]), (starts[at], ends[at])) for at in range(4)]
    found = np.array([quad[at] if corner is None else corner for at, corner in enumerate(corners)], np.float32)
    return found if _is_near(found, quad, 2.5 * reach) else quad


def measure_support(quads: list[Corners], gradients: Gradients) -> list[NDArray[np.float64]]:
    """For each side (top, right, bottom, left) how much of it has an edge, 0..1; ``nan`` along the picture's rim."""
    if not quads:
        return []
    offsets = np.array([-_NEAR, 0.0, _NEAR], np.float32)
    supports = np.array([_support(profile) for profile in _profile(*_sides(quads), gradients, offsets)])
    return list(supports.reshape(-1, 4))


@dataclass(frozen=True, slots=True, eq=False)
class _Search:
    """Every way to move the two ends of a side across it: ``first`` and ``last`` in pixels, one entry for each way.

    ``taken``: a column for each way, with what of a flattened profile it runs over, in equal shares; ``away``: what
    being far from the start costs.
    """

    offsets: Field
    first: Field
    last: Field
    taken: Field
    away: Field


@functools.cache
def _searched(steps: int) -> _Search:
    offsets = np.arange(-steps, steps + 1, dtype=np.float32)
    shares = np.linspace(_ENDS, 1 - _ENDS, _SAMPLES)
    first, last = (part.ravel() for part in np.meshgrid(offsets, offsets, indexing="ij"))
    at = np.rint((first[:, None] + steps) * (1 - shares) + (last[:, None] + steps) * shares).astype(np.intp)
    taken = np.zeros((_SAMPLES * len(offsets), len(first)), np.float32)
    taken[at + np.arange(_SAMPLES) * len(offsets), np.arange(len(first))[:, None]] = 1 / _SAMPLES
    # Of equals the nearest: text inside and shadows outside run parallel to the edge.
    away = 0.08 * (np.abs(first) + np.abs(last)) / (2 * steps)
    return _Search(offsets, first, last, taken, away.astype(np.float32))


def _normals(starts: Corners, ends: Corners) -> Corners:
    along = (ends - starts).astype(np.float32)
    length = np.maximum(np.hypot(along[:, 0], along[:, 1]), 1.0)
    return np.asarray(np.stack([-along[:, 1], along[:, 0]], axis=1) / length[:, None], np.float32)


def _profile(starts: Corners, ends: Corners, gradients: Gradients, offsets: Field) -> Field:
    """Edge strength (sides x samples x offsets, 0..1) across each line from start to end; ``nan`` outside."""
    shares = np.linspace(_ENDS, 1 - _ENDS, _SAMPLES, dtype=np.float32)
    normal = _normals(starts, ends)[:, None, None]
    middle = starts[:, None] + shares[None, :, None] * (ends - starts)[:, None]
    points = middle[:, :, None] + offsets[None, None, :, None] * normal
    x, y = (np.ascontiguousarray(points[..., axis].reshape(-1, len(offsets)), np.float32) for axis in (0, 1))
    gx, gy = (
        cv2.remap(part, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE).reshape(points.shape[:3])
        for part in (gradients.x, gradients.y)
    )
    strength: Field = np.clip(np.abs(gx * normal[..., 0] + gy * normal[..., 1]) / gradients.full, 0, 1).astype(
        np.float32
    )
    height, width = gradients.x.shape
    outside = (x < 1) | (y < 1) | (x > width - 2) | (y > height - 2)
    strength[outside.reshape(strength.shape)] = np.nan
    return strength


def _support(profile: Field) -> float:
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
