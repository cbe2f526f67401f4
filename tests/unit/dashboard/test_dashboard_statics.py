"""Style sheets and scripts: all there, all ours or locked, and readable colours."""

from __future__ import annotations

import hashlib
import re
import tomllib
from importlib.resources import files

import pytest

from support.contrast import ratio
from verilink.dashboard import statics

STATIC = files("verilink.dashboard") / "static"


def test_vendored_files_are_what_the_lock_says() -> None:
    lock = tomllib.loads((STATIC / "vendor" / "vendor.lock").read_text(encoding="utf-8"))
    for entry in lock.values():
        data = (STATIC / "vendor" / entry["file"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == entry["sha256"]
        assert (STATIC / "vendor" / entry["licence-file"]).is_file()
    present = {each.name for each in (STATIC / "vendor").iterdir() if each.name.endswith((".js", ".css"))}
    assert present == {entry["file"] for entry in lock.values()}


def test_an_address_changes_with_the_release_and_unknown_names_are_mistakes() -> None:
    assert statics.address("css/base.css") == f"/dashboard/static/{statics.release()}/css/base.css"
    with pytest.raises(LookupError):
        statics.address("css/none.css")


def test_every_imported_module_exists() -> None:
    scripts = STATIC / "js"
    for script in scripts.iterdir():
        for name in re.findall(r"from '\./([^']+)'", script.read_text(encoding="utf-8")):
            assert (scripts / name).is_file()


def _tokens(selector: str) -> dict[str, str]:
    text = (STATIC / "css" / "tokens.css").read_text(encoding="utf-8")
    block = text.partition(selector + " {")[2].partition("}")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


@pytest.mark.parametrize("selector", [":root", '[data-theme="dark"]'])
def test_text_can_be_read_on_every_ground_it_stands_on(selector: str) -> None:
    colours = _tokens(selector)
    for ground in ("paper", "surface", "sunken"):
        assert ratio(colours["ink"], colours[ground]) >= 7
        for text in ("ink-2", "ink-3", "accent"):
            assert ratio(colours[text], colours[ground]) >= 4.5, (text, ground)
    for kind in ("ok", "warn", "bad", "info"):
        assert ratio(colours[kind], colours[f"{kind}-bg"]) >= 4.5
    assert ratio(colours["on-accent"], colours["accent"]) >= 4.5
    assert ratio(colours["line-strong"], colours["surface"]) >= 3


def test_the_dark_colours_are_the_same_by_choice_and_by_preference() -> None:
    assert _tokens('[data-theme="dark"]') == _tokens('[data-theme="system"]')
