"""Recordings for a browser's fake camera: YUV4MPEG2 files, 4:2:0, which Chromium plays in a loop.

Use with ``--use-fake-device-for-media-stream --use-file-for-fake-video-capture=FILE``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import cv2
import numpy as np

from specimens.drawing import photo_of
from specimens.faces import Pixels, landmarks, turned

SIZE = (1280, 720)
TURN = 45.0
FPS = 5


def write_y4m(path: Path, frames: Iterable[Pixels], fps: int = FPS) -> Path:
    """Write BGR frames, all of one even size; returns ``path``. 1.4 MB a frame at 1280 by 720."""
    with path.open("wb") as file:
        size: tuple[int, ...] | None = None
        for frame in frames:
            if size is None:
                size = frame.shape[:2]
                file.write(f"YUV4MPEG2 W{size[1]} H{size[0]} F{fps}:1 Ip A1:1 C420\n".encode())
            if frame.shape[:2] != size:
                raise ValueError(f"frames of different sizes: {size} and {frame.shape[:2]}")
            file.write(b"FRAME\n" + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes())
    return path


def document_still(page: Pixels, *, seconds: float = 0.5, fps: int = FPS, blur: float = 0) -> list[Pixels]:
    """A hand-held page: frames that differ by a hair's breadth, as no two of a real camera are equal."""
    count = max(1, round(seconds * fps))
    return [photo_of(page, size=SIZE, degrees=1.5 + 0.1 * step, blur=blur, seed=11 + step) for step in range(count)]


def scene(face: Pixels, *, shift: tuple[float, float] = (0, 0), seed: int = 0) -> Pixels:
    """A person before the camera: ``face`` in the middle of a 1280 by 720 frame, on a wall of its own colours."""
    width, height = SIZE
    scaled = cv2.resize(face, None, fx=height / face.shape[0], fy=height / face.shape[0], interpolation=cv2.INTER_AREA)
    left = (width - scaled.shape[1]) // 2
    wide = cv2.copyMakeBorder(scaled, 0, 0, left, width - left - scaled.shape[1], cv2.BORDER_REPLICATE)
    small = cv2.resize(wide, (width // 8, height // 8), interpolation=cv2.INTER_AREA)
    wall = cv2.resize(cv2.GaussianBlur(small, (0, 0), 5), SIZE, interpolation=cv2.INTER_LINEAR)
    ramp = np.clip((np.minimum(np.arange(width), width - 1 - np.arange(width)) - left) / 40.0, 0, 1)[None, :, None]
    moved = cv2.warpAffine(
        wide * ramp + wall * (1 - ramp),
        np.array([[1, 0, shift[0]], [0, 1, shift[1]]], np.float64),
        SIZE,
        borderMode=cv2.BORDER_REPLICATE,
    )
    noise = np.random.default_rng(seed).normal(0, 2.0, (height, width, 1))
    return np.asarray(np.clip(moved + noise, 0, 255), np.uint8)


def poses(face: Pixels, degrees: Sequence[float]) -> list[Pixels]:
    """One frame for every angle, each a little moved, as people sway."""
    points = landmarks(face)
    heads = {angle: turned(face, angle, points=points) for angle in set(degrees)}
    return [
        scene(heads[angle], shift=(3.0 * np.sin(step * 1.7), 2.0 * np.cos(step)), seed=step)
        for step, angle in enumerate(degrees)
    ]


def selfie_loop(
    face: Pixels, *, order: Sequence[str] = ("center", "left", "right"), hold: float = 1.2, fps: int = FPS
) -> list[Pixels]:
    """A person who looks ahead, then turns as ``order`` says, ``hold`` seconds each, with half a second between.

    Played in a loop this answers a challenge in any order.
    """
    angles = {"center": 0.0, "left": TURN, "right": -TURN}
    path: list[float] = []
    for here, following in zip(order, (*order[1:], order[0]), strict=True):
        path += [angles[here]] * max(1, round(hold * fps))
        between = max(1, round(0.5 * fps))
        path += list(np.linspace(angles[here], angles[following], between + 2)[1:-1])
    return poses(face, path)
