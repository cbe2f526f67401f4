"""What is behind a person, in a form in which pictures of one room can be told: corners of things, and how they look.

ORB (Rublee et al., 2011) outside head and shoulders. A plain wall has no corners and gives nothing to compare.
"""

from __future__ import annotations

import base64
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from verilink.evidence.facts import Box

Pixels = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.uint8]
SHORT_SIDE: Final = 480  # pixels of the picture that is looked at
MOST: Final = 150
LEAST: Final = 25
"""Corners: fewer make no room."""
_SMOOTH: Final = 1.5  # pixels
_RECORD: Final = 36  # bytes: two coordinates, and 256 bits of what is around
# Of the face's box: how far hair reaches to the sides and up, and where shoulders begin below the chin.
_BESIDE, _ABOVE, _BELOW = 0.5, 0.7, 0.1
_RATIO: Final = 0.8  # of the distances of the nearest and the second: Lowe's test
_NEAR: Final = 4.0  # pixels
_LARGEST_ZOOM: Final = 1.5
_LARGEST_TURN: Final = 0.3  # radians


class Background(NamedTuple):
    """Places (n, 2) in pixels, and what is there, (n, 32) bytes."""

    places: npt.NDArray[np.float32]
    looks: Pixels


def describe_background(pixels: Pixels, face: Box) -> str | None:
    """Base64 of at most 150 corners, 36 bytes each; ``None`` for fewer than 25. ``face``: the largest one's box."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY) if pixels.ndim == 3 else pixels
    scale = SHORT_SIDE / min(grey.shape)
    resized = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(resized, (0, 0), _SMOOTH)  # noise has corners too
    finder = cv2.ORB.create(nfeatures=MOST, fastThreshold=8)
    points, looks = finder.detectAndCompute(small, _around(face, scale, small.shape))
    if looks is None or len(points) < LEAST:
        return None
    places = np.array([point.pt for point in points[:MOST]]).round().astype("<u2")
    records = np.hstack([places.view(np.uint8).reshape(len(places), 4), looks[:MOST]])
    return base64.b64encode(records.tobytes()).decode("ascii")


def _around(face: Box, scale: float, shape: tuple[int, ...]) -> Mask:
    """255 where neither head nor shoulders reach."""
    mask = np.full(shape[:2], 255, np.uint8)
    left, right = face.x - _BESIDE * face.width, face.x + (1 + _BESIDE) * face.width
    top, chin = face.y - _ABOVE * face.height, face.y + (1 + _BELOW) * face.height
    left, right, top, chin = (max(0, round(side * scale)) for side in (left, right, top, chin))
    mask[top:, left:right] = 0
    mask[chin:] = 0
    return mask


def unpack(described: bytes) -> Background | None:
    """The corners in a description's bytes; ``None`` when they are none."""
    if not described or len(described) % _RECORD:
        return None
    records = np.frombuffer(described, np.uint8).reshape(-1, _RECORD)
    places = np.ascontiguousarray(records[:, :4]).view("<u2").astype(np.float32)
    return Background(places, np.ascontiguousarray(records[:, 4:]))


def count_corners(described: str | None) -> int:
    """How many corners a description has."""
    return 0 if described is None else len(base64.b64decode(described)) // _RECORD


def shared_corners(one: Background, other: Background) -> int:
    """How many corners both show in one arrangement: moved, turned and zoomed a little, as another seat would."""
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(one.looks, other.looks, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < 6:
        return 0
    here = np.array([one.places[match.queryIdx] for match in good])
    there = np.array([other.places[match.trainIdx] for match in good])
    cv2.setRNGSeed(1)
    moved, agree = cv2.estimateAffinePartial2D(here, there, ransacReprojThreshold=_NEAR)
    if moved is None:
        return 0
    zoom, turn = float(np.hypot(moved[0, 0], moved[1, 0])), float(np.arctan2(moved[1, 0], moved[0, 0]))
    if not 1 / _LARGEST_ZOOM <= zoom <= _LARGEST_ZOOM or abs(turn) > _LARGEST_TURN:
        return 0
    return len({tuple(place) for place in there[agree.ravel() > 0].tolist()})
