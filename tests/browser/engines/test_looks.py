"""Every screen in each engine: no finding of axe, nothing sideways, nothing cut off, nothing that iOS would zoom at."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from support import gallery
from support.engines.tab import Tab
from support.shop import Shop
from support.visitor import picture

# Where pictures of the screens are kept to be looked at; nowhere when not asked for.
FOLDER = os.environ.get("VERILINK_SCREENS")
AXE = """const done = arguments[arguments.length - 1];
const told = ({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html.slice(0, 120)]));
const runOnly = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
// A target that the foot covers until one scrolls is no small one; heights are measured beside this.
const rules = { "target-size": { enabled: false } };
axe.run(document, { runOnly, rules }).then(told, (error) => done(String(error)));"""
MEASURE = """const seen = (e) => e.getClientRects().length > 0;
const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
return {
  wide: document.documentElement.scrollWidth > innerWidth,
  low: all("button, a[href], select, summary, .option, .switch, .input")
    .filter((e) => e.getBoundingClientRect().height < 32).map((e) => e.outerHTML.slice(0, 80)),
  cut: all(".btn, .row, .card").filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.outerHTML.slice(0, 80)),
  zooms: all("input:not([type=checkbox], [type=radio], [type=file]), select, textarea")
    .filter((e) => matchMedia("(pointer: coarse)").matches && parseFloat(getComputedStyle(e).fontSize) < 16)
    .map((e) => e.outerHTML.slice(0, 80)),
};"""
FINE = {"wide": False, "low": [], "cut": [], "zooms": []}


@pytest.fixture(scope="module")
def screens(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Every screen at an address: neither engine opens files for whoever drives it."""
    folder = tmp_path_factory.mktemp("screens")
    gallery.write(folder)
    (folder / "picture.jpg").write_bytes(picture(size=(1200, 850)))
    with Shop(folder) as opened:
        yield opened


def pages(screens: Shop, look: str) -> list[str]:
    """Addresses of all screens in one look."""
    return [f"{screens.origin}/npm/{path.name}" for path in sorted(screens.packages.glob(f"*.{look}.html"))]


@pytest.mark.parametrize("look", ["light.ltr", "dark.ltr", "light.rtl"])
def test_no_screen_is_wide_cut_or_faulty(tab: Tab, screens: Shop, look: str) -> None:
    tab.resize(320, 640)
    found = {}
    for address in pages(screens, look):
        tab.open(address)
        name = address.rpartition("/")[2]
        measured = tab.do(MEASURE)
        if measured != FINE:
            found[name] = measured
        if look == "light.ltr":
            tab.do(AXE_SCRIPT)
            faults = tab.ask(AXE)
            if faults:
                found[name] = faults
    tab.resize(390, 844)
    assert found == {}


@pytest.mark.parametrize("look", ["light.ltr", "dark.ltr", "light.rtl"])
@pytest.mark.skipif(FOLDER is None, reason="pictures are taken where VERILINK_SCREENS names a folder")
def test_every_screen_is_photographed(tab: Tab, screens: Shop, look: str) -> None:
    folder = Path(str(FOLDER))
    folder.mkdir(parents=True, exist_ok=True)
    for address in pages(screens, look):
        tab.open(address)
        path = tab.picture(folder / f"{address.rpartition('/')[2].removesuffix('.html')}.{tab.engine}.png")
        assert path.stat().st_size > 5_000
