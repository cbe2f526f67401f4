"""The process that looks at small pictures: there when wanted, gone when not, and never in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import cv2
import pytest

from specimens.faces import astronaut, turned
from specimens.video import scene
from verilink.evidence.facts import Glance
from verilink.worker.eye import MOST_WAITING, Busy, Eye
from verilink.worker.process import AnalysisFailed, Process, Reason, Spec


@pytest.fixture
async def eye() -> AsyncIterator[Eye]:
    """Not yet open."""
    opened = Eye()
    yield opened
    await opened.close()


def small(degrees: float = 0) -> bytes:
    """What the page sends of a person who turned their head."""
    head = scene(turned(astronaut(), degrees) if degrees else astronaut())
    picture = cv2.resize(head, (284, 160), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()


async def awake(eye: Eye, data: bytes) -> Glance:
    """The first look that is answered."""
    for _ in range(1_200):
        try:
            return await eye.look(data)
        except Busy:
            await asyncio.sleep(0.05)
    raise AssertionError("it never looked")


def is_running(pid: int | None) -> bool:
    return pid is not None and Path(f"/proc/{pid}").exists()


async def test_a_head_is_seen_and_which_way_it_turns_but_not_who_it_is(eye: Eye) -> None:
    ahead = await awake(eye, small())
    left = await eye.look(small(45))
    right = await eye.look(small(-45))
    [face] = ahead.faces
    assert (ahead.width, ahead.height) == (284, 160)
    assert face.embedding is None
    assert abs(face.yaw) < 12
    assert left.faces[0].yaw > 15
    assert right.faces[0].yaw < -15


async def test_whoever_comes_while_it_starts_is_told_at_once_and_bytes_that_are_no_picture_show_nobody(
    eye: Eye,
) -> None:
    with pytest.raises(Busy):
        await eye.look(small())
    assert eye.pid is None
    assert (await awake(eye, b"\xff\xd8\xff" + b"x" * 4_000)).faces == ()
    before = eye.pid
    assert len((await eye.look(small())).faces) == 1
    assert eye.pid == before


async def test_only_a_few_wait(eye: Eye) -> None:
    data = small()
    await awake(eye, data)
    answers = await asyncio.gather(*(eye.look(data) for _ in range(4 * MOST_WAITING)), return_exceptions=True)
    turned_away = [answer for answer in answers if isinstance(answer, Busy)]
    seen = [answer for answer in answers if isinstance(answer, Glance)]
    assert len(turned_away) + len(seen) == len(answers)
    assert 1 <= len(seen) <= MOST_WAITING + 1
    assert len((await eye.look(data)).faces) == 1


async def test_a_look_that_nobody_waits_for_any_more_is_never_anybody_elses(eye: Eye) -> None:
    await awake(eye, small())
    asking = asyncio.create_task(eye.look(small(45)))
    await asyncio.sleep(0.001)
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    assert abs((await awake(eye, small())).faces[0].yaw) < 12


class Crashing:
    """A process that does not survive its first look."""

    pid, served = 1, 0

    async def ask(self, *_: object) -> bytes:
        raise AnalysisFailed(Reason.CRASHED)

    async def kill(self) -> None:
        """It is gone already."""


async def test_the_rest_of_a_process_that_crashed_does_not_start_a_second_one_beside_its_successor(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    started: list[Spec] = []
    never = asyncio.Event()

    async def start(spec: Spec) -> Crashing:
        started.append(spec)
        if len(started) > 1:
            await never.wait()
        return Crashing()

    monkeypatch.setattr(Process, "start", start)
    eye = Eye(idle=0.05)
    eye.open()
    await asyncio.sleep(0.01)
    for _ in range(2):  # the first look ends the process, the second has another one started
        with pytest.raises(Busy):
            await eye.look(b"")
    await asyncio.sleep(0.2)
    with pytest.raises(Busy):
        await eye.look(b"")
    await asyncio.sleep(0)
    await eye.close()
    assert len(started) == 2


async def test_it_is_gone_after_a_while_without_looks_and_opens_again() -> None:
    eye = Eye(idle=1.5)
    try:
        await awake(eye, small())
        pid = eye.pid
        for _ in range(200):
            if not is_running(pid):
                break
            await asyncio.sleep(0.05)
        assert not is_running(pid)
        assert len((await awake(eye, small())).faces) == 1
    finally:
        await eye.close()
    assert eye.pid is None
