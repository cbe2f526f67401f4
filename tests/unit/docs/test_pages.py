"""The pages agree with the code and with each other."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = runpy.run_path(str(ROOT / "tools" / "reference.py"))["PAGES"]
DOCS = ROOT / "docs"
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCED = re.compile(r"^(`{3,}).*?^\1$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+\s+(.*)$", re.MULTILINE)
OUTSIDE = ("http://", "https://", "mailto:")


def pages() -> list[Path]:
    """Every page that people read."""
    return sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])


def prose(path: Path) -> str:
    """The page without its code blocks."""
    return FENCED.sub("", path.read_text(encoding="utf-8"))


def anchors(path: Path) -> set[str]:
    """The places of a page that a link can name."""
    return {re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-") for title in HEADING.findall(prose(path))}


@pytest.mark.parametrize("name", sorted(PAGES))
def test_pages_made_from_the_code_are_current(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")  # whatever the terminal's width
    assert (DOCS / "reference" / name).read_text(encoding="utf-8") == PAGES[name](), "run: make docs"


@pytest.mark.parametrize("path", pages(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(path: Path) -> None:
    broken = []
    for target in LINK.findall(prose(path)):
        if target.startswith(OUTSIDE):
            continue
        file, _, anchor = target.partition("#")
        there = (path.parent / file).resolve() if file else path
        if not there.exists() or (anchor and there.suffix == ".md" and anchor not in anchors(there)):
            broken.append(target)
    assert broken == []


def test_every_page_can_be_found_from_the_index() -> None:
    linked = {(DOCS / target.partition("#")[0]).resolve() for target in LINK.findall(prose(DOCS / "README.md"))}
    decisions = DOCS / "explanation" / "decisions.md"
    linked |= {(decisions.parent / target).resolve() for target in LINK.findall(prose(decisions))}
    unlinked = set(DOCS.rglob("*.md")) - linked - {DOCS / "README.md"}
    assert {path.relative_to(DOCS).as_posix() for path in unlinked} == set()


def test_the_plan_of_the_house_names_every_room() -> None:
    source = ROOT / "src" / "verilink"
    rooms = {path.parent.name for path in source.glob("*/__init__.py")}
    rooms |= {path.stem for path in source.glob("*.py")} - {"__init__", "__main__"}
    named = set(re.findall(r"`([a-z_]+)`", prose(DOCS / "explanation" / "architecture.md")))
    assert rooms - named == set()


def test_every_setting_a_page_names_exists() -> None:
    settings = (DOCS / "reference" / "settings.md").read_text(encoding="utf-8")
    of_tests = {"VERILINK_CHROMIUM", "VERILINK_SHARED", "VERILINK_SCREENS"}
    known = set(re.findall(r"VERILINK_[A-Z_]+", settings)) | of_tests
    for path in pages():
        named = set(re.findall(r"VERILINK_[A-Z_]+", path.read_text(encoding="utf-8")))
        assert named <= known, path


def test_pictures_are_small_enough_for_a_clone() -> None:
    sizes = {path.name: path.stat().st_size for path in (DOCS / "images").glob("*.png")}
    assert sizes
    assert {name: size for name, size in sizes.items() if size > 150_000} == {}
