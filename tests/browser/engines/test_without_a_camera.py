"""A camera that is denied, and none at all: each engine says it its own way, the page says what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from browser.engines.conftest import start
from support.engines.steps import to_capture, upload
from support.phone import Company

DENIED: dict[str, Any] = {"permissions.default.camera": 2, "media.navigator.permission.disabled": False}
NONE: dict[str, Any] = {"media.navigator.streams.fake": False}


@pytest.mark.parametrize(
    ("option", "preferences", "heading"),
    [
        ("", DENIED, "The camera is not allowed yet"),
        ("--no-camera", NONE, "No camera was found here"),
    ],
)
def test_the_photo_comes_another_way(
    engine: str, company: Company, photo: Path, option: str, preferences: dict[str, Any], heading: str
) -> None:
    if engine == "webkit" and not option:
        pytest.skip("WebKit allows its mock camera to whoever drives it")
    with start(engine, option, **preferences) as tab:
        tab.resize(390, 844)
        to_capture(tab, company.unique(company.create("Government ID").id, "&is-webview=true"))
        tab.tap("Open the camera")
        tab.see(heading)
        if "not allowed" in heading:
            assert "inside another app" in tab.said()
        upload(tab, photo)
        tab.see("You are done")
        assert tab.mistakes() == []
