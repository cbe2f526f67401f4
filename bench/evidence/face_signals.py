"""Error of the advisory liveness figures on simulated heads, prints and displays; called by ``score_faces.py``.

Every subject is a picture of the labelled set: turned as a head (depth model of ``tests/specimens/faces.py``), turned
as a flat print (homography), or shown on a simulated display (stripes of red, green and blue, black gaps, slight
rotation, lens blur, sensor noise, JPEG). The points come from the real detector. Simulation flatters all of these.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests"))

from specimens.faces import flat_turned, turned
from verilink.evidence.faces import detect_faces, mirror
from verilink.evidence.faces.planar import measure_parallax
from verilink.evidence.quality import measure_moire

HEAD_TURNS = (-45, -35, -25, 25, 35, 45)
PRINT_TURNS = (-60, -50, -40, -25, 25, 40, 50, 60)
DENSITIES = (0.5, 0.8, 1.1, 1.5, 2.2, 3.1)  # camera pixels for one pixel of the display
SIDE = 640


def report_signals(root: Path, names: Iterable[str], *, subjects: int = 100) -> None:
    """Print the separation of the flat-picture figures and of the screen figure."""
    chosen = list(names)[:: max(1, len(list(names)) // subjects)]
    pictures = [cv2.imread(str(root / name)) for name in chosen]
    _report_parallax(pictures)
    _report_mirror(pictures)
    _report_screen(pictures[::2])


def _face(picture: np.ndarray) -> tuple[np.ndarray, float] | None:
    middle = picture.shape[1] / 2
    for face in detect_faces(picture, embed=False):
        if abs(face.box.x + face.box.width / 2 - middle) < 0.25 * picture.shape[1]:
            return np.array(face.landmarks), face.yaw
    return None


def _report_parallax(pictures: list[np.ndarray]) -> None:
    rows: dict[str, list[tuple[float, float, float, float]]] = {"head": [], "print": []}
    for picture in pictures:
        centre = _face(picture)
        if centre is None or abs(centre[1]) > 15:
            continue
        views = [("head", angle, turned(picture, angle, points=centre[0])) for angle in HEAD_TURNS]
        views += [("print", angle, flat_turned(picture, angle)) for angle in PRINT_TURNS]
        for kind, angle, view in views:
            seen = _face(view)
            parallax = measure_parallax(centre[0], seen[0]) if seen else None
            if seen and parallax:
                rows[kind].append((abs(angle), seen[1] * np.sign(angle), parallax.residual, parallax.depth))
    tables = {kind: np.array(values) for kind, values in rows.items()}
    for kind, table in tables.items():
        for angle in np.unique(table[:, 0]):
            part = table[table[:, 0] == angle]
            spread = [
                ", ".join(f"{value:.2f}" for value in np.quantile(part[:, c], (0.05, 0.5, 0.95))) for c in (1, 2, 3)
            ]
            print(
                f"{kind} at {angle:.0f}° ({len(part)}): yaw {spread[0]}; residual {spread[1]}; depth {spread[2]} (5/50/95 %)"
            )
    for asked in (15, 18, 20):
        counts = {kind: (table[:, 1] > asked) for kind, table in tables.items()}
        line = [f"yaw above {asked}°: heads {counts['head'].mean():.1%}, prints {counts['print'].mean():.1%}"]
        for floor in (0.15, 0.2, 0.25):
            share = {kind: (counts[kind] & (table[:, 3] > floor)).mean() for kind, table in tables.items()}
            line.append(f"and depth above {floor}: {share['head']:.1%}, {share['print']:.1%}")
        print("; ".join(line))


def _report_mirror(pictures: list[np.ndarray]) -> None:
    """Two turns of a head, against one turn and its mirror image, as it is and tilted by four degrees."""
    rng, found = np.random.default_rng(0), {"two turns": [], "in a mirror": [], "in a tilted mirror": []}
    for picture in pictures:
        centre = _face(picture)
        if centre is None or abs(centre[1]) > 12:
            continue
        left, right = (_as_taken(turned(picture, angle, points=centre[0]), rng) for angle in (35, -35))
        height, width = picture.shape[:2]
        tilt = cv2.getRotationMatrix2D((width / 2, height / 2), 4, 1.06)
        tilted = cv2.warpAffine(left[:, ::-1], tilt, (width, height), borderMode=cv2.BORDER_REPLICATE)
        for name, other in zip(found, (right, _as_taken(left[:, ::-1], rng), _as_taken(tilted, rng)), strict=True):
            faces = [_face(left), _face(other)]
            if all(faces):
                one, two = (mirror.view(p, face[0]) for p, face in zip((left, other), faces, strict=True))
                found[name].append(mirror.likeness(one, two))
    for name, values in found.items():
        spread = ", ".join(f"{value:.2f}" for value in np.quantile(values, (0.05, 0.5, 0.95, 1)))
        print(
            f"{name} ({len(values)}): mirror likeness {spread} (5/50/95/100 %); above 0.92: {np.mean(np.array(values) > 0.92):.0%}"
        )


def _report_screen(pictures: list[np.ndarray]) -> None:
    rng = np.random.default_rng(0)
    live = [
        _moire(_as_taken(cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC), rng)) for picture in pictures
    ]
    print(
        f"screen figure of live pictures ({len(live)}): 50/95/99 % {np.round(np.quantile(live, (0.5, 0.95, 0.99)), 3)}"
    )
    for density in DENSITIES:
        shown = np.array([_moire(_as_taken(_display(picture, density, rng), rng)) for picture in pictures[:30]])
        print(f"displays at {density} camera pixels a pixel ({len(shown)}): above 0.15: {(shown > 0.15).mean():.0%}")


def _moire(picture: np.ndarray) -> float:
    return measure_moire(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)[100:540, 140:500])


def _as_taken(picture: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    noisy = np.clip(picture + rng.normal(0, 2, (*picture.shape[:2], 1)), 0, 255).astype(np.uint8)
    return cv2.imdecode(cv2.imencode(".jpg", noisy, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(85, 93))])[1], 1)


def _display(picture: np.ndarray, density: float, rng: np.random.Generator) -> np.ndarray:
    count, cell = int(SIDE / density), 6
    shown = cv2.resize(picture, (count, count), interpolation=cv2.INTER_AREA if count < 250 else cv2.INTER_CUBIC)
    mask = np.zeros((cell, cell, 3), np.float32)
    for channel, column in enumerate((4, 2, 0)):
        mask[: cell - 1, column : column + 2, channel] = 3 * cell / (cell - 1)
    lit = np.repeat(np.repeat(shown.astype(np.float32), cell, 0), cell, 1) * np.tile(mask, (count, count, 1))
    lit = cv2.GaussianBlur(lit, (0, 0), cell / density * rng.uniform(0.35, 0.6))
    angle, scale = np.radians(rng.uniform(-3, 3)), density / cell
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return cv2.warpAffine(lit, np.column_stack([turn, rng.uniform(-3, 3, 2)]), (SIDE, SIDE), flags=cv2.INTER_LINEAR)
