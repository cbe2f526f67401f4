"""The real readers in a real analysis process, and the real judge over them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import cv2
import pytest

from specimens.faces import astronaut, turned
from specimens.passport import passport
from verilink.settings import Settings
from verilink.worker.engine import PoolEngine
from verilink.worker.pool import OPERATIONS, AnalysisPool
from verilink.worker.process import Spec


@pytest.fixture
async def engine() -> AsyncIterator[PoolEngine]:
    """An engine with the limits that an installation has by default."""
    settings = Settings()
    spec = Spec(memory_mb=settings.analysis_memory_mb, operations=OPERATIONS)
    async with AnalysisPool(1, settings.analysis_timeout_seconds, spec) as pool:
        yield PoolEngine(pool)


def jpeg(pixels: Any) -> bytes:
    return bytes(cv2.imencode(".jpg", pixels)[1])


async def test_a_passport_is_read_and_its_pictures_are_kept(engine: PoolEngine) -> None:
    pages = {"front": jpeg(passport())}
    facts = await engine.read_document(pages, expected="pp")
    assert facts.id_class == "pp"
    assert facts.fields["name-last"].value
    assert facts.portrait is not None
    kept = await engine.document_pictures(pages, facts)
    assert set(kept) == {"front", "front-normalized", "portrait"}
    assert all(data.startswith(b"\xff\xd8") for data in kept.values())


async def test_a_selfie_is_read_and_its_pictures_are_kept(engine: PoolEngine) -> None:
    face = astronaut()
    frames = {"center": jpeg(face), "left": jpeg(turned(face, 25)), "right": jpeg(turned(face, -25))}
    order = ["center", "right", "left"]
    facts = await engine.read_selfie([(pose, frames[pose]) for pose in order], order=order)
    assert [len(frame.faces) for frame in facts.frames] == [1, 1, 1]
    assert set(await engine.selfie_pictures(frames)) == set(frames)


async def test_what_is_no_picture_gives_facts_that_say_so(engine: PoolEngine) -> None:
    facts = await engine.read_document({"front": b"not a picture" * 100})
    assert facts.pages["front"].error
    assert await engine.document_pictures({"front": b"not a picture" * 100}, facts) == {}
    assert await engine.selfie_pictures({"center": b"neither"}) == {}


async def test_several_requests_at_once_take_turns(engine: PoolEngine) -> None:
    page = {"front": jpeg(passport())}
    first, second = await asyncio.gather(engine.read_document(page), engine.read_document(page))
    assert first.fields == second.fields
