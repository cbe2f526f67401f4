"""Sealed objects open with their own key, id and bytes, and with nothing else."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.objects.envelope import HEADER, OVERHEAD, new_data_key, open_sealed, seal
from verilink.objects.errors import ObjectUnreadable

KEY = bytes(range(32))


@given(st.binary(max_size=4096), st.text("abcXYZ_-09", min_size=3, max_size=40))
def test_what_was_sealed_opens_again(data: bytes, object_id: str) -> None:
    stored = seal(data, data_key=KEY, object_id=object_id)
    assert len(stored) == len(data) + OVERHEAD
    assert open_sealed(stored, data_key=KEY, object_id=object_id) == data


@given(st.binary(min_size=1, max_size=300), st.data())
def test_any_changed_bit_is_noticed(data: bytes, draw: st.DataObject) -> None:
    stored = bytearray(seal(data, data_key=KEY, object_id="file_1"))
    place = draw.draw(st.integers(0, len(stored) * 8 - 1))
    stored[place // 8] ^= 1 << place % 8
    with pytest.raises(ObjectUnreadable):
        open_sealed(bytes(stored), data_key=KEY, object_id="file_1")


@given(st.binary(max_size=200))
def test_foreign_bytes_do_not_open(stored: bytes) -> None:
    with pytest.raises(ObjectUnreadable):
        open_sealed(stored, data_key=KEY, object_id="file_1")


@pytest.mark.parametrize("kept", [0, 3, 4, 20, OVERHEAD - 1, OVERHEAD + 5])
def test_cut_bytes_do_not_open(kept: int) -> None:
    stored = seal(b"0123456789", data_key=KEY, object_id="file_1")
    with pytest.raises(ObjectUnreadable):
        open_sealed(stored[:kept], data_key=KEY, object_id="file_1")


def test_another_key_does_not_open() -> None:
    stored = seal(b"secret", data_key=KEY, object_id="file_1")
    with pytest.raises(ObjectUnreadable):
        open_sealed(stored, data_key=new_data_key(), object_id="file_1")


def test_another_objects_bytes_do_not_open() -> None:
    stored = seal(b"secret", data_key=KEY, object_id="file_1")
    with pytest.raises(ObjectUnreadable):
        open_sealed(stored, data_key=KEY, object_id="file_2")


def test_a_later_format_is_refused_and_not_guessed_at() -> None:
    stored = seal(b"secret", data_key=KEY, object_id="file_1")
    with pytest.raises(ObjectUnreadable):
        open_sealed(HEADER[:3] + b"\x02" + stored[4:], data_key=KEY, object_id="file_1")


def test_the_same_bytes_are_stored_differently_each_time() -> None:
    data = os.urandom(64)
    first, second = (seal(data, data_key=KEY, object_id="file_1") for _ in range(2))
    assert first != second
    assert data not in first
