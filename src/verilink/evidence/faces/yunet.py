"""Run YuNet on one picture and read its grid of boxes and points (same decoding as OpenCV's ``FaceDetectorYN``)."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
import numpy.typing as npt

from verilink.evidence.faces import weights
from verilink.evidence.faces.align import Pixels

Rows = npt.NDArray[np.float32]
STRIDES: Final = (8, 16, 32)
SCORE: Final = 0.6
OVERLAP: Final = 0.3
KEEP: Final = 50
_OUTPUTS: Final = [f"{name}_{stride}" for stride in STRIDES for name in ("cls", "obj", "bbox", "kps")]


def run(pixels: Pixels, *, score: float = SCORE) -> Rows:
    """Faces of a BGR picture as rows of 15: x, y, width, height, five points (x, y), score; best score first.

    Points are right eye, left eye, nose tip, right and left mouth corner of the person. The picture is used at its
    own size (faces of about 10 to 300 pixels are found), so the caller scales.
    """
    height, width = pixels.shape[:2]
    padded = cv2.copyMakeBorder(pixels, 0, -height % 32, 0, -width % 32, cv2.BORDER_CONSTANT, value=(0, 0, 0))
    blob = np.ascontiguousarray(padded.transpose(2, 0, 1)[None], np.float32)
    outputs = weights.session(weights.DETECTOR).run(_OUTPUTS, {"input": blob})
    columns = padded.shape[1]
    grids = [
        _decode(
            [np.asarray(item[0], np.float32) for item in outputs[4 * level : 4 * level + 4]], stride, columns, score
        )
        for level, stride in enumerate(STRIDES)
    ]
    return suppress(np.concatenate(grids))


def _decode(grid: list[Rows], stride: int, width: int, score: float) -> Rows:
    classes, objects, boxes, points = grid
    confidence = np.sqrt(np.clip(classes[:, 0], 0, 1) * np.clip(objects[:, 0], 0, 1))
    cells = np.nonzero(confidence >= score)[0]
    corner = np.stack([cells % (width // stride), cells // (width // stride)], 1).astype(np.float32)
    centre = (corner + boxes[cells, :2]) * stride
    size = np.exp(np.minimum(boxes[cells, 2:], 10)) * stride
    landmarks = (points[cells].reshape(-1, 5, 2) + corner[:, None]) * stride
    rows = [centre - size / 2, size, landmarks.reshape(-1, 10), confidence[cells, None]]
    return np.concatenate(rows, 1).astype(np.float32)


def suppress(rows: Rows, *, overlap: float = OVERLAP) -> Rows:
    """Greedy non-maximum suppression by intersection over union; at most 50 rows stay, best score first."""
    rows = rows[np.argsort(-rows[:, 14], kind="stable")]
    kept: list[int] = []
    for index in range(len(rows)):
        if len(kept) == KEEP:
            break
        if all(intersection_over_union(rows[index], rows[other]) <= overlap for other in kept):
            kept.append(index)
    return rows[kept]


def intersection_over_union(a: Rows, b: Rows) -> float:
    """Share of the joint area of two rows that both boxes cover, 0..1."""
    width = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    height = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    shared = float(width * height)
    return shared / (float(a[2] * a[3]) + float(b[2] * b[3]) - shared)
