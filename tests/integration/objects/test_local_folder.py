"""Objects in a local folder."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path

import pytest

from verilink.objects import (
    MasterKeys,
    ObjectExists,
    ObjectMissing,
    ObjectStore,
    ObjectUnreadable,
    StoreUnavailable,
    open_keyring,
    open_store,
)
from verilink.settings import Settings

KEYS = MasterKeys([b"k" * 32])
FACE = b"\xff\xd8\xff a photograph of a face " * 1000


def files_below(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "with space" / "objects"


@pytest.fixture
def store(folder: Path) -> ObjectStore:
    return ObjectStore(folder.as_uri(), KEYS)


async def test_the_folder_holds_one_file_per_object_and_no_plain_byte(store: ObjectStore, folder: Path) -> None:
    stored = await store.put("file_aB", FACE)
    (path,) = files_below(folder)
    assert path == folder / "aB" / "file_aB"
    assert b"photograph" not in path.read_bytes()
    assert FACE[:16] not in path.read_bytes()
    assert await store.get(stored.key, "file_aB", stored.wrapped_key) == FACE


def test_the_folder_is_closed_to_others(store: ObjectStore, folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


async def test_erasing_the_key_erases_the_object(store: ObjectStore, folder: Path) -> None:
    await store.put("file_aB", FACE)
    other = await store.put("file_aC", FACE)
    for wrapped_key in (None, b"", other.wrapped_key):
        with pytest.raises(ObjectUnreadable):
            await store.get("aB/file_aB", "file_aB", wrapped_key)
    assert b"photograph" not in b"".join(path.read_bytes() for path in files_below(folder))


async def test_another_master_key_opens_nothing(store: ObjectStore, folder: Path) -> None:
    stored = await store.put("file_aB", FACE)
    with pytest.raises(ObjectUnreadable):
        await ObjectStore(folder.as_uri(), MasterKeys([b"x" * 32])).get(stored.key, "file_aB", stored.wrapped_key)


async def test_a_changed_or_cut_file_is_noticed(store: ObjectStore, folder: Path) -> None:
    stored = await store.put("file_aB", FACE)
    (path,) = files_below(folder)
    whole = path.read_bytes()
    for damaged in (whole[:-1], whole[:100] + b"\0" + whole[101:], b""):
        path.write_bytes(damaged)
        with pytest.raises(ObjectUnreadable):
            await store.get(stored.key, "file_aB", stored.wrapped_key)


async def test_a_file_swapped_with_anothers_is_noticed(store: ObjectStore, folder: Path) -> None:
    stored = await store.put("file_aB", b"mine")
    other = await store.put("file_aC", b"theirs")
    (folder / stored.key).write_bytes((folder / other.key).read_bytes())
    with pytest.raises(ObjectUnreadable):
        await store.get(stored.key, "file_aB", stored.wrapped_key)


async def test_a_put_never_overwrites_and_a_delete_really_removes(store: ObjectStore, folder: Path) -> None:
    stored = await store.put("file_aB", b"first")
    with pytest.raises(ObjectExists):
        await store.put("file_aB", b"second")
    assert await store.get(stored.key, "file_aB", stored.wrapped_key) == b"first"
    await store.delete(stored.key)
    assert files_below(folder) == []
    with pytest.raises(ObjectMissing):
        await store.get(stored.key, "file_aB", stored.wrapped_key)


async def test_a_second_object_of_the_same_id_lies_beside_the_first(store: ObjectStore) -> None:
    first = await store.put("file_aB", b"as it came")
    second = await store.put("file_aB", b"made clean", beside=True)
    assert second.key != first.key
    await store.delete(first.key)
    assert await store.get(second.key, "file_aB", second.wrapped_key) == b"made clean"


async def test_an_object_is_on_the_disk_before_put_returns(
    store: ObjectStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    real = os.fsync

    def spy(descriptor: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", spy)
    await store.put("file_aB", b"x")
    assert synced == [str(folder / "aB" / "file_aB"), str(folder / "aB"), str(folder)]
    await store.put("file_xaB", b"x")
    assert synced[3:] == [str(folder / "aB" / "file_xaB"), str(folder / "aB")]


async def test_large_objects_are_encrypted_off_the_event_loop(
    store: ObjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    from verilink.objects import store as module

    used: list[threading.Thread] = []
    real = module.seal

    def spy(data: bytes, *, data_key: bytes, object_id: str) -> bytes:
        used.append(threading.current_thread())
        return real(data, data_key=data_key, object_id=object_id)

    monkeypatch.setattr(module, "seal", spy)
    await store.put("file_aB", b"x" * 2_000_000)
    await store.put("file_aC", b"x")
    assert used[0] is not threading.main_thread()
    assert used[1] is threading.main_thread()


async def test_a_folder_that_vanished_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable, match="cannot be opened"):
        ObjectStore((tmp_path / "file" / "objects").as_uri(), KEYS)


async def test_settings_alone_make_a_working_store(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var")
    stored = await open_store(settings, open_keyring(settings)).put("file_aB", FACE)
    again = open_store(settings, open_keyring(settings))
    assert await again.get(stored.key, "file_aB", stored.wrapped_key) == FACE
    assert (tmp_path / "var" / "objects" / stored.key).exists()
    assert stat.S_IMODE((tmp_path / "var" / "master.key").stat().st_mode) == 0o600


async def test_a_master_key_in_the_settings_makes_no_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "var", master_key="ab" * 32, object_store_url="memory:///")
    await open_store(settings, open_keyring(settings)).check()
    assert not (tmp_path / "var").exists()
