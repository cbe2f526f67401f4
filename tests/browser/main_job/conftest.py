"""One installation for a module, started as its operator does, with a camera that tests direct."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser

from support.applicant import Applicant
from support.camera import Camera
from support.listening import Listening
from support.phone import watched
from support.premises import Premises, Serving

AGENT = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "user_agent": AGENT,
    "locale": "en-US",
}


@pytest.fixture(scope="module")
def premises(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    """``verilink serve`` in processes of its own, allowed to deliver webhooks to this machine."""
    with Serving(tmp_path_factory.mktemp("premises"), VERILINK_OUTBOUND_ALLOW="127.0.0.0/8") as running:
        yield running


@pytest.fixture
def applicant(studio: Browser, camera: Camera) -> Iterator[Applicant]:
    """A person with a fresh phone; fails on anything a script throws or a policy forbids."""
    phone = watched(studio.new_context(**PHONE))
    phone.by_hand()
    yield Applicant(phone, camera)
    phone.context.close()
    assert phone.mistakes == []


@dataclass(frozen=True)
class Subscription:
    """The company's endpoint, and the secret that the API gave it."""

    endpoint: Listening
    secret: str


@pytest.fixture(scope="module")
def subscription(premises: Premises) -> Iterator[Subscription]:
    """A webhook of the production environment for every event, made and enabled by the API."""
    with Listening() as endpoint:
        api = premises.api("production")
        made = api.call("POST", "/webhooks", {"url": endpoint.url, "enabled-events": ["*"]})["data"]
        enabled = api.call("POST", f"/webhooks/{made['id']}/enable", {})["data"]
        assert enabled["attributes"]["status"] == "enabled"
        yield Subscription(endpoint, made["attributes"]["secret"])
