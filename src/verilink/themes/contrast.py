"""Whether everything can be read: every pair of colours that meet on a page, by WCAG 2.2 (1.4.3 and 1.4.11)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from verilink.themes.colours import contrast, nearest
from verilink.themes.model import Styles, Values, Variant
from verilink.themes.palette import SHAPE, TEXT, effective, palette_of

ROUNDS: Final = 4
VARIANTS: Final[tuple[Variant, ...]] = ("light", "dark")


class Pair(msgspec.Struct, frozen=True):
    """``front`` on each of ``grounds`` (fields of the palette) needs ``ratio``. ``key``: what sets the front."""

    key: str
    front: str
    grounds: tuple[str, ...]
    ratio: float
    what: str


PAIRS: Final = (
    Pair("color-font", "ink", ("paper", "surface", "sunken"), TEXT, "Text on the page and on cards"),
    Pair("color-font-title", "title_ink", ("paper", "surface"), TEXT, "Headings on the page"),
    Pair("color-font-small", "ink_2", ("paper", "surface", "sunken"), TEXT, "Small text on the page and on cards"),
    Pair("color-link", "brand_link", ("paper", "surface", "sunken"), TEXT, "Links and quiet buttons on the page"),
    Pair("color-font-button-primary", "brand_on_accent", ("brand_accent",), TEXT, "Text on the main button"),
    Pair("color-font-button-secondary", "quiet_ink", ("quiet_fill",), TEXT, "Text on the second button"),
    Pair("color-button-secondary", "quiet_line", ("paper", "surface"), SHAPE, "Edge of the second button"),
    Pair("color-input-border", "input_line", ("paper", "surface"), SHAPE, "Edge of a field"),
    Pair("color-dropdown-option", "drop_ink", ("drop_fill", "drop_option"), TEXT, "Text in a list"),
    Pair("color-progress-bar", "brand_progress", ("paper", "surface"), SHAPE, "Progress bar"),
    Pair("color-error", "bad", ("bad_bg", "paper", "surface"), TEXT, "What went wrong"),
    Pair("color-success", "ok", ("ok_bg",), TEXT, "What went well"),
    Pair("color-warning", "warn", ("warn_bg", "surface"), TEXT, "What to mind"),
    Pair("icon-color-primary", "icon_ink", ("icon_fill",), SHAPE, "Icons on their ground"),
    Pair("icon-color-highlight", "tip_ink", ("paper", "surface"), SHAPE, "Icons beside advice"),
    Pair("color-icon-header", "bar_ink", ("paper", "surface"), SHAPE, "Icons at the top"),
)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """A pair that cannot be read well. ``fix``: the nearest colour for ``key`` that can; ``None``: no colour does."""

    variant: Variant
    key: str
    what: str
    front: str
    ground: str
    found: float
    needed: float
    fix: str | None

    @property
    def sentence(self) -> str:
        """What is wrong and what would do, in one sentence."""
        wrong = (
            f"{self.what}: {self.front} on {self.ground} has a contrast of {self.found:.2f}, {self.needed:g} is needed"
        )
        return f"{wrong}; {self.fix} would do." if self.fix else f"{wrong}. Choose grounds that are more alike."


def findings(styles: Styles) -> list[Finding]:
    """Every pair that fails. What only follows from a colour that was chosen is left out: it goes with its cause."""
    return [each for variant in VARIANTS for each in _causes(styles, variant)]


def _causes(styles: Styles, variant: Variant) -> list[Finding]:
    found = list(_of_variant(styles, variant))
    values = styles.variant(variant)
    chosen = [each for each in found if getattr(values, each.key.replace("-", "_")) is not None]
    return chosen or found


def _of_variant(styles: Styles, variant: Variant) -> Iterator[Finding]:
    palette = palette_of(effective(styles, variant), variant)
    for pair in PAIRS:
        front = getattr(palette, pair.front)
        grounds = tuple(str(getattr(palette, name)) for name in pair.grounds)
        worst = min(grounds, key=lambda ground: contrast(front, ground))
        found = contrast(front, worst)
        if found < pair.ratio:
            yield Finding(
                variant=variant,
                key=pair.key,
                what=pair.what,
                front=front,
                ground=worst,
                found=int(found * 100) / 100,  # never rounded up to what is needed
                needed=pair.ratio,
                fix=_fix(pair, front, grounds),
            )


def _fix(pair: Pair, front: str, grounds: tuple[str, ...]) -> str | None:
    """For most pairs another front; where the key is the ground of a text, another ground."""
    if pair.front == "drop_ink":
        return nearest(grounds[1], (nearest(front, grounds[:1], pair.ratio) or front,), pair.ratio)
    return nearest(front, grounds, pair.ratio)


def mended(styles: Styles) -> Styles:
    """The same look with every fix taken; what still cannot be read after that is left as it is."""
    for _ in range(ROUNDS):
        wrong = [each for each in findings(styles) if each.fix]
        if not wrong:
            return styles
        for each in wrong:
            styles = with_value(styles, each.variant, each.key, each.fix)
    return styles


def with_value(styles: Styles, variant: Variant, key: str, value: str | None) -> Styles:
    """The same look with one value changed."""
    changed: Values = msgspec.structs.replace(styles.variant(variant), **{key.replace("-", "_"): value})
    return styles.replaced(variant, changed)
