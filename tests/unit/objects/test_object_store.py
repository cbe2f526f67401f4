"""The object store over memory: what callers may rely on whatever the backend."""

from __future__ import annotations

import asyncio
import hashlib
import os

import pytest

from verilink.objects import (
    MasterKeys,
    ObjectExists,
    ObjectMissing,
    ObjectStore,
    ObjectUnreadable,
    StoreUnavailable,
)
from verilink.objects.backends import open_backend
from verilink.objects.store import THREAD_BYTES, key_of

KEYS = MasterKeys([b"k" * 32])


@pytest.fixture
def store() -> ObjectStore:
    return ObjectStore("memory:///", KEYS)


@pytest.mark.parametrize("size", [0, 1, 70_000, THREAD_BYTES + 1, 20_000_000])
async def test_an_object_is_read_back(store: ObjectStore, size: int) -> None:
    data = os.urandom(size)
    stored = await store.put("file_1", data)
    assert (stored.byte_size, stored.sha256) == (size, hashlib.sha256(data).digest())
    assert await store.get(stored.key, "file_1", stored.wrapped_key) == data


@pytest.mark.parametrize("wrapped_key", [None, b"", b"\x01" * 69])
async def test_without_its_key_an_object_is_lost(store: ObjectStore, wrapped_key: bytes | None) -> None:
    stored = await store.put("file_1", b"a face")
    with pytest.raises(ObjectUnreadable):
        await store.get(stored.key, "file_1", wrapped_key)


async def test_another_objects_key_does_not_open_it(store: ObjectStore) -> None:
    first, second = await store.put("file_1", b"one"), await store.put("file_2", b"two")
    for object_id in ("file_1", "file_2"):
        with pytest.raises(ObjectUnreadable):
            await store.get(first.key, object_id, second.wrapped_key if object_id == "file_1" else first.wrapped_key)
    with pytest.raises(ObjectUnreadable):
        await store.get(second.key, "file_1", first.wrapped_key)


async def test_an_object_is_never_overwritten(store: ObjectStore) -> None:
    stored = await store.put("file_1", b"first")
    with pytest.raises(ObjectExists):
        await store.put("file_1", b"second")
    assert await store.get(stored.key, "file_1", stored.wrapped_key) == b"first"


async def test_of_puts_racing_for_one_id_exactly_one_wins(store: ObjectStore) -> None:
    results = await asyncio.gather(*(store.put("file_1", b"%d" % n) for n in range(20)), return_exceptions=True)
    won = [n for n, result in enumerate(results) if not isinstance(result, BaseException)]
    assert len(won) == 1
    assert all(isinstance(result, ObjectExists) for n, result in enumerate(results) if n != won[0])


async def test_a_deleted_object_is_missing_and_may_be_deleted_again(store: ObjectStore) -> None:
    stored = await store.put("file_1", b"x")
    await store.delete(stored.key)
    await store.delete(stored.key)
    with pytest.raises(ObjectMissing):
        await store.get(stored.key, "file_1", stored.wrapped_key)


@pytest.mark.parametrize("object_id", ["", "a", "../../etc/passwd", "a/b", "a b", "é" * 5, "x" * 121, "abc\n"])
async def test_an_id_that_could_leave_the_folder_is_refused(store: ObjectStore, object_id: str) -> None:
    with pytest.raises(ValueError, match="not an object id"):
        await store.put(object_id, b"x")


async def test_a_hostile_key_is_a_clear_error(store: ObjectStore) -> None:
    stored = await store.put("file_1", b"x")
    with pytest.raises((StoreUnavailable, ObjectMissing)):
        await store.get("../../../etc/passwd", "file_1", stored.wrapped_key)


def test_objects_are_spread_over_folders_by_the_random_end_of_their_id() -> None:
    assert key_of("file_abcXY") == "XY/file_abcXY"


async def test_the_check_leaves_nothing_behind(store: ObjectStore) -> None:
    await store.check()
    assert store._backend.list().collect() == []


@pytest.mark.parametrize("url", ["ftp://host/x", "http://host/x", "nonsense://", "s3://", "az://container"])
def test_an_unusable_address_is_a_clear_error(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AZURE_")]:
        monkeypatch.delenv(name)
    with pytest.raises(StoreUnavailable, match="object store"):
        open_backend(url)
