"""Searching many faces."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.evidence.faces.search import FaceIndex


def unit(rng, count):
    vectors = rng.normal(size=(count, 128)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def test_cosines_agree_with_the_exact_ones_to_half_a_percent():
    rng = np.random.default_rng(3)
    enrolled, probe = unit(rng, 500), unit(rng, 1)[0]
    index = FaceIndex()
    index.extend((str(row), vector) for row, vector in enumerate(enrolled))
    hits = index.search(probe, limit=500)
    exact = enrolled @ probe
    assert len(hits) == 500
    assert all(abs(hit.similarity - exact[int(hit.key)]) < 0.005 for hit in hits)
    assert [hit.similarity for hit in hits] == sorted((hit.similarity for hit in hits), reverse=True)


def test_the_same_person_is_found_among_a_hundred_thousand_as_in_full_precision():
    rng = np.random.default_rng(4)
    enrolled = unit(rng, 100_000)
    index = FaceIndex()
    index.extend((f"face {row}", vector) for row, vector in enumerate(enrolled))
    probe = enrolled[77_777] + 0.06 * rng.normal(size=128).astype(np.float32)
    hits = index.search(probe, limit=5)
    exact = enrolled @ (probe / np.linalg.norm(probe))
    assert hits[0].key == "face 77777"
    assert all(abs(hit.similarity - exact[int(hit.key.split()[1])]) < 0.005 for hit in hits)
    assert min(hit.similarity for hit in hits) > np.partition(exact, -5)[-5] - 0.005
    assert [hit.key for hit in index.search(probe, limit=5, threshold=0.5)] == ["face 77777"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["add", "remove"]), st.integers(0, 12)), max_size=60))
def test_after_any_additions_and_removals_exactly_the_present_faces_are_found(steps):
    vectors = unit(np.random.default_rng(6), 13)
    index, present = FaceIndex(), set()
    for action, number in steps:
        if action == "add":
            index.add(str(number), vectors[number])
            present.add(number)
        else:
            assert index.remove(str(number)) == (number in present)
            present.discard(number)
    assert len(index) == len(present)
    for number in present:
        assert str(number) in index
        assert index.search(vectors[number], limit=1)[0].key == str(number)
    assert {hit.key for hit in index.search(vectors[0], limit=99)} == {str(number) for number in present}


def test_a_replaced_face_is_found_under_its_new_look_only():
    first, second = unit(np.random.default_rng(8), 2)
    index = FaceIndex()
    index.add("account", first)
    index.add("account", second)
    assert len(index) == 1
    assert index.search(second)[0].similarity > 0.99
    assert index.search(first)[0].similarity < 0.5


def test_an_empty_index_finds_nothing_and_odd_vectors_are_refused():
    index = FaceIndex()
    assert index.search(np.ones(128, np.float32)) == []
    for vector in (np.ones(64, np.float32), np.full(128, np.inf, np.float32)):
        with pytest.raises(BadRequest):
            index.add("account", vector)
        with pytest.raises(BadRequest):
            index.search(vector)
