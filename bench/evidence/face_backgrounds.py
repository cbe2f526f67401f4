"""How often backgrounds are taken for one; called by ``score_faces.py --signals``.

Others: pairs of the labelled pictures of different people. The same: a picture against itself, moved, zoomed, lighter or
darker, noisier and compressed anew, with its head elsewhere. Walls: drawn, with a slope of light, plaster and noise.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import cv2
import numpy as np

from bench.evidence.face_wear import main_face
from verilink.evidence.background import Background, describe_background, shared_corners, unpack
from verilink.evidence.facts import Box

LEAST = 8  # corners, as the check counts them
WALLS = 300


def report_backgrounds(root: Path, names: list[str]) -> None:
    """Print how often each is taken for the same room."""
    draw, noise = random.Random(1), np.random.default_rng(1)
    seen = {name: _seen(root / name) for name in names}
    rooms = {name: found for name, found in seen.items() if found is not None and found[2] is not None}
    print(f"backgrounds: {len(rooms)} of {len(names)} pictures show enough of one")
    others = [
        shared_corners(rooms[one][2], rooms[other][2])
        for one, other in combinations(rooms, 2)
        if _person(one) != _person(other)
    ]
    alike = sum(each >= LEAST for each in others)
    print(f"of other people: {alike} of {len(others)} pairs, at most {max(others)} corners")
    for amount in (0.0, 0.05, 0.15):
        found = [_same(each, amount, draw, noise) for each in list(rooms.values())[::3]]
        print(f"the same, moved by up to {amount:.0%}: {sum(each >= LEAST for each in found)} of {len(found)}")
    face = Box(x=150, y=200, width=180, height=230)
    walls = sum(describe_background(wall, face) is not None for wall in _walls(draw, noise))
    print(f"plain walls with enough to compare: {walls} of {WALLS}")


def _person(name: str) -> str:
    return Path(name).stem.rsplit("_", 1)[0]


def _seen(path: Path) -> tuple[np.ndarray, Box, Background | None] | None:
    picture = cv2.imread(str(path))
    face = main_face(picture)
    return None if face is None else (picture, face.box, _described(picture, face.box))


def _described(picture: np.ndarray, box: Box) -> Background | None:
    described = describe_background(picture, box)
    return None if described is None else unpack(base64.b64decode(described))


Seen = tuple[np.ndarray, Box, Background | None]


def _same(seen: Seen, amount: float, draw: random.Random, noise: np.random.Generator) -> int:
    picture, box, room = seen
    height, width = picture.shape[:2]
    zoom, right, down = (draw.uniform(-amount, amount) for _ in range(3))
    zoom += 1
    middle = (1 - zoom) / 2
    matrix = np.array([[zoom, 0, (right + middle) * width], [0, zoom, (down + middle) * height]])
    moved = cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
    lit = moved * draw.uniform(0.75, 1.25) + draw.uniform(-20, 20) + noise.normal(0, 4, moved.shape)
    encoded = cv2.imencode(".jpg", np.clip(lit, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    elsewhere = Box(
        x=box.x * zoom + matrix[0, 2] + draw.uniform(-0.15, 0.15) * box.width,
        y=box.y * zoom + matrix[1, 2] + draw.uniform(-0.15, 0.15) * box.height,
        width=box.width * zoom,
        height=box.height * zoom,
    )
    other = _described(cv2.imdecode(encoded, cv2.IMREAD_COLOR), elsewhere)
    return 0 if room is None or other is None else shared_corners(room, other)


def _walls(draw: random.Random, noise: np.random.Generator) -> Iterator[np.ndarray]:
    rows, columns = np.mgrid[0:640, 0:480].astype(np.float32) / 640
    for _ in range(WALLS):
        slope = draw.uniform(-60, 60) * columns + draw.uniform(-60, 60) * rows
        plaster = cv2.resize(noise.normal(0, draw.uniform(0, 6), (40, 30)), (480, 640), interpolation=cv2.INTER_CUBIC)
        wall = draw.uniform(90, 220) + slope + plaster + noise.normal(0, draw.uniform(1, 8), rows.shape)
        yield cv2.merge([np.clip(wall, 0, 255).astype(np.uint8)] * 3)
