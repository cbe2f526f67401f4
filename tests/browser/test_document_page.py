"""What ``verilink read document --html`` writes, in Chromium: for everyone, at every width, without a script."""

from __future__ import annotations

from pathlib import Path

import cv2
import pytest
from playwright.sync_api import Page, expect

from specimens import passport
from support.accessibility import violations
from verilink.cli import main


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where the page about a photographed passport is."""
    folder = tmp_path_factory.mktemp("page")
    cv2.imwrite(str(folder / "p.jpg"), passport.photo_of(passport.passport(), size=(1600, 1200), degrees=6, seed=3))
    assert main(["read", "document", str(folder / "p.jpg"), "--html", str(folder / "p.html")]) == 0
    return Path(folder / "p.html").as_uri()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_fetched(page: Page, address: str, scheme: str) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if request.url[:5] != "data:" else None)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)
    page.locator("summary").last.click()
    assert fetched == [address]
    assert violations(page) == []


def test_it_is_whole_on_a_narrow_phone_and_shows_the_picture(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate("document.images[0].complete && document.images[0].naturalWidth") == 1600


def test_a_field_lights_up_its_mark_by_keyboard_and_layers_can_be_hidden(page: Page, address: str) -> None:
    page.goto(address)
    mark = page.locator("#mark-1")
    thin = mark.evaluate("(it) => getComputedStyle(it).strokeWidth")
    page.get_by_role("link", name="Last name: show mark 1").focus()
    assert mark.evaluate("(it) => getComputedStyle(it).strokeWidth") != thin
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{address}#mark-1")
    page.get_by_role("checkbox", name="Fields").uncheck()
    expect(mark).to_be_hidden()
