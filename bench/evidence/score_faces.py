"""Score the face reader on labelled pairs, against OpenCV's own detector and recogniser in the same run.

    python bench/evidence/score_faces.py [--labels FILE] [--limit N] [--signals]

Reads ``labels.json`` (``{"pairs": [{"a", "b", "same"}]}``, paths beside it) from ``../shared/data/faces`` or
``$VERILINK_SHARED``. One thread throughout. Prints error rates at the operating point with 95 % intervals, the error
rates of all cross pairs, times and their ratios, and the time of a search among 100,000 faces. ``--signals`` also
measures the flat-picture, mirror and screen cues on simulated heads, prints and displays, what faces wear, print beside
them, and portraits that are small, grey and engraved. Ends with 1 when a face takes longer than its limit.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import cv2
import numpy as np

from verilink.evidence.faces import OPERATING_POINT, detect_faces
from verilink.evidence.faces.embed import decode
from verilink.evidence.faces.search import FaceIndex
from verilink.evidence.models import locate

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared"))
LIMIT = 25.0  # milliseconds of one core to find, align and embed a face
Vectors = dict[str, np.ndarray | None]


def wilson(errors: int, trials: int) -> tuple[float, float]:
    """95 % interval of a rate (Wilson 1927)."""
    z, rate = 1.96, errors / trials
    middle = (rate + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * np.sqrt(rate * (1 - rate) / trials + z * z / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def most_central(boxes: np.ndarray, picture: np.ndarray) -> int:
    """The labelled person stands in the middle, others at the edge. ``boxes``: rows of x, y, width, height."""
    height, width = picture.shape[:2]
    away = (boxes[:, 0] + boxes[:, 2] / 2 - width / 2) ** 2 + (boxes[:, 1] + boxes[:, 3] / 2 - height / 2) ** 2
    return int(np.argmax(boxes[:, 2] * boxes[:, 3] * np.exp(-away / (2 * (0.3 * max(width, height)) ** 2))))


def embed_ours(picture: np.ndarray) -> np.ndarray | None:
    faces = detect_faces(picture)
    if not faces:
        return None
    boxes = np.array([(face.box.x, face.box.y, face.box.width, face.box.height) for face in faces])
    return decode(faces[most_central(boxes, picture)].embedding or "")


def opencv_embedder() -> Callable[[np.ndarray], np.ndarray | None]:
    """The same two networks through ``FaceDetectorYN`` and ``FaceRecognizerSF``."""
    detector = cv2.FaceDetectorYN.create(str(locate("yunet")), "", (320, 320), 0.6, 0.3, 100)
    recogniser = cv2.FaceRecognizerSF.create(str(locate("sface")), "")

    def embed(picture: np.ndarray) -> np.ndarray | None:
        detector.setInputSize(picture.shape[1::-1])
        _, rows = detector.detect(picture)
        if rows is None:
            return None
        row = rows[most_central(rows[:, :4], picture)]
        vector = recogniser.feature(recogniser.alignCrop(picture, row))[0].copy()
        return vector / np.linalg.norm(vector)

    return embed


def embed_all(root: Path, names: Iterable[str], readers: dict[str, Callable]) -> tuple[dict[str, Vectors], dict]:
    """Every picture through every reader in turn, so that load on the machine hits both alike."""
    vectors: dict[str, Vectors] = {name: {} for name in readers}
    times: dict[str, list[float]] = {name: [] for name in readers}
    for index, file in enumerate(names):
        picture = cv2.imread(str(root / file))
        for name, embed in readers.items():
            start = time.process_time()
            vectors[name][file] = embed(picture)
            if index >= 5:
                times[name].append(1000 * (time.process_time() - start))
    return vectors, times


def cosine(vectors: Vectors, a: str, b: str) -> float:
    """A picture without a face counts as no match."""
    first, second = vectors[a], vectors[b]
    return -1.0 if first is None or second is None else float(first @ second)


def report_pairs(name: str, scores: np.ndarray, same: np.ndarray, threshold: float) -> None:
    genuine, impostor = scores[same], scores[~same]
    misses, matches = int((genuine < threshold).sum()), int((impostor >= threshold).sum())
    low, high = wilson(misses, len(genuine))
    print(
        f"{name}: at {threshold}: FNMR {misses}/{len(genuine)} = {misses / len(genuine):.2%} ({low:.2%}–{high:.2%})",
        end="",
    )
    low, high = wilson(matches, len(impostor))
    print(f", FMR {matches}/{len(impostor)} = {matches / len(impostor):.2%} ({low:.2%}–{high:.2%})")
    lowest = float(impostor.max())
    print(
        f"    highest impostor {lowest:.3f}; FNMR just above it {(genuine <= lowest).mean():.2%}; "
        f"EER {eer(genuine, impostor):.2%}"
    )


def eer(genuine: np.ndarray, impostor: np.ndarray) -> float:
    """Where both error rates are nearest to each other, their mean."""
    points = np.unique(np.concatenate([genuine, impostor]))
    rates = [((genuine < point).mean(), (impostor >= point).mean()) for point in points]
    return float(np.mean(min(rates, key=lambda rate: abs(rate[0] - rate[1]))))


def report_cross_pairs(name: str, vectors: Vectors, threshold: float) -> None:
    """All pairs of pictures of different people, by the names of their files: many more impostors than are labelled."""
    files = [file for file, vector in vectors.items() if vector is not None]
    people = np.array([Path(file).stem.rsplit("_", 1)[0] for file in files])
    matrix = np.stack([vectors[file] for file in files])
    upper = np.triu_indices(len(files), 1)
    scores, same = (matrix @ matrix.T)[upper], people[upper[0]] == people[upper[1]]
    impostor, genuine = np.sort(scores[~same])[::-1], scores[same]
    matches = int((impostor >= threshold).sum())
    print(f"{name}: all cross pairs: FMR {matches}/{len(impostor)} = {matches / len(impostor):.3%} at {threshold}")
    for rate in (1e-3, 1e-4):
        limit = float(impostor[int(rate * len(impostor))])
        print(f"    FMR {rate:g} at {limit:.3f}: FNMR {(genuine < limit).mean():.2%} of {len(genuine)}")


def report_search() -> None:
    rng = np.random.default_rng(0)
    faces = rng.normal(size=(100_000, 128)).astype(np.float32)
    index = FaceIndex()
    index.extend((str(row), vector) for row, vector in enumerate(faces))
    exact = faces / np.linalg.norm(faces, axis=1, keepdims=True)
    times, same, worst = [], 0, 0.0
    for row in range(20):
        probe = exact[row] + 0.07 * rng.normal(size=128).astype(np.float32)
        start = time.perf_counter()
        hits = index.search(probe)
        times.append(1000 * (time.perf_counter() - start))
        scores = exact @ (probe / np.linalg.norm(probe))
        same += hits[0].key == str(int(scores.argmax()))
        worst = max(worst, *(abs(hit.similarity - float(scores[int(hit.key)])) for hit in hits))
    print(f"search among 100,000: median {np.median(times):.1f} ms, slowest {max(times):.1f} ms; ", end="")
    print(f"nearest as in full precision {same} of 20, cosine off by {worst:.4f} at most")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", type=Path, default=SHARED / "data" / "faces" / "labels.json")
    parser.add_argument("--limit", type=int)
    parser.add_argument("--signals", action="store_true")
    options = parser.parse_args(arguments)
    if not options.labels.is_file():
        print(f"No labelled pairs at {options.labels}; nothing was measured.")
        return 1
    cv2.setNumThreads(1)
    pairs = json.loads(options.labels.read_text())["pairs"]
    pairs = pairs[:: max(1, len(pairs) // (options.limit or len(pairs)))]  # spread, as equal labels lie together
    names = sorted({pair[side] for pair in pairs for side in ("a", "b")})
    readers = {"verilink": embed_ours, "opencv": opencv_embedder()}
    vectors, times = embed_all(options.labels.parent, names, readers)
    same = np.array([pair["same"] for pair in pairs])
    for name in readers:
        missed = sum(vector is None for vector in vectors[name].values())
        print(f"{name}: {len(names)} pictures, {missed} without a face")
        scores = np.array([cosine(vectors[name], pair["a"], pair["b"]) for pair in pairs])
        report_pairs(name, scores, same, OPERATING_POINT.threshold)
        report_cross_pairs(name, vectors[name], OPERATING_POINT.threshold)
    median = {name: float(np.median(values)) for name, values in times.items()}
    for name, values in times.items():
        spread = f"median {median[name]:.1f} ms, p90 {np.percentile(values, 90):.1f} ms of one core"
        print(f"{name}: detect, align, embed: {spread}")
    print(f"opencv / verilink: {median['opencv'] / median['verilink']:.2f}×", end="; ")
    print(f"limit of {LIMIT:.0f} ms / verilink: {LIMIT / median['verilink']:.2f}×")
    report_search()
    if options.signals:
        from face_ages import report_ages
        from face_backgrounds import report_backgrounds
        from face_portraits import report_portraits
        from face_signals import report_signals
        from face_wear import report_wear

        report_signals(options.labels.parent, names)
        report_wear(options.labels.parent, names)
        report_backgrounds(options.labels.parent, names)
        report_ages(options.labels.parent, names)
        report_portraits(options.labels.parent, pairs)
    return 0 if median["verilink"] <= LIMIT else 1


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parent))
    sys.exit(main(sys.argv[1:]))
