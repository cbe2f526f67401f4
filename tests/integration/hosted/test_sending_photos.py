"""Uploads from strangers: what is taken, what is refused with which words, and that nothing is lost by it."""

from __future__ import annotations

from typing import Any

import pytest

from support.visitor import Visitor, picture
from verilink.database import transaction
from verilink.files import actions as files
from verilink.files import queries as file_queries

STEP = "verification_government_id"


async def test_the_bytes_are_stored_as_they_came_under_a_harmless_name(installation: Any, capturing: Visitor) -> None:
    data = picture("PNG")
    reply = await capturing.upload(STEP, "front", data, name="../../etc/päss <b>port.exe")
    assert (reply.status, reply.json["byte-size"]) == (201, len(data))
    async with transaction(installation.services.pool) as conn:
        file = await file_queries.get(conn, installation.production.id, reply.json["file-id"])
    assert file.filename == "pss bport.png"
    assert file.content_type == "image/png"
    assert await files.read(installation.services, file) == data


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "PDF"])
async def test_every_promised_kind_is_taken(capturing: Visitor, kind: str) -> None:
    data = picture(kind) + (b"%" * 12_000 if kind == "PDF" else b"")
    assert (await capturing.upload(STEP, "front", data)).status == 201


REFUSED = [
    (b"", 422, "The file was empty."),
    (picture("JPEG", (40, 40)), 422, "too small to read"),
    (b"<script>alert(1)</script>" * 1000, 415, "This kind of file cannot be read."),
    (b"GIF89a" + b"x" * 20_000, 415, "This kind of file cannot be read."),
    (picture("JPEG")[:30] + b"\xff" * 20_000, 422, "damaged"),
    (picture("PNG", (150, 900)), 422, "too few pixels"),
    (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\0\0\0\x01\0\0" + b"x" * 20_000, 422, "too many pixels"),
]


@pytest.mark.parametrize(("data", "status", "words"), REFUSED)
async def test_what_cannot_be_read_is_refused_in_words_on_the_same_screen(
    capturing: Visitor, data: bytes, status: int, words: str
) -> None:
    reply = await capturing.upload(STEP, "front", data)
    assert (reply.status, reply.screen) == (status, "capture-id")
    assert words in reply.html
    assert (await capturing.upload(STEP, "front", picture())).status == 201


async def test_too_many_bytes_are_refused_before_they_are_read(capturing: Visitor) -> None:
    headers = {"upload-key": "k" * 16, "content-length": str(16 * 1024 * 1024)}
    reply = await capturing.call("PUT", f"/flow/uploads/front?step={STEP}", body=b"x", headers=headers)
    assert reply.status == 413
    assert "larger than 15 MB" in reply.html


async def test_too_many_bytes_are_refused_although_fewer_were_declared(capturing: Visitor) -> None:
    headers = {"upload-key": "k" * 16, "content-length": "20000"}
    body = b"\xff\xd8\xff" + b"x" * (15 * 1024 * 1024)
    reply = await capturing.call("PUT", f"/flow/uploads/front?step={STEP}", body=body, headers=headers)
    assert reply.status == 413


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "../../../../etc"])
async def test_an_upload_needs_a_key(capturing: Visitor, key: str) -> None:
    headers = {"upload-key": key}
    reply = await capturing.call("PUT", f"/flow/uploads/front?step={STEP}", body=picture(), headers=headers)
    assert reply.status == 400


async def test_a_photo_nobody_asked_for_is_not_stored(installation: Any, capturing: Visitor) -> None:
    for step, page in ((STEP, "back"), (STEP, "left"), ("verification_selfie", "front"), ("start", "front")):
        reply = await capturing.upload(step, page, picture())
        assert (reply.status, reply.screen) == (409, "capture-id")
    async with transaction(installation.services.pool) as conn:
        assert await file_queries.count(conn, installation.production.id, capturing.inquiry_id) == 0


async def test_an_unknown_page_is_refused(capturing: Visitor) -> None:
    assert (await capturing.upload(STEP, "inside", picture())).status == 400


async def test_an_upload_needs_a_session(capturing: Visitor) -> None:
    headers = {"authorization": "Bearer nobody", "upload-key": "k" * 16}
    reply = await capturing.call("PUT", f"/flow/uploads/front?step={STEP}", body=picture(), headers=headers)
    assert reply.status == 401
