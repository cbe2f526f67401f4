"""`make screens` names its folder as seen from the project's own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tools.gallery import SIZES, index, photograph


def test_pages_in_a_folder_named_from_here_are_photographed(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = Path("screens")
    (folder / "pages").mkdir(parents=True)
    (folder / "pages" / "consent.light.html").write_text("<!doctype html><title>Consent</title><p>Hello")
    taken = list(photograph(browser, folder / "pages", folder))
    assert [path.name for path in taken] == [f"consent.light.{size}.jpg" for size in SIZES]
    assert all(path.read_bytes().startswith(b"\xff\xd8") for path in taken)
    page = index([path.name for path in taken])
    assert all(f'src="{path.name}"' in page for path in taken)
