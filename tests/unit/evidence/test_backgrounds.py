"""Rooms behind people: known again from another seat, told apart from other rooms, and no room before a plain wall."""

from __future__ import annotations

import base64

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from specimens import faces as people
from verilink.evidence.background import MOST, count_corners, describe_background, shared_corners, unpack
from verilink.evidence.facts import Box
from verilink.evidence.selfie import read_selfie

FACE = Box(x=170, y=220, width=140, height=190)


def room(seed: int) -> np.ndarray:
    """Shelves with things on them behind a head and shoulders."""
    draw = np.random.default_rng(seed)
    picture = np.full((640, 480, 3), 190, np.uint8)
    for _ in range(60):
        x, y = draw.integers(0, 460), draw.integers(0, 430)
        width, height = draw.integers(8, 50, 2)
        cv2.rectangle(picture, (x, y), (x + width, y + height), draw.integers(20, 240, 3).tolist(), -1)
    return picture


def seated(picture: np.ndarray, across: int = 0) -> tuple[np.ndarray, Box]:
    """The room with a plain head in it."""
    taken = picture.copy()
    cv2.ellipse(taken, (240 + across, 315), (85, 130), 0, 0, 360, (150, 170, 210), -1)
    cv2.ellipse(taken, (240 + across, 640), (220, 200), 0, 0, 360, (90, 60, 50), -1)
    return taken, Box(x=FACE.x + across, y=FACE.y, width=FACE.width, height=FACE.height)


def described(picture, box):
    text = describe_background(picture, box)
    return None if text is None else unpack(base64.b64decode(text))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_room_is_known_again_behind_another_head_and_from_a_step_aside(seed):
    first = described(*seated(room(seed)))
    moved = cv2.warpAffine(room(seed), np.float32([[1.06, 0, -20], [0, 1.06, 8]]), (480, 640))
    noisy = np.clip(moved * 0.85 + np.random.default_rng(9).normal(0, 3, moved.shape), 0, 255).astype(np.uint8)
    assert shared_corners(first, described(*seated(noisy, 25))) >= 12


def test_other_rooms_share_next_to_nothing():
    rooms = [described(*seated(room(seed))) for seed in range(8)]
    alike = [shared_corners(one, other) for place, one in enumerate(rooms) for other in rooms[:place]]
    assert max(alike) < 6


@pytest.mark.parametrize("noise", [1, 6])
def test_a_plain_wall_is_no_room(noise):
    slope = np.linspace(120, 210, 480)[None, :, None] + np.linspace(-30, 20, 640)[:, None, None]
    wall = np.clip(slope + np.random.default_rng(1).normal(0, noise, (640, 480, 3)), 0, 255).astype(np.uint8)
    taken, box = seated(wall)
    assert describe_background(taken, box) is None


def test_the_head_itself_is_no_background():
    """A face that fills the picture leaves nothing to describe, however rich it is."""
    assert describe_background(room(1), Box(x=0, y=0, width=480, height=640)) is None


def test_a_description_is_small_and_made_only_where_it_is_asked_for():
    taken, box = seated(room(4))
    assert count_corners(describe_background(taken, box)) <= MOST
    asked, _ = read_selfie(
        [("center", people.astronaut()), ("left", people.astronaut())], order=["center", "left"], background=True
    ).frames
    assert asked.background_corners is not None
    assert asked.background_corners == count_corners(asked.background)
    plain, left = read_selfie(
        [("center", people.astronaut()), ("left", people.astronaut())], order=["center", "left"]
    ).frames
    assert plain.background is plain.background_corners is left.background is None


@given(st.binary(max_size=400))
def test_bytes_that_are_no_description_are_none(data):
    found = unpack(data)
    assert (found is None) == (not data or len(data) % 36 != 0)
