"""How small, grey and engraved a portrait may be; called by ``score_faces.py --signals``.

One picture of each labelled pair is made into the portrait of a card: grey, with six tenths of its contrast, lines of an
engraver every 3.3 pixels, on a card three times as wide, blurred, noisy, JPEG. The other stays as it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from verilink.evidence.faces import OPERATING_POINT, detect_faces
from verilink.evidence.faces.compare import choose_main
from verilink.evidence.faces.embed import decode

KINDS = ((42, 0), (28, 10), (20, 10), (14, 10))  # pixels between the eyes, depth of the lines
UNIT = 42.0  # pixels between the eyes of the labelled pictures


def report_portraits(root: Path, pairs: list[dict[str, Any]]) -> None:
    """Print the error rates at the operating point for each kind of portrait."""
    rng, same = np.random.default_rng(0), np.array([pair["same"] for pair in pairs])
    selfies = [_embed(cv2.imread(str(root / pair["b"]))) for pair in pairs]
    for eyes, lines in KINDS:
        cards = [engraved(cv2.imread(str(root / pair["a"])), eyes, lines, rng) for pair in pairs]
        found = [_embed(card) for card in cards]
        scores = [-1.0 if a is None or b is None else float(a @ b) for a, b in zip(found, selfies, strict=True)]
        match = np.array(scores) >= OPERATING_POINT.threshold
        print(f"grey portraits, {eyes} px between the eyes{', engraved' if lines else ''}: ", end="")
        print(f"{sum(each is None for each in found)} not found; FNMR {(~match[same]).sum()}/{same.sum()}, ", end="")
        print(f"FMR {match[~same].sum()}/{(~same).sum()}")


def _embed(picture: np.ndarray) -> np.ndarray | None:
    face = choose_main(detect_faces(picture), picture.shape[1], picture.shape[0])
    return None if face is None else decode(face.embedding or "")


def engraved(picture: np.ndarray, eyes: float, lines: float, rng: np.random.Generator) -> np.ndarray:
    """The picture as a portrait on a card."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32)
    grey = cv2.resize(grey, None, fx=eyes / UNIT, fy=eyes / UNIT, interpolation=cv2.INTER_AREA)
    height, width = grey.shape
    grey = 110 + (grey - grey.mean()) * 0.6 + lines * np.sin(np.arange(height)[:, None] * 2 * np.pi / 3.3)
    card = np.full((height * 2, width * 3), 190, np.float32)
    card[10 : 10 + height, 20 : 20 + width] = grey
    card = cv2.GaussianBlur(card, (0, 0), 0.7) + rng.normal(0, 3, card.shape)
    data = cv2.imencode(".jpg", np.clip(card, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return cv2.imdecode(data, cv2.IMREAD_COLOR)
