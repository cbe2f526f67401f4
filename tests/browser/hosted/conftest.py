"""A person's phone before the flow of a running installation."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser

from support.phone import Company, Phone, watched

FAKE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": AGENT,
}


@pytest.fixture
def company(server: Any) -> Company:
    """The company whose worker is running."""
    return Company(server)


@pytest.fixture(scope="module")
def camera_browser(launch: Callable[..., Browser]) -> Browser:
    """Chromium with a camera that shows a test picture."""
    return launch(*FAKE)


@pytest.fixture
def make_phone() -> Iterator[Callable[..., Phone]]:
    """``make_phone(browser, permissions=["camera"])``; fails on anything a script throws or a policy forbids."""
    phones: list[Phone] = []

    def make(browser: Browser, **options: Any) -> Phone:
        phones.append(watched(browser.new_context(**(PHONE | options))))
        return phones[-1]

    yield make
    for phone in phones:
        phone.context.close()
    assert [mistake for phone in phones for mistake in phone.mistakes] == []


@pytest.fixture
def phone(camera_browser: Browser, make_phone: Callable[..., Phone]) -> Phone:
    """A phone whose camera is allowed."""
    return make_phone(camera_browser, permissions=["camera"])
