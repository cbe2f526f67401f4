"""Firefox and WebKit before a running installation.

Collected only where ``VERILINK_ENGINES`` names them, as ``make test-browsers`` does.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.engines import browsers
from support.engines.tab import Tab
from support.phone import Company
from support.visitor import picture

ENGINES = os.environ.get("VERILINK_ENGINES", "").split()
if not ENGINES:
    collect_ignore_glob = ["test_*.py"]


def start(engine: str, *options: str, **preferences: Any) -> Any:
    """A browser of this engine; the test is skipped where it is not installed."""
    lacking = browsers.missing(engine)
    if lacking:
        pytest.skip(f"{engine} needs {', '.join(lacking)}: tools/browser-tools engines")
    return browsers.firefox(**preferences) if engine == "firefox" else browsers.webkit(*options)


@pytest.fixture(scope="module", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    """Each engine in turn."""
    return str(request.param)


@pytest.fixture(scope="module")
def browser_tab(engine: str) -> Iterator[Tab]:
    """One browser for a module."""
    with start(engine) as tab:
        tab.resize(390, 844)
        yield tab


@pytest.fixture
def tab(browser_tab: Tab) -> Iterator[Tab]:
    """A phone with a camera; failing on any error a page's script throws or any policy it breaks."""
    before = len(browser_tab.mistakes())
    yield browser_tab
    browser_tab.open("about:blank")
    assert browser_tab.mistakes()[before:] == []


@pytest.fixture
def company(shared_server: Any) -> Company:
    """The company whose worker is running."""
    return Company(shared_server)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo on the phone."""
    path = tmp_path / "my passport.jpg"
    path.write_bytes(picture(size=(1200, 850)))
    return path
