"""What a person before the camera is told."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from verilink.checks.case import SelfieCase
from verilink.checks.selfie.faces import person_problems
from verilink.checks.selfie.guidance import Word, advise
from verilink.checks.selfie.poses import OPTIONS, pose_problems
from verilink.evidence.facts import Box, FaceFacts, FrameFacts, Glance, SelfieFacts
from verilink.flow.node import CheckSetting

WIDTH, HEIGHT = 160, 284
POSES = ("center", "left", "right")


def face(
    *, yaw: float = 0, pitch: float = 0, size: float = 70, x: float = 80, y: float = 142, brightness: float = 130
) -> FaceFacts:
    """A face around (x, y)."""
    here = (x, y)
    return FaceFacts(
        box=Box(x=x - size / 2, y=y - size * 0.6, width=size, height=size * 1.2),
        landmarks=(here, here, here, here, here),
        confidence=0.9,
        yaw=yaw,
        pitch=pitch,
        roll=0,
        sharpness=100,
        brightness=brightness,
        size=size / 2.4,
        quality=0.8,
    )


def word(asked: str, *faces: FaceFacts, **settings: CheckSetting) -> str:
    return advise(Glance(width=WIDTH, height=HEIGHT, faces=faces), asked, settings).word


@pytest.mark.parametrize(
    ("asked", "seen", "said"),
    [
        ("center", (), "none"),
        ("center", (face(),), "good"),
        ("center", (face(), face(size=50, x=30, y=40)), "several"),
        ("center", (face(), face(size=14, x=20, y=40)), "good"),
        ("left", (face(yaw=30, brightness=20),), "dark"),
        ("center", (face(size=20),), "closer"),
        ("center", (face(size=158),), "farther"),
        ("center", (face(x=40),), "to-left"),
        ("center", (face(x=120),), "to-right"),
        ("center", (face(y=60),), "level"),
        ("center", (face(pitch=34),), "level"),
        ("center", (face(yaw=25),), "center"),
        ("left", (face(yaw=2),), "left"),
        ("left", (face(yaw=-30),), "left"),
        ("left", (face(yaw=15),), "further"),
        ("left", (face(yaw=30),), "good"),
        ("left", (face(yaw=69),), "back"),
        ("right", (face(yaw=30),), "right"),
        ("right", (face(yaw=-15),), "further"),
        ("right", (face(yaw=-30),), "good"),
        ("right", (face(yaw=-69),), "back"),
    ],
)
def test_one_thing_at_a_time(asked: str, seen: tuple[FaceFacts, ...], said: str) -> None:
    assert word(asked, *seen) == said


def test_the_templates_own_rule_is_the_one_that_is_told() -> None:
    far = CheckSetting(config={"min-turn": 40.0})
    assert word("left", face(yaw=30)) == "good"
    assert word("left", face(yaw=30), selfie_pose_detection=far) == "further"
    alone = CheckSetting(config={"max-other-face": 0.9})
    assert word("center", face(), face(size=50, x=30), selfie_multiple_faces_detection=alone) == "good"


def test_the_nearer_the_turn_the_fuller_the_ring() -> None:
    seen = [advise(Glance(width=WIDTH, height=HEIGHT, faces=(face(yaw=turn),)), "left", {}) for turn in range(-30, 40)]
    shares = [advice.near for advice in seen]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0.0, 1.0)


faces = st.builds(
    face,
    yaw=st.floats(-90, 90),
    pitch=st.floats(-60, 60),
    size=st.integers(5, 300),
    x=st.integers(-50, 250),
    y=st.floats(-50, 350),
    brightness=st.floats(0, 255),
)


@given(st.lists(faces, max_size=3), st.sampled_from(POSES), st.floats(0, 90))
def test_what_is_called_good_passes_the_checks_of_the_pose(seen: list[FaceFacts], asked: str, min_turn: float) -> None:
    config = OPTIONS | {"min-turn": min_turn}
    setting = CheckSetting(config={"min-turn": min_turn})
    advice = advise(Glance(width=WIDTH, height=HEIGHT, faces=tuple(seen)), asked, {"selfie_pose_detection": setting})
    assert advice.word in get_args(Word)
    assert 0 <= advice.near <= 1
    if advice.word == "good":
        frame = FrameFacts(asked=asked, width=WIDTH, height=HEIGHT, faces=tuple(seen))  # type: ignore[arg-type]
        facts = SelfieFacts(frames=(frame,), order=(asked,))
        assert pose_problems(facts, SelfieCase(order=(asked,)), config) == []
        assert "multiple_faces" not in person_problems(facts, {"min-similarity": -1.0, "max-other-face": 0.25})


@given(st.lists(faces, max_size=3))
def test_a_mirror_exchanges_left_and_right_and_nothing_else(seen: list[FaceFacts]) -> None:
    mirrored = [replace(one, yaw=-one.yaw, box=replace(one.box, x=WIDTH - one.box.x - one.box.width)) for one in seen]
    other = {"left": "right", "right": "left", "to-left": "to-right", "to-right": "to-left"}
    for asked in POSES:
        here, there = word(asked, *seen), word(other.get(asked, asked), *mirrored)
        assert other.get(here, here) == there
