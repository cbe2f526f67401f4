"""Master keys: where they come from, what they wrap, how they are replaced."""

from __future__ import annotations

import base64
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.objects.errors import MasterKeyInvalid, ObjectUnreadable
from verilink.objects.keys import MasterKeys, load_or_create_keys, parse_keys

OLD, NEW, DATA = (bytes([number]) * 32 for number in (1, 2, 3))


def test_a_wrapped_key_unwraps_for_its_object_only() -> None:
    keys = MasterKeys([OLD])
    wrapped = keys.wrap(DATA, object_id="file_1")
    assert keys.unwrap(wrapped, object_id="file_1") == DATA
    assert DATA not in wrapped
    with pytest.raises(ObjectUnreadable):
        keys.unwrap(wrapped, object_id="file_2")


@pytest.mark.parametrize("erased", [None, b""])
def test_an_erased_key_is_unreadable(erased: bytes | None) -> None:
    with pytest.raises(ObjectUnreadable):
        MasterKeys([OLD]).unwrap(erased, object_id="file_1")


@given(st.binary(max_size=120))
def test_foreign_bytes_are_unreadable(wrapped: bytes) -> None:
    with pytest.raises(ObjectUnreadable):
        MasterKeys([OLD]).unwrap(wrapped, object_id="file_1")


@given(st.integers(0, 69 * 8 - 1))
def test_any_changed_bit_of_a_wrapped_key_is_noticed(place: int) -> None:
    keys = MasterKeys([OLD])
    wrapped = bytearray(keys.wrap(DATA, object_id="file_1"))
    assert len(wrapped) == 69
    wrapped[place // 8] ^= 1 << place % 8
    with pytest.raises(ObjectUnreadable):
        keys.unwrap(bytes(wrapped), object_id="file_1")


def test_rotation_re_wraps_and_then_the_old_key_can_go() -> None:
    before = MasterKeys([OLD]).wrap(DATA, object_id="file_1")
    both = MasterKeys([NEW, OLD])
    assert both.unwrap(before, object_id="file_1") == DATA
    assert not before.startswith(both.current_prefix)
    after = both.rewrap(before, object_id="file_1")
    assert after.startswith(both.current_prefix)
    assert both.rewrap(after, object_id="file_1") == after
    assert MasterKeys([NEW]).unwrap(after, object_id="file_1") == DATA
    with pytest.raises(ObjectUnreadable):
        MasterKeys([NEW]).unwrap(before, object_id="file_1")


def test_what_is_derived_from_the_primary_key_outlives_a_rotation() -> None:
    assert MasterKeys([OLD]).primary == MasterKeys([NEW, OLD]).primary == OLD


def test_a_key_is_never_shown() -> None:
    assert OLD.hex() not in repr(MasterKeys([OLD]))
    assert base64.b64encode(OLD).decode() not in repr(MasterKeys([OLD]))


@pytest.mark.parametrize(
    "text",
    [
        base64.b64encode(NEW).decode(),
        base64.urlsafe_b64encode(NEW).decode() + "\n",
        NEW.hex(),
        NEW.hex().upper(),
        f"{NEW.hex()},{base64.b64encode(OLD).decode()}",
        f"  {NEW.hex()}\n{OLD.hex()}\n",
    ],
)
def test_keys_are_read_from_base64_or_hexadecimal(text: str) -> None:
    wrapped = parse_keys(text).wrap(DATA, object_id="file_1")
    assert MasterKeys([NEW]).unwrap(wrapped, object_id="file_1") == DATA


@pytest.mark.parametrize("text", ["", " \n", "short", "é" * 64, base64.b64encode(b"x" * 31).decode(), "zz" * 32])
def test_a_bad_key_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(MasterKeyInvalid) as refused:
        parse_keys(text)
    assert not text.strip() or text.strip() not in str(refused.value)


def test_a_missing_file_is_made_once_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    first = load_or_create_keys(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    wrapped = first.wrap(DATA, object_id="file_1")
    assert load_or_create_keys(path).unwrap(wrapped, object_id="file_1") == DATA
    assert os.listdir(tmp_path) == ["master.key"]  # noqa: PTH208 - names only


def test_processes_that_start_together_agree_on_one_key(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    with ThreadPoolExecutor(16) as threads:
        found = list(threads.map(lambda _: load_or_create_keys(path).primary, range(64)))
    assert len(set(found)) == 1
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_open_to_others_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "master.key"
    load_or_create_keys(path)
    path.chmod(mode)
    with pytest.raises(MasterKeyInvalid, match="chmod 600"):
        load_or_create_keys(path)


def test_a_file_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MasterKeyInvalid, match="cannot be used"):
        load_or_create_keys(tmp_path / "nowhere" / "master.key")


def test_an_empty_file_is_refused_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "master.key"
    path.touch(mode=0o600)
    with pytest.raises(MasterKeyInvalid):
        load_or_create_keys(path)
    assert path.read_bytes() == b""
