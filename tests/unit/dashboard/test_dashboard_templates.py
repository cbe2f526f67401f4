"""Templates of pages: they all compile, and hold nothing a strict policy refuses."""

from __future__ import annotations

import re

import pytest

from verilink.dashboard.render import HEADERS, icon, templates

NAMES = [name for name in templates().list_templates() if name.endswith(".html")]


def source(name: str) -> str:
    loader = templates().loader
    assert loader is not None
    return loader.get_source(templates(), name)[0]


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name: str) -> None:
    templates().get_template(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_has_no_inline_script_style_or_handler(name: str) -> None:
    text = source(name)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert "<style" not in text
    assert not re.search(r"\sstyle=", text)
    assert not re.search(r"\son[a-z]+=", text)
    assert "hx-on" not in text
    assert "| safe" not in text


@pytest.mark.parametrize("name", NAMES)
def test_every_form_that_changes_something_carries_the_token(name: str) -> None:
    if name.startswith("doors/"):
        return
    for form in re.findall(r'<form[^>]*method="post".*?</form>', source(name), re.DOTALL):
        assert 'name="csrf"' in form


def test_every_icon_that_is_used_is_drawn() -> None:
    drawn = set(re.findall(r'<symbol id="i-([a-z]+)"', source("icons.svg")))
    used = {name for each in NAMES for name in re.findall(r'icon\("([a-z]+)"', source(each))}
    assert used <= drawn


def test_an_icons_label_is_escaped() -> None:
    assert "&lt;b&gt;" in icon("check", "<b>")


def test_the_policy_allows_no_inline_code_and_no_other_origin() -> None:
    policy = HEADERS["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert "frame-ancestors 'none'" in policy
