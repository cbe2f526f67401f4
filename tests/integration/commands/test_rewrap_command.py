"""``verilink rewrap``: after it, files open without the master key they were stored under."""

from __future__ import annotations

import asyncio
import base64
import os
from pathlib import Path

import pytest

from verilink.cli import main
from verilink.commands.dsn import database_of, prepared
from verilink.database import transaction
from verilink.files import actions, queries
from verilink.files.model import File, NewFile
from verilink.objects import ObjectUnreadable
from verilink.services import open_services
from verilink.settings import load

OLD, NEW, OTHER = (base64.b64encode(os.urandom(32)).decode() for _ in range(3))
COUNT = 7


def _use(monkeypatch: pytest.MonkeyPatch, *keys: str) -> None:
    monkeypatch.setenv("VERILINK_MASTER_KEY", ",".join(keys))


async def _store() -> list[File]:
    """Files in both environments, of which the last is erased."""
    settings = load()
    async with open_services(settings, await prepared(database_of(settings)), listen=False) as services:
        kept = []
        for number in range(COUNT):
            new = NewFile(
                inquiry_id="inq_1", page="front", data=b"%d" % number, filename="a.jpg", content_type="image/jpeg"
            )
            kept.append(await actions.store(services, ("env_a", "env_b")[number % 2], new))
        async with transaction(services.pool) as conn:
            await queries.forget_keys(conn, kept[-1].environment_id, "inq_1", None)
    return kept


async def _read(file: File) -> bytes:
    settings = load()
    async with open_services(settings, await prepared(database_of(settings)), listen=False) as services:
        async with services.pool.acquire() as conn:
            row = await queries.get(conn, file.environment_id, file.id)
        return await actions.read(services, row)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, empty_database_url: str) -> list[File]:
    """Files stored under the old key, on an installation of the test's own."""
    monkeypatch.setenv("VERILINK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    _use(monkeypatch, OLD)
    assert main(["migrate"]) == 0
    return asyncio.run(_store())


def test_files_open_without_the_key_they_were_stored_under(
    files: list[File], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = [file for file in files if file.environment_id != files[-1].environment_id]
    _use(monkeypatch, NEW, OLD)
    monkeypatch.setattr("verilink.files.rewrapping.BATCH", 2)
    assert main(["rewrap"]) == 0
    assert f"{len(kept)} keys moved" in capsys.readouterr().out
    assert main(["rewrap"]) == 0
    assert "0 keys moved" in capsys.readouterr().out
    _use(monkeypatch, NEW)
    for file in kept:
        assert asyncio.run(_read(file)) == b"%d" % files.index(file)


def test_keys_that_cannot_be_opened_are_named_and_left(
    files: list[File], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _use(monkeypatch, NEW, OTHER)
    assert main(["rewrap"]) == 1
    said = capsys.readouterr()
    assert "0 keys moved" in said.out
    assert files[1].id in said.err
    with pytest.raises(ObjectUnreadable):
        asyncio.run(_read(files[1]))
    _use(monkeypatch, NEW, OLD)
    assert asyncio.run(_read(files[1])) == b"1"
