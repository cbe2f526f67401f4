"""The style sheet of a theme: no more than was said, in the right variant, and nothing that breaks out."""

from __future__ import annotations

import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from verilink.themes.cells import CELLS, styles_from, tree_of
from verilink.themes.model import Styles, ThemeSettings, Values
from verilink.themes.sheet import style_sheet

LOGO, FONT = "thast_1aB", "thast_2cD"


def sheet(light: Values | None = None, dark: Values | None = None) -> str:
    return style_sheet(Styles(light=light or Values(), dark=dark or Values()), lambda asset: f"/files/{asset}")


def test_light_says_nothing_about_dark_colours() -> None:
    css = sheet(Values(color_background="#fff8e7"))
    assert '[data-variant="light"]{--paper:#fff8e7' in css
    assert 'data-variant="dark"' not in css


def test_sizes_follow_the_persons_own_text_size_and_hold_in_both() -> None:
    css = sheet(Values(font_size_body="18px", border_radius="0px"))
    assert css.count("--t-m:1.125rem") == css.count("--brand-radius:0px") == 4


def test_own_files_are_the_only_addresses() -> None:
    css = sheet(Values(logo=LOGO, font_url=FONT, font_family="Inter"))
    assert set(re.findall(r'url\("([^"]+)"\)', css)) == {f"/files/{LOGO}", f"/files/{FONT}"}
    assert f'--brand-font:"{FONT}", Inter, system-ui' in css
    assert '[dir="rtl"] .bar .brand{background-position:right center;}' in css


@st.composite
def values(draw: st.DrawFn) -> Values:
    """Any values a theme may have, by its types."""
    schema = msgspec.json.schema(Values)["$defs"]["Values"]["properties"]
    given = {}
    for key in draw(st.lists(st.sampled_from(sorted(schema)), max_size=12, unique=True)):
        kind = next(each for each in schema[key]["anyOf"] if each.get("type") != "null")
        options = st.sampled_from(kind["enum"]) if "enum" in kind else st.from_regex(kind["pattern"], fullmatch=True)
        given[key] = draw(options.filter(lambda text: len(text) <= 60))
    return msgspec.convert(given, Values)


@settings(max_examples=40, deadline=None)
@given(light=values(), dark=values())
def test_no_value_breaks_out_and_the_wire_form_loses_nothing(light: Values, dark: Values) -> None:
    styles = Styles(settings=ThemeSettings(use_dark_theme=True), light=light, dark=dark)
    css = style_sheet(styles, lambda asset: f"/files/{asset}")
    assert css.count("{") == css.count("}")
    assert "://" not in css
    assert not re.search(r"@(?!font-face|media)|expression|javascript|/\*|<", css)
    again = styles_from(tree_of(styles))
    for name in ("light", "dark"):
        assert msgspec.to_builtins(getattr(again, name)) == _lower(msgspec.to_builtins(getattr(styles, name)))


def _lower(given: dict[str, str]) -> dict[str, str]:
    return {key: value.lower() if value.startswith("#") else value for key, value in given.items()}


def test_every_key_has_its_cell() -> None:
    assert {key.replace("-", "_") for key in CELLS} == set(Values.__struct_fields__)
    assert len(set(CELLS.values())) == len(CELLS)
