"""What is shipped in each language: usable, and complete where people are offered it."""

from __future__ import annotations

import re

import pytest

from support.gallery import pages
from verilink.kit.i18n import DIRECTORY, OFFERED, available, translator
from verilink.kit.locales import LOCALES, SOURCE
from verilink.kit.plurals import gettext_rule
from verilink.locale.catalogues import TRANSLATED, missing, path_of
from verilink.locale.report import unusable

BEGUN = [code for code in TRANSLATED if path_of(code).is_file()]


def test_every_file_is_of_a_known_locale_and_every_offered_one_has_a_file() -> None:
    assert {path.stem for path in DIRECTORY.glob("*.po")} <= set(TRANSLATED)
    listed = OFFERED.read_text(encoding="utf-8").split()
    assert listed == [code for code in LOCALES if code in listed]
    assert set(listed) <= {SOURCE, *BEGUN}
    assert available() == tuple(listed)


@pytest.mark.parametrize("code", BEGUN)
def test_no_translation_breaks_placeholders_markup_space_or_plurals(code: str) -> None:
    assert unusable(code) == {}
    assert f"Plural-Forms: {gettext_rule(code)}" in path_of(code).read_text(encoding="utf-8").replace('"\n"', "")


@pytest.mark.parametrize("code", [code for code in available() if code != SOURCE])
def test_an_offered_language_is_complete(code: str) -> None:
    assert list(missing(code)) == [], f"python -m verilink.locale.report {code}"


@pytest.mark.parametrize("code", BEGUN)
def test_every_screen_has_its_direction_and_no_placeholder_left(code: str) -> None:
    assert translator(code).locale.direction == ("rtl" if code in ("ar-EG", "he", "ur") else "ltr")
    for name, html in pages(code):
        assert not re.search(r"%\(\w+\)|%%", html), name
