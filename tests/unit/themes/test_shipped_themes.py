"""The themes every organization starts with, and the types that guard a theme's values."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from support.contrast import ratio
from verilink.hosted import assets
from verilink.themes.contrast import findings
from verilink.themes.model import SHIPPED, Values, Variant
from verilink.themes.palette import DEFAULTS, palette_of
from verilink.themes.sheet import style_sheet

TOKENS = (Path(assets.__file__).parent / "static" / "css" / "1-tokens.css").read_text()


def test_one_follows_the_device_one_is_light_and_one_is_dark() -> None:
    assert {name: styles.shown for name, styles in SHIPPED.items()} == {
        "Standard": None,
        "Light": "light",
        "Dark": "dark",
    }


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_theme_can_be_read_and_adds_no_style(name: str) -> None:
    assert findings(SHIPPED[name]) == []
    assert style_sheet(SHIPPED[name], str) == ""


@pytest.mark.parametrize("variant", ["light", "dark"])
def test_the_palette_has_the_colours_of_the_style_sheet(variant: Variant) -> None:
    part = TOKENS.partition('[data-variant="dark"]')[0 if variant == "light" else 2]
    said = {name: _long(value) for name, value in re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{3,6});", part)}
    palette = palette_of(Values(), variant)
    for name, colour in DEFAULTS[variant].items():
        assert (said[name], getattr(palette, name.replace("-", "_"))) == (colour, colour), name
    assert ratio(palette.brand_accent, palette.brand_on_accent) >= 4.5


def _long(colour: str) -> str:
    return "#" + "".join(digit * 2 for digit in colour[1:]) if len(colour) == 4 else colour


@pytest.mark.parametrize(
    "hostile",
    [
        {"color-primary": "red;}body{display:none"},
        {"color-primary": "url(https://evil.example)"},
        {"color-primary": "#fff"},
        {"color-primary": "#ffffff\n"},
        {"border-radius": "12px;--x:1"},
        {"border-radius": "99px"},
        {"font-size-body": "9px"},
        {"font-family": "x;} @import url(//evil.example)"},
        {"font-family": "expression(alert(1))"},
        {"font-family": 'a"b'},
        {"font-family": "a\nb"},
        {"font-url": "https://evil.example/font.woff2"},
        {"font-url": 'thast_1") format("woff2"),url("//evil.example'},
        {"logo": "thast_x/../../y"},
        {"button-text-transform": "var(--x)"},
        {"line-height-body": "0.5"},
        {"button-background-image": "url(x)"},
    ],
)
def test_a_value_that_could_leave_its_declaration_or_hurt_is_refused(hostile: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(hostile, Values)
