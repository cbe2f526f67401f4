"""What the first screen weighs on the wire, whom it asks, and whether all of the flow is for everyone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from specimens.video import SIZE
from support import looks
from support.accessibility import violations
from support.applicant import Applicant
from support.premises import Premises

# They share two busy cores with a server and its analyses: one after the other, on one worker.
pytestmark = pytest.mark.xdist_group("main_job")
MOST_BYTES = 60_000
FOCUSED = """() => {
  const at = document.activeElement;
  const text = (at.labels?.[0] ?? at).innerText || at.ariaLabel || "";
  const seen = getComputedStyle(at);
  return { text: text.replace(/\\s+/g, " ").trim(), ring: seen.boxShadow !== "none" || seen.outlineStyle !== "none" };
}"""
SHOWN_WIDTH = (
    "() => document.querySelector('#picture').decode().then(() => document.querySelector('#picture').naturalWidth)"
)


@dataclass
class Traffic:
    """Everything that one page causes on the network, as the browser's own protocol counts it."""

    page: Page
    asked: list[str] = field(default_factory=list)
    weights: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        protocol = self.page.context.new_cdp_session(self.page)
        protocol.on("Network.requestWillBeSent", lambda event: self.asked.append(event["request"]["url"]))
        protocol.on("Network.loadingFinished", self._finished)
        protocol.send("Network.enable")
        protocol.send("Network.setCacheDisabled", {"cacheDisabled": True})

    def _finished(self, event: dict[str, Any]) -> None:
        self.weights[event["requestId"]] = round(event["encodedDataLength"])

    @property
    def origins(self) -> set[str]:
        """Hosts that were asked; what the page carries in itself counts for nothing."""
        parts = [urlsplit(url) for url in self.asked]
        return {f"{part.scheme}://{part.netloc}" for part in parts if part.scheme not in ("data", "blob")}


def test_the_first_screen_weighs_at_most_sixty_kilobytes_and_asks_nobody_else(
    premises: Premises, applicant: Applicant
) -> None:
    traffic = Traffic(applicant.phone.page)
    applicant.phone.page.goto(premises.link())
    applicant.phone.see("confirm it’s you")
    applicant.phone.page.wait_for_load_state("networkidle")
    assert len(traffic.weights) >= 5
    assert sum(traffic.weights.values()) <= MOST_BYTES
    assert traffic.origins == {premises.url}


def press(page: Page, name: str) -> None:
    """Reach the element with this name with the Tab key, its focus to be seen, and press Enter."""
    for _ in range(30):
        focused = page.evaluate(FOCUSED)
        if focused["text"] == name:
            assert focused["ring"], f"the focus on {name} cannot be seen"
            return page.keyboard.press("Enter")
        page.keyboard.press("Tab")
    raise AssertionError(f"{name} cannot be reached with the Tab key")


def test_a_whole_verification_is_done_by_keyboard_on_accessible_screens_and_asks_nobody_else(
    premises: Premises, applicant: Applicant
) -> None:
    phone, page = applicant.phone, applicant.phone.page
    traffic = Traffic(page)
    page.goto(premises.link(environment="sandbox", reference_id="keyboard"))
    phone.see("confirm it’s you")
    assert violations(page) == []
    press(page, "Agree and start")
    phone.see("Which document")
    assert violations(page) == []
    press(page, "Issued by")
    page.get_by_role("listbox", name="Countries").wait_for()
    page.keyboard.type("germ")
    page.keyboard.press("Enter")
    press(page, "Passport Photo page")
    phone.see("photo page of your passport")
    assert violations(page) == []

    applicant.camera.show(looks.document())
    press(page, "Open the camera")
    page.locator(".shutter:not([disabled])").wait_for()
    page.locator("#tip:not(:empty)").wait_for()
    assert violations(page) == []
    press(page, "Take the photo")
    phone.see("Can you read every word?")
    assert page.evaluate(SHOWN_WIDTH) < SIZE[0], "the document is not shown closely"
    assert violations(page) == []
    press(page, "Use this photo")

    phone.see("Now a short look", seconds=30)
    assert violations(page) == []
    press(page, "Open the camera")
    for number in range(3):
        page.locator(f".poses:not(:has(.done:nth-child({number + 1}))) li").first.wait_for()
        page.locator("[data-do=shoot]:enabled:not([aria-disabled=true])").wait_for()
        assert violations(page) == []
        press(page, "Take the photo")
    phone.see("You are done", seconds=30)
    assert violations(page) == []
    [inquiry] = premises.api("sandbox").inquiries_of("keyboard")
    assert inquiry["attributes"]["status"] == "completed"
    assert traffic.origins == {premises.url}
