"""The dashboard: signing up, making an inquiry in a dialog, finding, opening and deciding it by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from browser.engines.conftest import start


@pytest.fixture
def server(start_server: Callable[..., Any]) -> Any:
    """An installation nobody has signed up at."""
    return start_server(worker=False)


def test_somebody_signs_up_makes_an_inquiry_and_decides_it(engine: str, server: Any) -> None:
    with start(engine) as tab:
        tab.resize(1200, 860)
        tab.open(server.signup_url)
        tab.type("[name=name]", "Ada Ruiz")
        tab.type("[type=email]", "ada@northwind.example")
        tab.type("[type=password]", "marble-otter-lantern")
        tab.keys("Enter")
        tab.wait_for("return location.pathname === '/dashboard' && document.readyState === 'complete'")
        tab.keys("c")
        tab.find("dialog[open]")
        tab.type("dialog [name=reference]", "usr_1")
        tab.tap("Create Inquiry")
        link = tab.wait_for("return document.querySelector('dialog[open] input[readonly]')?.value")
        assert "/verify?inquiry-id=inq_" in link
        tab.keys("Escape")
        tab.open(f"{server.url}/dashboard/inquiries")
        tab.keys("/")
        tab.keys(*"usr_1")
        tab.wait_for("return document.querySelectorAll('tbody tr').length === 1")
        tab.keys("Escape")
        tab.keys("j")
        tab.keys("Enter")
        tab.wait_for("return location.pathname.includes('/inq_')")
        tab.back()
        tab.wait_for("return document.querySelector('tr[aria-selected=true]')?.innerText.includes('usr_1')")
        assert tab.mistakes() == []
