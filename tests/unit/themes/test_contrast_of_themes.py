"""A theme whose colours cannot be read together is found, and the fix that is offered is enough."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from support.contrast import ratio
from verilink.themes.colours import contrast, mix, nearest
from verilink.themes.contrast import PAIRS, findings, mended
from verilink.themes.model import Styles, Values
from verilink.themes.palette import effective, palette_of

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")
FIELDS = [name for name in Values.__struct_fields__ if "color" in name]
VALUES = st.dictionaries(st.sampled_from(FIELDS), COLOURS, max_size=6).map(lambda given: Values(**given))


@given(one=COLOURS, other=COLOURS)
def test_contrast_is_that_of_the_standard(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert abs(contrast(one, other) - ratio(one, other)) < 1e-9


@settings(deadline=None)
@given(colour=COLOURS, ground=COLOURS)
def test_the_nearest_colour_reads_and_one_that_reads_stays(colour: str, ground: str) -> None:
    found = nearest(colour, (ground,), 4.5)
    assert found is not None
    assert contrast(found, ground) >= 4.5
    if contrast(colour, ground) >= 4.5:
        assert found == colour


def test_on_grounds_too_far_apart_there_is_none() -> None:
    assert nearest("#777777", ("#000000", "#ffffff"), 7.0) is None


def test_mixing_is_what_browsers_do() -> None:
    assert (mix("#000000", "#ffffff", 0.11), mix("#0f6b5c", "#ffffff", 1.0)) == ("#e3e3e3", "#0f6b5c")


def test_a_brand_too_pale_for_text_still_makes_a_theme_that_can_be_read() -> None:
    yellow = Styles(light=Values(color_primary="#ffcc00"))
    assert findings(yellow) == []
    palette = palette_of(yellow.light, "light")
    assert palette.brand_accent == "#ffcc00"
    assert ratio(palette.brand_on_accent, "#ffcc00") >= 4.5
    assert ratio(palette.brand_link, palette.paper) >= 4.5
    assert palette_of(effective(yellow, "dark"), "dark").brand_accent == "#ffcc00"


def test_what_was_chosen_and_cannot_be_read_is_named_with_its_fix() -> None:
    [found] = findings(Styles(light=Values(color_primary="#0f6b5c", color_font_button_primary="#2a8070")))
    assert (found.variant, found.key, found.needed) == ("light", "color-font-button-primary", 4.5)
    assert found.fix is not None
    assert ratio(found.fix, "#0f6b5c") >= 4.5
    assert found.found < 4.5
    assert "Text on the main button: #2a8070 on" in found.sentence


@settings(max_examples=30, deadline=None)
@given(light=VALUES, dark=VALUES)
def test_a_theme_without_findings_has_no_pair_below_the_standard(light: Values, dark: Values) -> None:
    styles = mended(Styles(light=light, dark=dark))
    left = findings(styles)
    for variant in ("light", "dark"):
        palette = palette_of(effective(styles, variant), variant)
        named = [each for each in left if each.variant == variant]
        for pair in PAIRS:
            grounds = [getattr(palette, name) for name in pair.grounds]
            if not named:
                assert all(ratio(getattr(palette, pair.front), ground) >= pair.ratio for ground in grounds), pair


@settings(max_examples=30, deadline=None)
@given(light=st.dictionaries(st.sampled_from([n for n in FIELDS if "background" not in n]), COLOURS, max_size=5))
def test_one_click_mends_every_theme_that_keeps_our_grounds(light: dict[str, str]) -> None:
    assert findings(mended(Styles(light=Values(**light)))) == []
