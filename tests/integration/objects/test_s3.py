"""Objects in an S3 bucket."""

from __future__ import annotations

import os

import obstore
import pytest

from verilink.objects import (
    MasterKeys,
    ObjectExists,
    ObjectMissing,
    ObjectStore,
    ObjectUnreadable,
    StoreUnavailable,
)

KEYS = MasterKeys([b"k" * 32])


@pytest.fixture
def store(s3_bucket: str, s3_options: dict[str, str]) -> ObjectStore:
    return ObjectStore(f"s3://{s3_bucket}/some/prefix", KEYS, options=s3_options)


@pytest.mark.parametrize("size", [0, 1000, 8_000_000])
async def test_an_object_goes_to_the_bucket_and_comes_back(store: ObjectStore, size: int) -> None:
    data = os.urandom(size)
    stored = await store.put("file_aB", data)
    assert await store.get(stored.key, "file_aB", stored.wrapped_key) == data


async def test_the_bucket_sees_no_plain_byte(store: ObjectStore, s3_bucket: str, s3_options: dict[str, str]) -> None:
    await store.put("file_aB", b"a photograph of a face")
    raw = obstore.store.from_url(f"s3://{s3_bucket}", config=s3_options, client_options={"allow_http": True})
    (found,) = raw.list().collect()
    assert found["path"] == "some/prefix/aB/file_aB"
    assert b"photograph" not in bytes(raw.get(found["path"]).bytes())


async def test_a_put_never_overwrites(store: ObjectStore) -> None:
    stored = await store.put("file_aB", b"first")
    with pytest.raises(ObjectExists):
        await store.put("file_aB", b"second")
    assert await store.get(stored.key, "file_aB", stored.wrapped_key) == b"first"


async def test_an_erased_key_and_a_deleted_object_are_told_apart(store: ObjectStore) -> None:
    stored = await store.put("file_aB", b"x")
    with pytest.raises(ObjectUnreadable):
        await store.get(stored.key, "file_aB", None)
    await store.delete(stored.key)
    await store.delete(stored.key)
    with pytest.raises(ObjectMissing):
        await store.get(stored.key, "file_aB", stored.wrapped_key)


async def test_an_endpoint_from_the_environment_is_used(
    s3_bucket: str, s3_endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {
        "AWS_ENDPOINT": s3_endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    await ObjectStore(f"s3://{s3_bucket}", KEYS).check()


async def test_a_missing_bucket_is_a_clear_error(s3_options: dict[str, str]) -> None:
    with pytest.raises((StoreUnavailable, ObjectMissing)):
        await ObjectStore("s3://no-such-bucket-here", KEYS, options=s3_options).check()


async def test_a_server_that_is_away_is_a_clear_error(s3_options: dict[str, str]) -> None:
    away = {**s3_options, "endpoint": "http://127.0.0.1:9"}
    with pytest.raises(StoreUnavailable, match="does not work") as failed:
        await ObjectStore("s3://bucket", KEYS, options=away).put("file_aB", b"x")
    assert "\n" not in str(failed.value)
