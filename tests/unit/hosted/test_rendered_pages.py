"""The markup: nothing inline, everything escaped, small, and the same for every link."""

from __future__ import annotations

import gzip
import hashlib
import re
import tomllib
from html.parser import HTMLParser

import pytest

from support.gallery import FIELDS, TEMPLATE, pages, replace_template, screen_of, show
from verilink.flow.document import Form, Input
from verilink.hosted.answers import page_headers
from verilink.hosted.assets import FOLDER, assets
from verilink.hosted.rendering import packed_shell, render_screen, render_shell
from verilink.hosted.screens.building import build
from verilink.hosted.screens.model import Case, Chrome
from verilink.kit.i18n import available, translator

ATTACK = "<img src=x onerror=alert(1)>\"'{{7*7}}"
VOID = {"input", "img", "meta", "link", "br", "wbr"}


class _Checker(HTMLParser):
    """Notes inline code, duplicate ids and tags that do not match."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.faults += [f"{tag} {name}" for name, _ in attrs if name == "style" or name.startswith("on")]
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.headings += tag == "h1"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> does not match")


def checked(html: str) -> _Checker:
    """The faults of a piece of markup."""
    checker = _Checker()
    checker.feed(html)
    checker.close()
    assert checker.open == []
    return checker


@pytest.mark.parametrize("code", available())
def test_every_screen_is_well_formed_and_has_nothing_inline(code: str) -> None:
    for name, html in pages(code):
        found = checked(html)
        assert found.faults == [], name
        assert len(found.ids) == len(set(found.ids)), name
        assert found.headings >= 1, name
        assert "%(" not in html, name


def test_the_page_is_the_same_for_every_link_and_has_no_inline_code() -> None:
    page = render_shell("en-US", None)
    assert re.findall(r"<script(?![^>]* src=)", page) == []
    assert "<style" not in page
    assert "style=" not in page
    assert gzip.decompress(packed_shell("en-US", None)).decode() == page


def test_texts_of_strangers_are_escaped_wherever_they_stand() -> None:
    screen = Form(title=ATTACK, body=ATTACK, inputs=(Input(field="name-first", hint=ATTACK),))
    template = replace_template(TEMPLATE, fields={**TEMPLATE.fields, **FIELDS})
    case = Case(
        language=translator("en-US"),
        organization=ATTACK,
        template=template,
        outcome=show(template, screen),
        answers={"name-first": ATTACK},
        errors={"name-first": ATTACK},
    )
    html = render_screen(build(case), Chrome(locale="en-US", brand=ATTACK, step=ATTACK, reference=ATTACK))
    assert "<img" not in html
    assert "{{7*7}}" in html
    consent = Case(
        language=translator("en-US"), organization=ATTACK, template=TEMPLATE, outcome=show(TEMPLATE, screen_of("start"))
    )
    assert "<img" not in render_screen(build(consent), Chrome(locale="en-US", brand=ATTACK))


def test_the_policy_allows_our_own_files_only() -> None:
    policy = page_headers()["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "trusted-types verilink" in policy
    assert "frame-ancestors 'none'" in policy


def test_everything_that_is_loaded_before_the_first_screen_is_small() -> None:
    first = ("flow.css", "main.js", "net.js", "view.js")
    consent = next(html for name, html in pages() if name == "consent")
    total = len(packed_shell("en-US", None)) + len(gzip.compress(consent.encode()))
    total += sum(len(assets().files[name].packed) for name in first)
    assert total < 30_000
    ours = [asset for name, asset in assets().files.items() if not name.startswith("zxing")]
    assert sum(len(asset.packed) for asset in ours) < 50_000


def test_vendored_files_are_what_the_lock_says() -> None:
    folder = FOLDER / "vendor"
    lock = tomllib.loads((folder / "vendor.lock").read_text(encoding="utf-8"))
    for entry in lock.values():
        assert hashlib.sha256((folder / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]
        assert (folder / entry["licence-file"]).is_file()
    present = {each.name for each in folder.iterdir() if each.suffix in (".js", ".wasm")}
    assert present == {entry["file"] for entry in lock.values()}


def test_files_are_addressed_by_what_is_in_them() -> None:
    assert re.fullmatch(r"/flow/static/[0-9a-f]{12}", assets().prefix)
    assert assets().prefix in render_shell("en-US", None)


def test_modules_name_only_modules_that_are_there() -> None:
    for name, asset in assets().files.items():
        text = asset.content.decode("utf-8", "replace") if not name.startswith("zxing") else ""
        for wanted in re.findall(r'"\./([a-z-]+\.js)"', text):
            assert wanted in assets().files, name


def test_every_icon_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', render_shell("en-US", None)))
    used = {icon for _, html in pages() for icon in re.findall(r'href="#(i-[a-z]+)"', html)}
    assert used <= drawn
    assert drawn <= used | {"i-offline", "i-mail", "i-phone", "i-pen", "i-upload", "i-camera"}
