"""A selfie in several poses to facts: who is in each picture, which way they look, and whether it is one head.

Nothing is decided here; the checks judge these figures. What each one can and cannot tell, with its measured error:
``docs/explanation/liveness.md``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from itertools import combinations
from typing import Final, Literal, NamedTuple, cast

import cv2
import msgspec
import numpy as np
import numpy.typing as npt

from verilink.errors import BadRequest
from verilink.evidence import models
from verilink.evidence.background import count_corners, describe_background
from verilink.evidence.faces import detect_faces, mirror, similarity
from verilink.evidence.faces.age import ESTIMATOR
from verilink.evidence.faces.planar import Parallax, measure_parallax
from verilink.evidence.faces.weights import model_ids
from verilink.evidence.facts import FaceFacts, FrameFacts, SelfieFacts
from verilink.evidence.images import ImageRefused, decode, hash_distance, perceptual_hash
from verilink.evidence.quality import measure_moire, measure_quality
from verilink.evidence.surroundings import TEXT_DETECTOR, count_text_around

Pixels = npt.NDArray[np.uint8]
Pose = Literal["center", "left", "right"]
POSES: Final[tuple[Pose, ...]] = ("center", "left", "right")


class _Frame(NamedTuple):
    """Facts of one picture with what only the comparison between pictures needs."""

    facts: FrameFacts
    screen: float | None = None
    print_around: int | None = None
    view: Pixels | None = None
    parallax: Parallax | None = None


def read_selfie(
    frames: Sequence[tuple[str, bytes | Pixels]],
    *,
    order: Sequence[str],
    captured_ms: Sequence[int | None] | None = None,
    ages: bool = False,
    background: bool = False,
) -> SelfieFacts:
    """Read the pictures of one selfie.

    ``frames``: the pose asked for (center, left, right) and the picture, as an encoded file or upright BGR pixels, in
    the order they were taken. ``order``: the poses in the order the server asked for them. ``captured_ms``: when each
    was taken, milliseconds since the first request. ``ages``: guess how old the face looking ahead
    looks. ``background``: describe what is behind it. A picture that cannot be read becomes a frame with ``error``;
    raises `BadRequest` for an unknown pose or a ``captured_ms`` of another length.
    """
    times = tuple(captured_ms) if captured_ms is not None else (None,) * len(frames)
    if len(times) != len(frames):
        raise BadRequest("There must be one capture time for every selfie picture.")
    read = [
        _read_frame(_pose(asked), data, taken, ages=ages, background=background)
        for (asked, data), taken in zip(frames, times, strict=True)
    ]
    compared = _compare_to_center(read)
    return SelfieFacts(
        frames=tuple(frame.facts for frame in compared),
        order=tuple(order),
        signals=_signals(compared),
        models=model_ids() | models.identify(TEXT_DETECTOR, *((ESTIMATOR,) if ages else ())),
        code_version=_code_version(),
    )


def _pose(asked: str) -> Pose:
    for pose in POSES:
        if asked == pose:
            return pose
    raise BadRequest(f"A selfie pose must be one of {', '.join(POSES)}.")


def _read_frame(asked: Pose, data: bytes | Pixels, taken: int | None, *, ages: bool, background: bool) -> _Frame:
    try:
        decoded = None if isinstance(data, np.ndarray) else decode(data)
    except ImageRefused as refusal:
        return _Frame(FrameFacts(asked=asked, width=0, height=0, captured_ms=taken, error=refusal.reason))
    pixels = decoded.pixels if decoded is not None else cast(Pixels, data)
    center = asked == "center"
    faces = detect_faces(pixels, ages=ages and center)
    around = _surroundings(pixels, faces)
    room = describe_background(pixels, faces[0].box) if background and center and faces else None
    facts = FrameFacts(
        asked=asked,
        width=pixels.shape[1],
        height=pixels.shape[0],
        faces=faces,
        quality=measure_quality(pixels),
        metadata=decoded.metadata if decoded is not None else None,
        perceptual_hash=perceptual_hash(around),
        captured_ms=taken,
        background=room,
        background_corners=count_corners(room) if background and center and faces else None,
    )
    return _Frame(
        facts,
        screen=round(measure_moire(np.asarray(cv2.cvtColor(around, cv2.COLOR_BGR2GRAY))), 4),
        print_around=count_text_around(pixels, faces[0]) if faces and center else None,
        view=mirror.view(pixels, np.array(faces[0].landmarks)) if faces else None,
    )


def _surroundings(pixels: Pixels, faces: Sequence[FaceFacts]) -> Pixels:
    """The largest face with a fifth of its box around it: the room behind it hides how alike two faces are."""
    if not faces:
        return pixels
    box = faces[0].box
    left, top = max(0, int(box.x - box.width / 5)), max(0, int(box.y - box.height / 5))
    right, bottom = int(box.x + box.width * 1.2), int(box.y + box.height * 1.2)
    cut = pixels[top : max(bottom, top + 1), left : max(right, left + 1)]
    return cut if cut.size else pixels


def _compare_to_center(frames: Sequence[_Frame]) -> list[_Frame]:
    """Add likeness and parallax against the first centre picture that shows a face."""
    centre = next((item.facts.faces[0] for item in frames if item.facts.asked == "center" and item.facts.faces), None)
    return [_compare(item, centre) for item in frames]


def _compare(frame: _Frame, centre: FaceFacts | None) -> _Frame:
    if centre is None or not frame.facts.faces:
        return frame
    face = frame.facts.faces[0]
    parallax = measure_parallax(np.array(centre.landmarks), np.array(face.landmarks))
    facts = msgspec.structs.replace(
        frame.facts,
        similarity_to_center=similarity(centre, face),
        planar_residual=parallax.residual if parallax else None,
    )
    return frame._replace(facts=facts, parallax=parallax)


def _signals(frames: Sequence[_Frame]) -> dict[str, float]:
    """Figures over all pictures; a name is left out when there is nothing to measure it on.

    ``least-similarity``, ``least-residual``, ``least-depth``: the worst of the pictures other than the centre.
    ``least-hash-distance``: bits between the two most alike pictures, 0..64. ``screen``: strongest moiré
    of a face at full resolution, 0..1. ``text-around-face``: lines of print beside the centre face.
    ``mirror-likeness``: of the two turns, -1..1. ``brightness-spread``: largest difference of the faces' mean luma.
    """
    turned = [item for item in frames if item.facts.asked != "center"]
    hashes = [item.facts.perceptual_hash for item in frames if item.facts.perceptual_hash]
    light = [item.facts.faces[0].brightness for item in frames if item.facts.faces]
    candidates: Mapping[str, list[float]] = {
        "least-similarity": [
            item.facts.similarity_to_center for item in turned if item.facts.similarity_to_center is not None
        ],
        "least-residual": [item.parallax.residual for item in turned if item.parallax],
        "least-depth": [item.parallax.depth for item in turned if item.parallax],
        "least-hash-distance": [float(hash_distance(a, b)) for a, b in combinations(hashes, 2)],
    }
    signals = {name: min(values) for name, values in candidates.items() if values}
    screens = [item.screen for item in frames if item.screen is not None]
    if screens:
        signals["screen"] = max(screens)
    lines = [item.print_around for item in frames if item.print_around is not None]
    views = {item.facts.asked: item.view for item in frames if item.view is not None}
    if "left" in views and "right" in views:
        signals["mirror-likeness"] = mirror.likeness(views["left"], views["right"])
    if lines:
        signals["text-around-face"] = float(max(lines))
    if len(light) > 1:
        signals["brightness-spread"] = round(max(light) - min(light), 2)
    return signals


@cache
def _code_version() -> str:
    try:
        return version("verilink")
    except PackageNotFoundError:
        return ""
