"""Find every face of a picture and say what it is like."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from verilink.evidence.faces import pose, quality, wear, weights, yunet
from verilink.evidence.faces.age import estimate_age
from verilink.evidence.faces.align import Floats, Pixels, align
from verilink.evidence.faces.embed import embed as to_vector
from verilink.evidence.faces.embed import encode
from verilink.evidence.facts import Box, FaceFacts, Point

# Long side in pixels of the picture the detector sees. Tried in turn until one gives a face: the first suits nearly
# all, the second faces that fill the frame, the third the small portraits of a whole identity document.
SIDES: Final = (640, 288, 1408)
LARGEST_UPSCALE: Final = 2.0
# A face with fewer pixels across than this in the detector's picture is found anew in a crop scaled to ``MAGNIFIED``.
SMALL: Final = 48
MAGNIFIED: Final = 144
# Every face is looked at once more at this size and the two readings of its points averaged: the detector's noise is
# the largest error of the embedding (one of 150 false non-matches fewer at the same rate of false matches, 1.5 ms).
SECOND_LOOK: Final = 96
MOST_FACES: Final = 12
SMALLEST_SIDE: Final = 24


def detect_faces(pixels: Pixels, *, embed: bool = True, ages: bool = False) -> tuple[FaceFacts, ...]:
    """Faces of an upright BGR picture (height, width, 3), largest first; empty when there is none.

    ``embed=False`` leaves the embedding out (and most of the time); ``ages`` guesses how old each looks.
    Grey pictures, (height, width), are accepted.
    """
    picture = _as_bgr(pixels)
    if min(picture.shape[:2]) < SMALLEST_SIDE:
        return ()
    rows = sorted(_find(picture), key=lambda row: -float(row[2] * row[3]))
    return tuple(_describe(picture, row, embed=embed, ages=ages) for row in rows)


def _as_bgr(pixels: Pixels) -> Pixels:
    if pixels.ndim == 2:
        return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR), np.uint8)
    return np.ascontiguousarray(pixels[:, :, :3], np.uint8)


def _find(picture: Pixels) -> list[yunet.Rows]:
    """Rows in the picture's own pixels, from the first scale that shows a face."""
    longest = max(picture.shape[:2])
    tried: set[float] = set()
    for side in SIDES:
        scale = min(side / longest, LARGEST_UPSCALE) if side > SIDES[0] else min(side / longest, 1.0)
        if scale in tried:
            continue
        tried.add(scale)
        rows = _run_scaled(picture, scale)
        if len(rows):
            return [_steady(picture, row) for row in _magnify_small(picture, rows, scale)]
    return []


def _run_scaled(picture: Pixels, scale: float) -> yunet.Rows:
    if scale == 1.0:
        return yunet.run(picture)
    width, height = (max(1, round(side * scale)) for side in picture.shape[1::-1])
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    rows = yunet.run(np.asarray(cv2.resize(picture, (width, height), interpolation=method), np.uint8))
    rows[:, 0:14:2] *= picture.shape[1] / width
    rows[:, 1:14:2] *= picture.shape[0] / height
    return rows


def _magnify_small(picture: Pixels, rows: yunet.Rows, scale: float) -> list[yunet.Rows]:
    """Small faces have coarse points; a look at a magnified crop places them better and drops chance finds."""
    kept: list[yunet.Rows] = []
    for row in rows[:MOST_FACES]:
        seen = _look_again(picture, row, MAGNIFIED) if row[2] * scale < SMALL else row
        if seen is not None:
            kept.append(seen)
        elif row[14] >= 0.8:
            kept.append(row)
    return kept


def _steady(picture: Pixels, row: yunet.Rows) -> yunet.Rows:
    """The row with points averaged over two looks."""
    again = _look_again(picture, row, SECOND_LOOK)
    if again is None:
        return row
    steadied = row.copy()
    steadied[4:14] = (row[4:14] + again[4:14]) / 2
    return steadied


def _look_again(picture: Pixels, row: yunet.Rows, size: int) -> yunet.Rows | None:
    """The face of ``row`` as seen in a crop of twice its box, scaled so that the box has ``size`` pixels."""
    centre, reach = row[:2] + row[2:4] / 2, float(max(row[2], row[3]))
    low = np.maximum(np.floor(centre - reach), 0).astype(int)
    high = np.minimum(np.ceil(centre + reach), picture.shape[1::-1]).astype(int)
    crop = picture[low[1] : high[1], low[0] : high[0]]
    if min(crop.shape[:2]) < 8:
        return None
    found = _run_scaled(crop, min(size / reach, 8.0))
    found[:, :2] += low
    found[:, 4:14] += np.tile(low, 5)
    near: list[yunet.Rows] = [other for other in found if yunet.intersection_over_union(other, row) > 0.35]
    return max(near, key=lambda other: float(other[14])) if near else None


def _describe(picture: Pixels, row: yunet.Rows, *, embed: bool, ages: bool) -> FaceFacts:
    landmarks: Floats = row[4:14].reshape(5, 2).astype(np.float64)
    crop = align(picture, landmarks)
    head = pose.estimate(landmarks)
    measured = quality.measure(crop, landmarks, head)
    worn = wear.measure(crop)
    x, y, width, height = (round(float(value), 1) for value in row[:4])
    return FaceFacts(
        box=Box(x=x, y=y, width=width, height=height),
        landmarks=_points(landmarks),
        confidence=round(float(row[14]), 4),
        yaw=head.yaw,
        pitch=head.pitch,
        roll=head.roll,
        sharpness=measured.sharpness,
        brightness=measured.brightness,
        size=measured.size,
        quality=measured.overall,
        glasses=worn.glasses,
        covering=worn.covering,
        age=estimate_age(picture, landmarks) if ages else None,
        embedding=encode(to_vector(crop)) if embed else None,
        model=weights.embedder_id() if embed else None,
    )


def _points(landmarks: Floats) -> tuple[Point, Point, Point, Point, Point]:
    right_eye, left_eye, nose, right_mouth, left_mouth = (
        (round(float(x), 2), round(float(y), 2)) for x, y in landmarks
    )
    return right_eye, left_eye, nose, right_mouth, left_mouth
