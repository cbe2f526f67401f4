from __future__ import annotations

import gettext
import re

import babel
import pytest

from verilink.kit.locales import LOCALES
from verilink.kit.plurals import categories, gettext_rule, single


def test_languages_count_as_cldr_says() -> None:
    assert categories("ar-EG") == ("zero", "one", "two", "few", "many", "other")
    assert categories("cs") == ("one", "few", "other")
    assert categories("he") == ("one", "two", "other")
    assert categories("fr") == ("one", "other")
    assert categories("ja") == ("other",)
    assert single("he") == {"one", "two"}
    assert "one" not in single("ru")  # 1, 21, 31 …
    assert "one" not in single("fr")  # 0 and 1


@pytest.mark.parametrize("code", LOCALES)
def test_the_rule_of_the_file_picks_the_category_of_cldr(code: str) -> None:
    found = re.fullmatch(r"nplurals=(\d); plural=(.+);?", gettext_rule(code).rstrip(";"))
    assert found is not None
    index = gettext.c2py(found[2])
    names = categories(code)
    assert int(found[1]) == len(names)
    rule = babel.Locale.parse(code, sep="-").plural_form
    assert [names[index(number)] for number in range(1_001)] == [rule(number) for number in range(1_001)]
