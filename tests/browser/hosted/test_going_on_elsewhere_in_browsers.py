"""A computer and a phone in real browsers: the code is read from the screen as a phone's camera would."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser

from support.phone import Company, Phone, photograph, to_capture

DESKTOP: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 860},
    "has_touch": False,
    "is_mobile": False,
    "user_agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0 Safari/537.36",
}


@pytest.fixture
def computer(browser: Browser, make_phone: Callable[..., Phone]) -> Phone:
    """A computer without a camera."""
    return make_phone(browser, **DESKTOP)


def _scan(computer: Phone) -> str:
    """The link of the code on the screen."""
    computer.page.locator(".qr").wait_for()
    picture = Image.open(io.BytesIO(computer.page.screenshot())).convert("L")
    [read] = zxingcpp.read_barcodes(np.asarray(picture))
    return str(read.text)


def test_a_computer_without_a_camera_goes_on_with_a_phone_and_shows_the_end(
    company: Company, computer: Phone, phone: Phone
) -> None:
    to_capture(computer, company.generic("Government ID"), "Identity card")
    computer.tap("Open the camera")
    computer.see("No camera was found here")
    computer.tap("Go on with your phone")
    computer.see("Go on with your phone")
    link = _scan(computer)
    assert urlsplit(link).path.removeprefix("/v/") in computer.page.inner_text(".typed")
    phone.page.goto(link)
    phone.see("Photograph the front")
    computer.see("Go on with your other device")
    computer.page.locator("[data-live]", has_text="There now: Photograph the front of your identity card").wait_for()
    computer.page.get_by_role("button", name="Go on here instead").focus()
    photograph(phone)
    phone.see("Photograph the back")
    computer.page.locator("[data-live]", has_text="There now: Photograph the back of your identity card").wait_for()
    assert computer.page.evaluate("document.activeElement.innerText") == "Go on here instead"
    assert "Photograph the back" in computer.page.inner_text("#status")
    phone.page.locator(".shutter:not([disabled])").click()
    phone.see("Can you read")
    phone.tap("Use this photo")
    phone.see("You are done")
    computer.see("You are done")


def test_either_side_takes_the_turn_back(company: Company, computer: Phone, phone: Phone) -> None:
    to_capture(computer, company.generic("Government ID"))
    computer.tap("Go on with your phone")
    phone.page.goto(_scan(computer))
    phone.see("Photograph")
    computer.see("Go on with your other device")
    computer.tap("Go on here instead")
    computer.see("Photograph the photo page")
    phone.see("Photograph the photo page")
    phone.tap("Open the camera")  # not its turn: what it sends is not taken, and it is told so
    phone.page.locator(".shutter:not([disabled])").click()
    phone.see("Go on with your other device")
    phone.tap("Go on here instead")
    phone.see("Photograph the photo page")
    phone.page.get_by_role("button", name="Close the camera").click()  # it opened again by itself
    phone.page.get_by_role("button", name="Leave").first.click()
    phone.tap("Go on with the first device")
    phone.see("Go on with your other device")


def test_a_link_can_be_sent_and_a_wrong_address_is_said(
    start_server: Callable[..., Any], browser: Browser, make_phone: Callable[..., Phone]
) -> None:
    company = Company(start_server(worker=False, smtp_url="smtp://127.0.0.1:9", sms_provider="console"))
    computer = make_phone(browser, **DESKTOP)
    to_capture(computer, company.generic("Government ID"))
    computer.tap("Go on with your phone")
    computer.page.get_by_text("Send the link by email").click()
    computer.page.fill("#to-email", "nobody")
    computer.page.keyboard.press("Enter")
    computer.page.locator("#said-email", has_text="Enter an email address").wait_for()
    assert computer.page.get_attribute("#to-email", "aria-invalid") == "true"
    computer.page.fill("#to-email", "anna@example.com")
    computer.page.keyboard.press("Enter")
    computer.page.locator("#said-email", has_text="Sent to anna@example.com").wait_for()
    computer.page.get_by_text("Send the link by text message").click()
    computer.page.fill("#to-sms", "+49 151 2345678")
    computer.page.keyboard.press("Enter")
    computer.page.locator("#said-sms", has_text="Sent to +491512345678").wait_for()
