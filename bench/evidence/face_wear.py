"""Error of the figures for glasses, coverings and print around a face; called by ``score_faces.py --signals``.

Glasses: those of the labelled pictures that wear some, by eye (``GLASSES``, places in the sorted list of all names;
``UNSURE`` are left out). Coverings: the same faces with a plain mask drawn on. Documents: the labelled pictures of
machine-readable zones that show a portrait, against the labelled pictures of people.
"""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np

from verilink.evidence.faces import detect_faces
from verilink.evidence.faces.compare import choose_main
from verilink.evidence.facts import FaceFacts
from verilink.evidence.surroundings import count_text_around

ALL = 549
GLASSES = {
    2, 3, 4, 24, 25, 30, 33, 40, 61, 64, 67, 68, 78, 87, 94, 100, 108, 109, 124, 128, 133, 134, 140, 141, 142, 147,
    149, 150, 151, 169, 172, 187, 194, 195, 196, 197, 198, 199, 200, 220, 223, 234, 248, 250, 251, 254, 269, 270, 271,
    302, 310, 324, 329, 330, 336, 349, 352, 353, 354, 356, 362, 363, 374, 375, 395, 396, 401, 402, 405, 406, 412, 424,
    434, 436, 442, 443, 444, 448, 462, 473, 476, 477, 488, 489, 493, 498, 520, 521, 522, 524, 525, 526, 527, 528, 537,
    538, 539, 548,
}  # fmt: skip
UNSURE = {32, 34, 35, 63, 107, 145, 148, 163, 174, 179, 323, 351, 369, 370, 379, 397, 454, 461, 481, 490, 523, 543}
MASKS = {"blue": (205, 180, 140), "white": (228, 228, 226), "black": (38, 36, 36), "pink": (170, 160, 220)}


def report_wear(root: Path, names: list[str]) -> None:
    """Print how often each figure is wrong, at the thresholds of the checks."""
    if len(names) != ALL:
        print("figures of what faces wear: only for the whole set")
        return
    pictures = [cv2.imread(str(root / name)) for name in names]
    found = [main_face(picture) for picture in pictures]
    _report_glasses(found)
    _report_masks(pictures, found)
    _report_documents(root.parent / "mrz", pictures, found)


def main_face(picture: np.ndarray) -> FaceFacts | None:
    return choose_main(detect_faces(picture, embed=False), picture.shape[1], picture.shape[0])


def _report_glasses(found: list[FaceFacts | None]) -> None:
    known = [(i in GLASSES, face.glasses) for i, face in enumerate(found) if face is not None and i not in UNSURE]
    worn, bare = (np.array([value for wears, value in known if wears is kind]) for kind in (True, False))
    above = (worn[:, None] > bare).mean()
    print(f"glasses: {len(worn)} with, {len(bare)} without; area under the curve {above:.3f}", end="")
    print(f"; above 2.0: {(worn > 2).mean():.1%} with, {(bare > 2).mean():.1%} without")


def _report_masks(pictures: list[np.ndarray], found: list[FaceFacts | None]) -> None:
    bare = np.array([face.covering for face in found if face is not None])
    print(f"covering: above 0.5: {(bare > 0.5).sum()} of {len(bare)} bare faces")
    for name, colour in MASKS.items():
        seen = [main_face(_masked(p, f, colour)) for p, f in list(zip(pictures, found, strict=True))[::4] if f]
        worn = np.array([face.covering for face in seen if face is not None])
        print(f"    {name} masks: {(worn > 0.5).sum()} of {len(worn)} above 0.5; {len(seen) - len(worn)} not found")


def _masked(picture: np.ndarray, face: FaceFacts, colour: tuple[int, int, int]) -> np.ndarray:
    """A plain mask with three folds, under the light of the face."""
    points = np.array(face.landmarks)
    eyes, mouth, across = points[:2].mean(0), points[3:].mean(0), points[1] - points[0]
    down = mouth - eyes
    places = [(-1.0, 0.45), (0.0, 0.38), (1.0, 0.45), (0.85, 1.15), (0.4, 1.75), (-0.4, 1.75), (-0.85, 1.15)]
    outline = np.array([eyes + x * across + y * down for x, y in places])
    cover = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillPoly(cover, [np.int32(outline * 16)], 255, lineType=cv2.LINE_AA, shift=4)
    unit = float(np.hypot(*across))
    light = cv2.GaussianBlur(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (0, 0), unit * 0.35).astype(np.float32)
    light = np.clip(light / max(float(np.median(light[cover > 127])), 1), 0.5, 1.2)[..., None]
    cloth = np.array(colour, np.float32) * light
    for place in (0.75, 1.0, 1.25):
        ends = [tuple(int(v) for v in eyes + x * across + place * down) for x in (-0.8, 0.8)]
        cv2.line(cloth, *ends, [0.85 * c for c in colour], max(1, round(unit / 25)), cv2.LINE_AA)
    share = cv2.GaussianBlur(cover, (0, 0), 0.7).astype(np.float32)[..., None] / 255
    return np.clip(picture * (1 - share) + cloth * share, 0, 255).astype(np.uint8)


def _report_documents(folder: Path, pictures: list[np.ndarray], found: list[FaceFacts | None]) -> None:
    people = [count_text_around(p, f) for p, f in zip(pictures, found, strict=True) if f is not None]
    documents = []
    for item in json.loads((folder / "labels.json").read_text())["items"]:
        picture = cv2.imread(str(folder / item["file"]))
        scale = 960 / max(picture.shape[:2])
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        face = main_face(picture)
        if face is not None and face.size >= 20:
            documents.append(count_text_around(picture, face))
    for least in (3, 5, 8):
        shown = sum(count >= least for count in documents)
        print(f"print: {least} lines or more: {shown} of {len(documents)} documents,", end=" ")
        print(f"{sum(count >= least for count in people)} of {len(people)} people")
