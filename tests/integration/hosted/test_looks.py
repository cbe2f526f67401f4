"""Looks while the camera runs: who may ask, what is taken, what is said, and that nothing of it stays."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any

import cv2
import msgspec
import pytest

from specimens.faces import astronaut, turned
from specimens.video import scene
from support.visitor import Reply, Visitor, picture
from verilink import hosted
from verilink.database import transaction
from verilink.evidence.facts import Glance
from verilink.hosted import looks
from verilink.worker.eye import Busy, Eye

STEP = "verification_selfie"
POSES = ("center", "left", "right")


class Blind(Eye):
    """Sees nobody, and counts how often it was asked."""

    asked = opened = 0
    busy = False

    def open(self) -> None:
        self.opened += 1

    async def look(self, data: bytes) -> Glance:
        if self.busy:
            raise Busy
        self.asked += 1
        return Glance(width=160, height=284)


@pytest.fixture
def selfie(installation: Any) -> str:
    """The query of a link that asks for a selfie alone."""
    template = installation.bootstrap.templates["Selfie"]
    return f"inquiry-template-id={template}&environment-id={installation.production.id}"


@pytest.fixture
async def posing(visitor: Visitor, selfie: str) -> AsyncIterator[Visitor]:
    """Before the camera."""
    await visitor.start(selfie)
    await visitor.answer("start")
    looks.looker_of(visitor.app).eye = Blind()
    yield visitor
    await hosted.stop_looking(visitor.app)


def eye_of(visitor: Visitor) -> Blind:
    eye = looks.looker_of(visitor.app).eye
    assert isinstance(eye, Blind)
    return eye


def small(degrees: float = 0) -> bytes:
    """What the page sends: a JPEG of some kilobytes."""
    head = cv2.resize(scene(turned(astronaut(), degrees)), (284, 160), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", head, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()


SMALL = small()


async def look(visitor: Visitor, data: bytes = SMALL, *, pose: str = "center", step: str = STEP, **more: Any) -> Reply:
    return await visitor.call("POST", f"/flow/looks/{pose}?step={step}", body=data, **more)


async def test_a_person_is_led_into_the_pose_by_the_real_detector(posing: Visitor) -> None:
    looks.looker_of(posing.app).eye = Eye()
    said: dict[tuple[str, float], str] = {}
    for pose, degrees in (("center", 0), ("center", 45), ("left", 0), ("left", 45), ("right", 45), ("right", -45)):
        for _ in range(400):
            reply = await look(posing, small(degrees), pose=pose)
            if reply.status != 503:
                break
            assert reply.headers["retry-after"] == "1"
            await asyncio.sleep(0.05)
        said[pose, degrees] = reply.json["word"]
    assert said == {
        ("center", 0): "good",
        ("center", 45): "center",
        ("left", 0): "left",
        ("left", 45): "good",
        ("right", 45): "right",
        ("right", -45): "good",
    }


async def test_nothing_of_a_look_stays(installation: Any, posing: Visitor) -> None:
    async def kept() -> tuple[int, int, int]:
        folder = installation.services.settings.data_dir / "objects"
        async with transaction(installation.services.pool) as conn:
            rows = [await conn.fetchval(f"SELECT count(*) FROM {table}") for table in ("event", "file")]
        return sum(len(files) for _, _, files in os.walk(folder)), rows[0], rows[1]

    before = await kept()
    reply = await look(posing)
    assert (reply.status, reply.json) == (200, {"word": "none", "near": 0.0})
    assert reply.headers["cache-control"] == "no-store"
    assert await kept() == before


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"x" * 3_000, 422),
        (SMALL[:150], 422),
        (picture("PNG", (100, 100)), 413),
        (picture("PNG", (40, 40)), 422),
        (picture("JPEG", (200, 60)), 422),
        (SMALL + b"\0" * 20_000, 413),
    ],
)
async def test_what_is_no_small_jpeg_is_refused_before_anybody_looks(posing: Visitor, data: bytes, status: int) -> None:
    assert (await look(posing, data)).status == status
    assert eye_of(posing).asked == 0


async def test_a_look_needs_the_session_that_poses(
    posing: Visitor, another: Callable[..., Visitor], selfie: str
) -> None:
    assert (await look(posing, headers={"authorization": "Bearer nobody"})).status == 401
    stranger = another()
    await stranger.start(selfie)
    assert stranger.inquiry_id != posing.inquiry_id
    assert (await look(stranger)).status == 409, "has not agreed yet"


async def test_only_the_pose_and_step_at_hand_are_looked_at(
    posing: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    assert (await look(posing, step="verification_government_id")).status == 409
    assert (await look(posing, pose="front")).status == 400
    before_a_document = another()
    await before_a_document.start(generic)
    await before_a_document.choose()
    assert (await look(before_a_document)).status == 409
    assert (await look(before_a_document, step="verification_government_id", pose="center")).status == 409
    assert eye_of(posing).asked == 0


async def test_once_the_poses_are_taken_nobody_looks_any_more(posing: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looks, "KNOWN_FOR", looks.timedelta(0))
    assert (await look(posing)).status == 200
    screen = (await posing.call("GET", "/flow/screen")).html
    order = screen.split('data-poses="')[1].split('"')[0].split()
    assert sorted(order) == sorted(POSES)
    await posing.photograph(STEP, *order)
    assert (await look(posing)).status == 409


async def test_too_many_looks_are_refused_for_a_while(posing: Visitor) -> None:
    statuses = [(await look(posing)).status for _ in range(looks.MOST + 5)]
    assert statuses == [200] * looks.MOST + [429] * 5
    assert eye_of(posing).asked == looks.MOST


async def test_the_page_can_say_that_looks_will_follow(posing: Visitor) -> None:
    assert (await look(posing, b"")).status == 204
    assert (eye_of(posing).opened, eye_of(posing).asked) == (1, 0)


async def test_nobody_has_to_wait_for_an_eye_that_is_busy(posing: Visitor) -> None:
    eye_of(posing).busy = True
    reply = await look(posing)
    assert (reply.status, reply.headers["retry-after"]) == (503, "1")


async def test_an_operator_can_do_without(installation: Any, another: Callable[..., Visitor], selfie: str) -> None:
    visitor = another()
    without = msgspec.structs.replace(installation.services.settings, selfie_guidance=False)
    visitor.app.state.services = replace(installation.services, settings=without)
    await visitor.start(selfie)
    await visitor.answer("start")
    assert 'data-guides="true"' not in (await visitor.call("GET", "/flow/screen")).html
    assert (await look(visitor)).status == 404
