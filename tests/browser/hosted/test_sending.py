"""Photos on a slow and on a broken line, and photos of far too many pixels."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Route

from support.phone import Company, Phone, to_capture
from support.relay import Relay
from verilink.files import actions as files
from verilink.files import queries as file_queries


def _photo(path: Path, size: tuple[int, int]) -> Path:
    """A photo with grain, as large in bytes as a camera's, lying on its side as its EXIF says."""
    grain = np.random.default_rng(1).integers(0, 255, (size[1] // 4, size[0] // 4, 3), np.uint8)
    image = Image.fromarray(grain).resize(size, Image.Resampling.BICUBIC)
    exif = Image.Exif()
    exif[0x0112] = 6
    image.save(path, "JPEG", quality=80, exif=exif)
    return path


def _choose(phone: Phone, photo: Path) -> None:
    with phone.page.expect_file_chooser() as choosing:
        phone.tap("Upload a photo or PDF")
    choosing.value.set_files(photo)
    phone.see("Can you read")


def _stored(company: Company) -> Image.Image:
    """The newest photo as the server holds it."""
    return Image.open(io.BytesIO(_stored_bytes(company)))


def _count(company: Company) -> int:
    """How many photos the server holds."""

    async def work(conn: Any) -> int:
        return int(await conn.fetchval("SELECT count(*) FROM file"))

    return int(company.do(work))


def _stored_bytes(company: Company) -> bytes:
    [inquiry] = company.inquiries()

    async def work(conn: Any) -> bytes:
        query = "SELECT id FROM file WHERE inquiry_id = $1 ORDER BY id DESC LIMIT 1"
        file_id = await conn.fetchval(query, inquiry.id)
        file = await file_queries.get(conn, company.server.environment("sandbox"), file_id)
        return await files.read(company.server.services, file)

    return bytes(company.do(work))


@pytest.fixture
def company(web_server: Any) -> Company:
    """Nobody waits for a verdict here."""
    return Company(web_server)


def test_a_slow_line_shows_how_much_was_sent(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    to_capture(phone, company.generic("Government ID"), "Identity card")
    line = phone.context.new_cdp_session(phone.page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 150_000}
    line.send("Network.emulateNetworkConditions", slow)
    _choose(phone, _photo(tmp_path / "photo.jpg", (1600, 1200)))
    assert not phone.page.locator("[data-sending]:visible").count()
    phone.tap("Use this photo")
    phone.page.get_by_role("progressbar", name="Sending").wait_for()
    bar = "document.querySelector('[data-sending] progress').value"
    phone.page.wait_for_function(f"() => {bar} > 0.05 && {bar} < 0.9")
    assert "%" in phone.page.inner_text("[data-percent]")
    line.send("Network.emulateNetworkConditions", slow | {"uploadThroughput": -1})
    phone.see("Photograph the back")


def test_a_photo_that_was_cut_off_is_sent_again_and_stored_once(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    to_capture(phone, company.generic("Government ID"), "Identity card")
    keys: list[str] = []
    told: list[bool] = []

    def cut(route: Route) -> None:
        keys.append(route.request.headers["upload-key"])
        route.continue_() if told and len(keys) > 2 else route.abort("connectionreset")

    phone.page.route("**/flow/uploads/**", cut)
    _choose(phone, _photo(tmp_path / "photo.jpg", (1600, 1200)))
    phone.tap("Use this photo")
    phone.page.locator("#offline:visible").wait_for()
    told.append(True)
    phone.see("Photograph the back")
    assert len(set(keys)) == 1
    assert _count(company) == 1


SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 150_000}
HALFWAY = "() => document.querySelector('[data-sending] progress').value > 0.3"


def _sent_halfway(company: Company, phone: Phone, photo: Path, link: str = "") -> Any:
    """A photo is on its way over a slow line; returns the line."""
    to_capture(phone, link or company.generic("Government ID"), "Identity card")
    line = phone.context.new_cdp_session(phone.page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    _choose(phone, photo)
    phone.tap("Use this photo")
    phone.page.wait_for_function(HALFWAY)
    return line


def test_after_a_cut_a_photo_goes_on_where_it_broke_off(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    photo = _photo(tmp_path / "photo.jpg", (1600, 1200))
    size = photo.stat().st_size
    pieces: list[tuple[int, str]] = []
    phone.page.on("request", lambda request: pieces.append(_piece(request)) if request.method == "PATCH" else None)
    with Relay(company.server.services.settings.port) as relay:
        to_capture(phone, company.generic("Government ID").replace(company.server.url, relay.url), "Identity card")
        relay.limit = 8 * size // 10
        _choose(phone, photo)
        phone.tap("Use this photo")
        phone.see("Photograph the back")
    assert any(start > 6 * size // 10 for start, _ in pieces), "it began anew"
    assert len({key for _, key in pieces}) == 1
    assert phone.page.locator("#offline").is_hidden()
    assert _stored_bytes(company) == photo.read_bytes()
    assert _count(company) == 1


def test_a_reload_in_the_middle_of_an_upload_keeps_the_photo(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    photo = _photo(tmp_path / "photo.jpg", (1600, 1200))
    line = _sent_halfway(company, phone, photo, company.unique(company.create("Government ID").id))
    phone.page.reload()
    phone.see("Can you read")
    line.send("Network.emulateNetworkConditions", SLOW | {"uploadThroughput": -1})
    phone.tap("Use this photo")
    phone.see("Photograph the back")
    assert _stored_bytes(company) == photo.read_bytes()
    assert _count(company) == 1
    assert phone.page.evaluate("sessionStorage.getItem('verilink:kept')") is None


def _piece(request: Any) -> tuple[int, str]:
    return int(request.headers["upload-offset"]), request.headers["upload-key"]


def test_another_photo_can_be_taken_while_one_is_on_its_way(
    company: Company, browser: Browser, make_phone: Callable[..., Phone], tmp_path: Path
) -> None:
    phone = make_phone(browser)
    to_capture(phone, company.generic("Government ID"), "Identity card")
    held: list[Route] = []
    phone.page.route("**/flow/uploads/**", lambda route: held.append(route))
    photo = _photo(tmp_path / "photo.jpg", (1600, 1200))
    _choose(phone, photo)
    phone.tap("Use this photo")
    phone.page.locator("[data-sending]:visible").wait_for()
    phone.tap("Take another")
    phone.see("Photograph the front")
    phone.page.unroute("**/flow/uploads/**")
    _choose(phone, photo)
    phone.tap("Use this photo")
    phone.see("Photograph the back")


@pytest.mark.parametrize(("size", "sent"), [((5600, 4200), (3000, 4000)), ((3200, 2400), (3200, 2400))])
def test_only_a_photo_of_far_too_many_pixels_is_made_smaller(
    company: Company,
    browser: Browser,
    make_phone: Callable[..., Phone],
    tmp_path: Path,
    size: tuple[int, int],
    sent: tuple[int, int],
) -> None:
    phone = make_phone(browser)
    to_capture(phone, company.generic("Government ID"), "Identity card")
    photo = _photo(tmp_path / "photo.jpg", size)
    _choose(phone, photo)
    phone.tap("Use this photo")
    phone.see("Photograph the back")
    stored = _stored(company)
    assert stored.size == sent
