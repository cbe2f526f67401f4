"""Alignment, pose and the flat-picture figure, on points made up from known turns."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.evidence.faces.align import SIDE, TEMPLATE, align, fit_similarity
from verilink.evidence.faces.planar import measure_parallax
from verilink.evidence.faces.pose import HEAD, estimate

small_angles = st.floats(-50, 50)


def view(points, *, yaw=0.0, pitch=0.0, roll=0.0, scale=100.0, distance=None):
    """Points of a solid, (n, 3) with z to the camera, as a camera at ``distance`` sees them (none: very far)."""
    y, p, r = np.radians([yaw, pitch, roll])
    about_x = np.array([[1, 0, 0], [0, np.cos(p), -np.sin(p)], [0, np.sin(p), np.cos(p)]])
    about_y = np.array([[np.cos(y), 0, np.sin(y)], [0, 1, 0], [-np.sin(y), 0, np.cos(y)]])
    about_z = np.array([[np.cos(r), -np.sin(r), 0], [np.sin(r), np.cos(r), 0], [0, 0, 1]])
    seen = points @ (about_z @ about_y @ about_x).T
    near = 1.0 if distance is None else distance / (distance - seen[:, 2:])
    return seen[:, :2] * near * scale + (320, 240)


@given(st.floats(-3.1, 3.1), st.floats(0.05, 20), st.floats(-900, 900), st.floats(-900, 900))
def test_a_similarity_is_recovered_from_its_own_points(angle, scale, x, y):
    matrix = np.array([[np.cos(angle), -np.sin(angle), x], [np.sin(angle), np.cos(angle), y]])
    matrix[:, :2] *= scale
    moved = TEMPLATE @ matrix[:, :2].T + matrix[:, 2]
    assert np.allclose(fit_similarity(TEMPLATE, moved), matrix, atol=1e-6 * max(scale, 1) + 1e-6)


def test_coinciding_points_do_not_break_the_similarity():
    assert np.isfinite(fit_similarity(np.zeros((5, 2)), TEMPLATE)).all()


@pytest.mark.parametrize("factor", [0.3, 1.0, 4.0, 11.0])
def test_an_aligned_crop_shows_the_same_spot_at_every_scale(factor):
    side = int(SIDE * factor)
    rows, columns = np.mgrid[0:side, 0:side] / factor
    picture = np.stack([columns * 2, rows * 2, np.full_like(rows, 60)], 2).clip(0, 255).astype(np.uint8)
    crop = align(picture, TEMPLATE * factor).astype(float)
    inner = slice(16, SIDE - 16)
    expected = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), 2) * 2.0
    assert np.abs(crop[inner, inner, :2] - expected[inner, inner]).max() < 4


def test_points_outside_the_picture_still_give_a_crop():
    assert align(np.zeros((50, 50, 3), np.uint8), TEMPLATE * 9 + 4000).shape == (SIDE, SIDE, 3)


@given(small_angles, st.floats(-30, 30), st.floats(-60, 60), st.floats(5, 500))
def test_pose_is_recovered_for_a_head_like_the_model(yaw, pitch, roll, scale):
    found = estimate(view(HEAD, yaw=yaw, pitch=pitch, roll=roll, scale=scale))
    assert found.yaw == pytest.approx(yaw, abs=0.05)
    assert found.pitch == pytest.approx(pitch, abs=0.05)
    assert found.roll == pytest.approx(roll, abs=0.05)


@given(small_angles, st.floats(-20, 20), st.floats(-20, 20))
def test_a_mirrored_face_looks_the_other_way(yaw, pitch, roll):
    points = view(HEAD, yaw=yaw, pitch=pitch, roll=roll)
    mirrored = points[[1, 0, 2, 4, 3]] * (-1, 1)
    here, there = estimate(points), estimate(mirrored)
    assert there.yaw == pytest.approx(-here.yaw, abs=0.05)
    assert there.pitch == pytest.approx(here.pitch, abs=0.05)
    assert there.roll == pytest.approx(-here.roll, abs=0.05)


def test_turning_to_ones_left_moves_the_nose_right_and_counts_positive():
    ahead, left = view(HEAD), view(HEAD, yaw=25)
    assert left[2, 0] - left[:2, 0].mean() > ahead[2, 0] - ahead[:2, 0].mean()
    assert estimate(left).yaw > 20


def test_points_on_one_spot_have_no_pose():
    assert estimate(np.full((5, 2), 7.0)) == (0, 0, 0)


@given(small_angles, st.floats(-25, 25), st.floats(-20, 20))
def test_a_flat_print_seen_from_afar_leaves_no_parallax(yaw, pitch, roll):
    flat = np.column_stack([HEAD[:, :2], np.zeros(5)])
    found = measure_parallax(view(flat), view(flat, yaw=yaw, pitch=pitch, roll=roll))
    assert found is not None
    assert found.residual < 1e-3


@given(st.floats(20, 45), st.sampled_from([-1, 1]), st.floats(-8, 8), st.floats(4, 12))
def test_a_head_turned_by_twenty_degrees_leaves_more_parallax_than_any_print_at_arms_length(yaw, side, pitch, distance):
    head = measure_parallax(view(HEAD, distance=distance), view(HEAD, yaw=side * yaw, pitch=pitch, distance=distance))
    flat = np.column_stack([HEAD[:, :2], np.zeros(5)])
    paper = measure_parallax(view(flat, distance=distance), view(flat, yaw=side * yaw, pitch=pitch, distance=distance))
    assert head is not None
    assert paper is not None
    assert head.residual > 0.17 > 0.09 > paper.residual
    assert head.depth > 3 * paper.depth


def test_points_on_one_line_say_nothing_about_depth():
    line = np.column_stack([np.arange(5.0), np.arange(5.0)])
    assert measure_parallax(TEMPLATE, line) is None
    assert measure_parallax(np.zeros((5, 2)), TEMPLATE) is None
