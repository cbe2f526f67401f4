"""Faces: error rates and times of this project's reader and of OpenCV's own, picture by picture in turn."""

from __future__ import annotations

import time
from dataclasses import dataclass

import cv2
import numpy as np

from bench.evidence.items import DATA, labels
from bench.evidence.score_faces import cosine, embed_all, embed_ours, opencv_embedder
from verilink.evidence.faces import OPERATING_POINT, detect_faces


@dataclass(frozen=True)
class People:
    """``misses`` of ``genuine`` pairs and ``matches`` of ``impostor`` ones at the threshold, by reader; times in ms."""

    threshold: float
    genuine: int
    impostor: int
    misses: dict[str, int]
    matches: dict[str, int]
    median: dict[str, float]
    p90: dict[str, float]
    detect: float


def measure() -> People | None:
    """``None`` when the pairs are not at hand."""
    pairs = labels("faces")
    if not pairs:
        return None
    cv2.setNumThreads(1)
    root, threshold = DATA / "faces", OPERATING_POINT.threshold
    files = sorted({pair[side] for pair in pairs for side in ("a", "b")})
    readers = {"verilink": embed_ours, "OpenCV": opencv_embedder()}
    vectors, times = embed_all(root, files, readers)
    same = np.array([pair["same"] for pair in pairs])
    scores = {name: np.array([cosine(vectors[name], pair["a"], pair["b"]) for pair in pairs]) for name in readers}
    return People(
        threshold,
        int(same.sum()),
        int((~same).sum()),
        {name: int((values[same] < threshold).sum()) for name, values in scores.items()},
        {name: int((values[~same] >= threshold).sum()) for name, values in scores.items()},
        {name: float(np.median(values)) for name, values in times.items()},
        {name: float(np.percentile(values, 90)) for name, values in times.items()},
        _time_detection([str(root / file) for file in files[:60]]),
    )


def _time_detection(files: list[str]) -> float:
    taken = []
    for file in files:
        picture = cv2.imread(file)
        start = time.process_time()
        detect_faces(picture, embed=False)
        taken.append(1000 * (time.process_time() - start))
    return float(np.median(taken))
