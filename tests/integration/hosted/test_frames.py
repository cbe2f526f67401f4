"""Further frames beside a photo: who may add them, that they help the reader, and that they go where the photo goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import cv2
import numpy as np
import pytest
from starlette.requests import Request

from specimens import drawing, mrz
from specimens.captures import Capture, draw_card, hide, take
from specimens.person import ALEXANDRA
from support.visitor import Reply, Visitor, picture
from verilink.database import transaction
from verilink.evidence.images.limits import Limits
from verilink.files import actions as files
from verilink.files import queries as file_queries
from verilink.hosted import uploads
from verilink.hosted.frames import LIMITS, MOST
from verilink.judging.judge import judge
from verilink.verifications import queries as verification_queries
from verilink.worker.engine import PoolEngine
from verilink.worker.pool import OPERATIONS, AnalysisPool
from verilink.worker.process import Spec

STEP = "verification_government_id"


@pytest.fixture
async def engine() -> AsyncIterator[PoolEngine]:
    """The real readers."""
    async with AnalysisPool(1, 60, Spec(memory_mb=2048, operations=OPERATIONS)) as pool:
        yield PoolEngine(pool)


async def add(visitor: Visitor, file_id: str, data: bytes, *, page: str = "front", key: str = "") -> Reply:
    headers = {"upload-key": key or f"frame{hash(data) & 0xFFFFFFFF:08x}{len(data)}"}
    url = f"/flow/uploads/{page}/frames/{file_id}?step={STEP}"
    return await visitor.call("PUT", url, body=data, headers=headers)


async def photo(visitor: Visitor, data: bytes | None = None) -> str:
    reply = await visitor.upload(STEP, "front", data or picture())
    assert reply.status == 201
    return str(reply.json["file-id"])


def covered(seed: int, share: float) -> bytes:
    """A picture of ALEXANDRA's zone with two characters hidden at ``share`` of the width."""
    shown = hide(take(draw_card(mrz.td3(ALEXANDRA)), Capture(pitch=15, seed=seed)), share)
    return np.asarray(cv2.imencode(".jpg", shown, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]).tobytes()


@pytest.mark.skipif(not drawing.OCR_B.is_file(), reason="Debian's fonts-ocr-b is not installed")
async def test_pictures_with_different_faults_are_read_together(
    installation: Any, capturing: Visitor, engine: PoolEngine
) -> None:
    first, *others = (covered(seed, share) for seed, share in ((1, 0.2), (2, 0.36), (3, 0.54)))
    alone = await engine.read_document({"front": first})
    zone = alone.pages["front"].mrz
    assert zone is None or zone.repaired or zone.unclear or not all(zone.check_digits.values())
    file_id = await photo(capturing, first)
    assert [(await add(capturing, file_id, each)).status for each in others] == [201, 201]
    used = await capturing.call("POST", "/flow/captured", json={"step": STEP, "page": "front", "file-id": file_id})
    assert used.status == 200
    inquiry = await capturing.inquiry(installation.production)
    verification_id = inquiry.verification_refs[-1].split()[1]
    decision = await judge(installation.services, installation.production, verification_id, engine)
    seen = decision.facts["pages"]["front"]
    assert tuple(seen["mrz"]["lines"]) == mrz.td3(ALEXANDRA)
    assert all(seen["mrz"]["check-digits"].values())
    assert (seen["frames"]["given"], seen["frames"]["agreed"] >= 2) == (3, True)


async def test_frames_are_encrypted_beside_their_photo_and_nowhere_to_be_seen(
    installation: Any, capturing: Visitor
) -> None:
    file_id = await photo(capturing)
    data = picture()
    stored = (await add(capturing, file_id, data)).json["file-id"]
    await capturing.call("POST", "/flow/captured", json={"step": STEP, "page": "front", "file-id": file_id})
    environment = installation.production
    async with transaction(installation.services.pool) as conn:
        frame = await file_queries.get(conn, environment.id, stored)
        listed = await file_queries.of_inquiry(conn, environment.id, capturing.inquiry_id)
        [evidence] = await verification_queries.evidence_of_inquiry(conn, environment.id, capturing.inquiry_id)
        owned = await file_queries.of_owners(conn, environment.id, [evidence.id])
    assert (frame.frame_of, frame.owner_id, frame.page) == (file_id, None, "front")
    assert await files.read(installation.services, frame) == data
    assert [file.id for file in listed] == [file_id]
    assert [file.id for file in owned] == [file_id]


