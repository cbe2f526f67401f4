"""The two themes every organization starts with."""

from __future__ import annotations

import msgspec
import pytest

from support.contrast import ratio
from verilink.themes.model import SHIPPED, Styles


def test_a_light_and_a_dark_theme_ship() -> None:
    assert {name: styles.variant for name, styles in SHIPPED.items()} == {"Light": "light", "Dark": "dark"}


@pytest.mark.parametrize("name", SHIPPED)
def test_button_text_can_be_read(name: str) -> None:
    assert ratio(SHIPPED[name].color_primary, SHIPPED[name].color_font_button_primary) >= 4.5


@pytest.mark.parametrize(
    "hostile",
    [
        {"color-primary": "red;}body{display:none"},
        {"color-primary": "url(https://evil.example)"},
        {"border-radius": "12px;--x:1"},
        {"font-family": "x;} @import url(//evil.example)"},
        {"font-family": "expression(alert(1))"},
    ],
)
def test_a_value_that_could_leave_its_declaration_is_refused(hostile: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(hostile, Styles)
