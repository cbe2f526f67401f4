from __future__ import annotations

import asyncio
import logging

import pytest

from verilink.worker import supervise
from verilink.worker.drain import wants
from verilink.worker.signals import pause, rest
from verilink.worker.supervise import keep_running


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervise, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(supervise, "LONGEST_PAUSE", 0.004)


async def test_a_loop_that_fails_is_begun_again_until_it_returns(caplog: pytest.LogCaptureFixture) -> None:
    begun = 0

    async def loop() -> None:
        nonlocal begun
        begun += 1
        if begun < 6:
            raise ConnectionError("gone") if begun % 2 else ValueError("a defect")

    with caplog.at_level(logging.WARNING):
        await keep_running("a loop", loop, asyncio.Event())
    assert begun == 6
    levels = [record.levelno for record in caplog.records]
    assert levels == [logging.WARNING, logging.ERROR] * 2 + [logging.WARNING]


async def test_a_stop_ends_a_loop_that_keeps_failing() -> None:
    stop = asyncio.Event()

    async def loop() -> None:
        stop.set()
        raise ConnectionError

    await asyncio.wait_for(keep_running("a loop", loop, stop), 1)


async def test_a_pause_ends_with_a_wake_up_a_stop_or_its_time() -> None:
    stop, wake = asyncio.Event(), asyncio.Event()
    asyncio.get_running_loop().call_later(0.01, wake.set)
    await asyncio.wait_for(pause(stop, wake, 30), 1)
    assert not wake.is_set()
    await asyncio.wait_for(pause(stop, wake, 0.01), 1)
    stop.set()
    await asyncio.wait_for(rest(stop, 30), 1)


def test_a_webhook_wants_the_events_it_names_or_all() -> None:
    assert wants(["*"], "inquiry.completed")
    assert wants(["inquiry.completed", "inquiry.failed"], "inquiry.failed")
    assert not wants(["inquiry.completed"], "inquiry.failed")
    assert not wants(["inquiry"], "inquiry.failed")
