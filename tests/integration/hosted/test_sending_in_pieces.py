"""Photos over lines that break: what arrived stays, each byte counts once, and nobody else can add to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from support.visitor import Reply, Visitor, picture
from verilink.database import transaction
from verilink.files import actions as files
from verilink.files import pieces
from verilink.files import queries as file_queries
from verilink.kit import clock
from verilink.worker import schedules

STEP = "verification_government_id"
KEY = "a1b2c3d4e5f60718"
PATH = f"/flow/uploads/front?step={STEP}"


@pytest.fixture
async def capturing(visitor: Visitor, generic: str) -> Visitor:
    """At the photo page of a passport."""
    await visitor.start(generic)
    await visitor.choose()
    return visitor


async def _piece(visitor: Visitor, data: bytes, at: int, to: int, **more: str) -> Reply:
    headers = {"upload-key": KEY, "upload-offset": str(at), "upload-length": str(len(data))} | more
    return await visitor.call("PATCH", PATH, body=data[at:to], headers=headers)


async def _reached(visitor: Visitor, key: str = KEY) -> tuple[str, str]:
    headers = (await visitor.call("HEAD", PATH, headers={"upload-key": key})).headers
    return headers["upload-offset"], headers["upload-complete"]


async def _count(installation: Any, table: str) -> int:
    return int(await installation.services.pool.fetchval(f"SELECT count(*) FROM {table}"))


async def test_pieces_become_the_photo_that_was_sent(installation: Any, capturing: Visitor) -> None:
    data = picture(size=(900, 700))
    cuts = [0, 100_000, 100_001, 300_000, len(data)]
    for at, to in pairwise(cuts):
        assert await _reached(capturing) == (str(at), "?0")
        reply = await _piece(capturing, data, at, to)
        if to < len(data):
            assert (reply.status, reply.json, reply.headers["upload-offset"]) == (200, {"offset": to}, str(to))
    assert (reply.status, reply.json["byte-size"]) == (201, len(data))
    assert await _reached(capturing) == (str(len(data)), "?1")
    async with transaction(installation.services.pool) as conn:
        file = await file_queries.get(conn, installation.production.id, reply.json["file-id"])
    assert await files.read(installation.services, file) == data
    again = await _piece(capturing, data, 300_000, len(data))
    assert (again.status, again.json["file-id"]) == (201, file.id)
    assert await _count(installation, "upload") == await _count(installation, "upload_piece") == 0
    assert await files.collect(installation.services) == 4


async def test_a_piece_that_does_not_follow_changes_nothing(capturing: Visitor) -> None:
    data = picture()
    assert (await _piece(capturing, data, 50_000, 60_000)).json == {"offset": 0}
    await _piece(capturing, data, 0, 50_000)
    for at in (0, 20_000, 70_000):
        reply = await _piece(capturing, data, at, at + 10_000)
        assert (reply.status, reply.json) == (409, {"offset": 50_000})
    assert await _reached(capturing) == ("50000", "?0")


async def test_the_same_piece_twice_at_once_is_kept_once(installation: Any, capturing: Visitor) -> None:
    data = picture()
    replies = await asyncio.gather(*(_piece(capturing, data, 0, 50_000) for _ in range(4)))
    assert sorted(reply.status for reply in replies) == [200, 409, 409, 409]
    assert await _count(installation, "upload_piece") == 1
    done = await asyncio.gather(*(_piece(capturing, data, 50_000, len(data)) for _ in range(3)))
    assert 201 in {reply.status for reply in done}
    async with transaction(installation.services.pool) as conn:
        assert await file_queries.count(conn, installation.production.id, capturing.inquiry_id) == 1


async def test_what_arrived_before_the_line_broke_is_kept(capturing: Visitor) -> None:
    data = picture()
    headers = {"upload-key": KEY, "content-length": str(len(data))}
    assert (await capturing.cut("PUT", PATH, data[:90_000], headers)).status == 499
    assert await _reached(capturing) == ("90000", "?0")
    headers = {"upload-key": KEY, "upload-offset": "90000", "upload-length": str(len(data))}
    assert (await capturing.cut("PATCH", PATH, data[90_000:150_000], headers)).status == 499
    assert (await _piece(capturing, data, 150_000, len(data))).status == 201


async def test_all_is_here_but_the_answer_got_lost(installation: Any, capturing: Visitor, monkeypatch: Any) -> None:
    data = picture()

    async def broken(*_: Any) -> bytes:
        raise ClientDisconnect

    with monkeypatch.context() as patched:
        patched.setattr(pieces, "assemble", broken)
        assert (await _piece(capturing, data, 0, len(data))).status == 499
    assert await _reached(capturing) == (str(len(data)), "?0")
    assert (await _piece(capturing, data, len(data), len(data))).status == 201


async def test_a_piece_that_cannot_be_read_any_more_begins_the_photo_anew(
    installation: Any, capturing: Visitor
) -> None:
    data = picture()
    await _piece(capturing, data, 0, 50_000)
    await installation.services.pool.execute("UPDATE upload_piece SET wrapped_key = 'gone'")
    reply = await _piece(capturing, data, 50_000, len(data))
    assert (reply.status, reply.json) == (409, {"offset": 0})
    assert (await _piece(capturing, data, 0, len(data))).status == 201


async def test_another_session_and_another_inquiry_begin_at_nothing(
    capturing: Visitor, another: Callable[..., Visitor], generic: str
) -> None:
    data = picture()
    await _piece(capturing, data, 0, 50_000)
    other = another()
    await other.start(generic)
    await other.choose()
    assert await _reached(other) == ("0", "?0")
    assert (await _piece(other, data, 50_000, len(data))).json == {"offset": 0}
    assert await _reached(capturing) == ("50000", "?0")


async def test_what_is_no_photo_is_refused_and_forgotten(installation: Any, capturing: Visitor) -> None:
    reply = await _piece(capturing, b"nothing to see" * 2000, 0, 40_000)
    assert (reply.status, reply.screen) == (415, "capture-id")
    assert await _count(installation, "upload") == 0


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"upload-length": "99999999"}, 413),
        ({"upload-length": "0"}, 422),
        ({"upload-length": "many"}, 400),
        ({"upload-offset": "-1"}, 400),
        ({"upload-offset": "999999"}, 400),
        ({"upload-key": "short"}, 400),
        ({"upload-length": "20000"}, 413),
    ],
)
async def test_sizes_that_cannot_be_are_refused(capturing: Visitor, headers: dict[str, str], status: int) -> None:
    data = picture()
    assert (await _piece(capturing, data, 0, 60_000, **headers)).status == status
    assert await _reached(capturing) == ("0", "?0")


async def test_the_length_cannot_change_on_the_way(capturing: Visitor) -> None:
    data = picture()
    await _piece(capturing, data, 0, 50_000)
    reply = await _piece(capturing, data, 50_000, 60_000, **{"upload-length": str(len(data) + 1)})
    assert reply.status == 400


async def test_not_more_than_a_dozen_are_on_their_way(capturing: Visitor) -> None:
    data = picture()
    for number in range(pieces.MAX_OPEN):
        assert (await _piece(capturing, data, 0, 20_000, **{"upload-key": f"{number:016d}"})).status == 200
    reply = await _piece(capturing, data, 0, 20_000)
    assert reply.status == 422
    assert "Too many photos" in reply.html


async def test_what_nobody_went_on_with_is_forgotten_after_a_day(
    installation: Any, capturing: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    await _piece(capturing, picture(), 0, 50_000)
    forget = next(each for each in schedules.PRUNES if each.__name__ == "_uploads")
    async with installation.services.pool.acquire() as conn:
        assert await forget(conn) == 0
        later = clock.now() + timedelta(days=1, minutes=1)
        monkeypatch.setattr(clock, "now", lambda: later)
        assert await forget(conn) == 1
    assert await _count(installation, "upload_piece") == 0
    assert await files.collect(installation.services) == 1


async def test_erasing_the_inquiry_erases_what_is_on_its_way(installation: Any, capturing: Visitor) -> None:
    await _piece(capturing, picture(), 0, 50_000)
    async with transaction(installation.services.pool) as conn:
        await files.erase(conn, installation.production.id, capturing.inquiry_id)
    assert await _count(installation, "upload_piece") == 0