@pytest.mark.parametrize("whole", [True, False])
async def test_frames_are_erased_with_the_photo(installation: Any, capturing: Visitor, whole: bool) -> None:
    file_id = await photo(capturing)
    stored = (await add(capturing, file_id, picture())).json["file-id"]
    await capturing.call("POST", "/flow/captured", json={"step": STEP, "page": "front", "file-id": file_id})
    environment = installation.production
    async with transaction(installation.services.pool) as conn:
        [evidence] = await verification_queries.evidence_of_inquiry(conn, environment.id, capturing.inquiry_id)
        await files.erase(conn, environment.id, capturing.inquiry_id, None if whole else evidence.id)
        erased = [await file_queries.get(conn, environment.id, each) for each in (file_id, stored)]
        left = [key for _, key in await file_queries.garbage(conn, 10)]
    assert [file.wrapped_key for file in erased] == [None, None]
    assert sorted(left) == sorted(file.object_key for file in erased)


async def test_a_photo_that_is_taken_again_takes_its_frames_along(installation: Any, capturing: Visitor) -> None:
    file_id = await photo(capturing)
    stored = (await add(capturing, file_id, picture())).json["file-id"]
    await capturing.call("DELETE", f"/flow/uploads/{file_id}")
    async with transaction(installation.services.pool) as conn:
        frame = await file_queries.get(conn, installation.production.id, stored)
    assert frame.wrapped_key is None
    assert (await add(capturing, file_id, picture())).status == 409


async def test_frames_that_come_at_once_are_no_more_than_those_that_come_in_turn(
    installation: Any, capturing: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_id = await photo(capturing)
    all_asked = asyncio.Barrier(6)
    read_body = uploads.read_body

    async def slowly(request: Request, limits: Limits) -> bytes:
        await all_asked.wait()
        return await read_body(request, limits)

    monkeypatch.setattr(uploads, "read_body", slowly)
    replies = await asyncio.gather(*(add(capturing, file_id, picture(), key=f"frame-{at:08}") for at in range(6)))
    assert sorted(reply.status for reply in replies) == [201] * MOST + [409] * (6 - MOST)
    async with transaction(installation.services.pool) as conn:
        stored = await file_queries.frames_of(conn, installation.production.id, [file_id])
    assert len(stored) == MOST


async def test_a_frame_is_no_photo(capturing: Visitor) -> None:
    file_id = await photo(capturing)
    stored = (await add(capturing, file_id, picture())).json["file-id"]
    used = await capturing.call("POST", "/flow/captured", json={"step": STEP, "page": "front", "file-id": stored})
    assert used.status == 422
    assert (await add(capturing, stored, picture())).status == 409, "a frame of a frame"
    shown = (await capturing.call("GET", "/flow/screen")).html
    assert f'data-unconfirmed="{file_id}"' in shown
    assert 'data-frames="true"' in shown


async def test_only_a_few_small_jpegs_are_taken(capturing: Visitor) -> None:
    file_id = await photo(capturing)
    refused = {
        (await add(capturing, file_id, data)).status
        for data in (b"", b"x" * 20_000, picture("PNG"), picture("JPEG", (40, 40)))
    }
    assert refused == {422}
    assert (await add(capturing, file_id, b"\xff\xd8\xff" + b"x" * LIMITS.max_bytes)).status == 413
    assert (await add(capturing, file_id, picture(), key="no")).status == 400
    taken = [(await add(capturing, file_id, picture())).status for _ in range(MOST + 1)]
    assert taken == [201] * MOST + [409]


async def test_frames_belong_to_the_photo_at_hand_of_ones_own_flow(
    capturing: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    file_id = await photo(capturing)
    stranger = another()
    await stranger.start(generic)
    await stranger.choose()
    assert (await add(stranger, file_id, picture())).status == 409
    assert (await add(capturing, file_id, picture(), page="back")).status == 409
    assert (await add(capturing, "file_unknown", picture())).status == 409
    await capturing.call("POST", "/flow/captured", json={"step": STEP, "page": "front", "file-id": file_id})
    assert (await add(capturing, file_id, picture())).status == 409
