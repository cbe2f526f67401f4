"""The faces in memory: each environment's own, and never more than there is room for."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest

from unit.checks.specimen_facts import face
from verilink.kit import crypto
from verilink.sightings import gallery, queries
from verilink.sightings.gallery import Gallery
from verilink.sightings.marks import Marks
from verilink.sightings.model import Sighting

MARKS = Marks(b"d" * 32, crypto.SecretBox(b"k" * 32))


class Pool:
    """Hands out nothing: the queries are made up."""

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[None]:
        yield None


def seen(environment_id: str, number: int) -> Sighting:
    """A selfie of a person of this number."""
    verification_id, numbers = f"ver_{environment_id}_{number}", [0.0] * 16
    numbers[number] = 1.0
    return Sighting(
        environment_id=environment_id,
        verification_id=verification_id,
        inquiry_id="inq_1",
        kind="selfie",
        passed=True,
        seen_on=date(2026, 3, 1),
        face=MARKS.seal(face(*numbers), verification_id),
        face_model="sface",
    )


@pytest.fixture
def stored(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Three faces in every environment; the list tells which ones were read whole."""
    read: list[str] = []

    async def faces(_conn: Any, environment_id: str, _kind: str) -> list[Sighting]:
        read.append(environment_id)
        return [seen(environment_id, number) for number in range(3)]

    async def changed(*_: Any) -> list[Sighting]:
        return []

    async def horizon(_conn: Any) -> str:
        return "1"

    for each in (faces, changed, horizon):
        monkeypatch.setattr(queries, each.__name__, each)
    return read


async def search(held: Gallery, environment_id: str, number: int) -> dict[str, float]:
    return await held.search(Pool(), MARKS, seen(environment_id, number), floor=0.4)  # type: ignore[arg-type]


async def test_a_face_is_found_in_its_own_environment_alone(stored: list[str]) -> None:
    held = Gallery()
    assert await search(held, "one", 1) == {"ver_one_1": pytest.approx(1, abs=0.01)}
    assert list(await search(held, "two", 1)) == ["ver_two_1"]
    assert await search(held, "one", 9) == {}
    assert stored == ["one", "two"]


async def test_beyond_the_room_there_is_the_environment_used_longest_ago_leaves(
    stored: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "MOST_FACES", 5)
    held = Gallery()
    for environment_id in ("one", "two", "one", "three", "one"):
        assert await search(held, environment_id, 2)
    assert [held.held(each, "selfie") for each in ("one", "two", "three")] == [3, 0, 0]
    assert await search(held, "two", 2)
    assert stored == ["one", "two", "three", "two"]


async def test_the_environment_in_use_stays_whatever_its_size(
    stored: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "MOST_FACES", 1)
    held = Gallery()
    for _ in range(2):
        assert await search(held, "one", 0)
    assert stored == ["one"]
