"""What a fake camera is shown: documents on a table and people who look where they are told. Drawn once a run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from specimens.drawing import photo_of
from specimens.faces import Pixels, astronaut, flat_turned, hopper
from specimens.passport import passport
from specimens.video import SIZE, TURN, poses, scene

ANGLES = {"center": 0.0, "left": TURN, "right": -TURN}
Frames = Sequence[Pixels]
Looks = Mapping[str, Frames]


@cache
def document(*, expired: bool = False, blur: float = 0) -> Frames:
    """A passport with the astronaut's portrait, in a hand that is not quite still. ``blur``: sigma in pixels."""
    page = passport(expired=expired)
    return tuple(photo_of(page, size=SIZE, degrees=1.5 + 0.1 * step, blur=blur, seed=11 + step) for step in range(2))


@cache
def head(name: str) -> Looks:
    """A person by the pose they take: ``astronaut``, whose passport it is, or ``hopper``, another person."""
    face = {"astronaut": astronaut, "hopper": hopper}[name]()
    frames = poses(face, [angle for angle in ANGLES.values() for _ in range(2)])
    return {pose: frames[2 * place : 2 * place + 2] for place, pose in enumerate(ANGLES)}


@cache
def print_of_a_face() -> Looks:
    """A flat picture of the astronaut, turned where a head would turn."""
    face = astronaut()
    return {
        pose: tuple(scene(flat_turned(face, angle), shift=(2.0 * step, 1.0), seed=step) for step in range(2))
        for pose, angle in ANGLES.items()
    }
