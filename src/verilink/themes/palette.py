"""Every colour of a page: what the theme says, and for what it leaves out a colour that can be read beside it."""

from __future__ import annotations

from typing import Final

import msgspec

from verilink.themes.colours import BLACK, WHITE, contrast, luminance, mix, nearest
from verilink.themes.model import Styles, Values, Variant

Colours = dict[str, str]
TEXT: Final = 4.5
SHAPE: Final = 3.0
# The tokens of the flow's style sheet; a test holds the two together.
DEFAULTS: Final[dict[Variant, dict[str, str]]] = {
    "light": {
        "brand-accent": "#0f6b5c", "brand-on-accent": "#ffffff",
        "paper": "#fbfaf8", "surface": "#ffffff", "sunken": "#f3f1ed", "line": "#e3e0da", "line-strong": "#8f8b82",
        "ink": "#1b1f23", "ink-2": "#4f5963", "ink-3": "#646e78",
        "ok": "#177a47", "ok-bg": "#e7f4ec", "warn": "#7d5200", "warn-bg": "#fdf3dc", "bad": "#b3261e",
        "bad-bg": "#fcebea",
    },
    "dark": {
        "brand-accent": "#5cc8b0", "brand-on-accent": "#06231d",
        "paper": "#101315", "surface": "#171b1e", "sunken": "#1e2327", "line": "#2b3136", "line-strong": "#6d777f",
        "ink": "#eceff1", "ink-2": "#b3bcc4", "ink-3": "#939da6",
        "ok": "#6fd39c", "ok-bg": "#14291f", "warn": "#e9b949", "warn-bg": "#2b2311", "bad": "#f2857c",
        "bad-bg": "#321a18",
    },
}  # fmt: skip
# Shares of a colour in what is mixed of it, as the style sheet has them.
SOFT: Final = 0.11
HOVER: Final = 0.88


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by what they are for; each is the custom property of the same name."""

    paper: str
    surface: str
    sunken: str
    line: str
    line_strong: str
    ink: str
    ink_2: str
    ink_3: str
    title_ink: str
    brand_accent: str
    brand_on_accent: str
    brand_hover: str
    brand_link: str
    brand_progress: str
    accent_soft: str
    quiet_fill: str
    quiet_ink: str
    quiet_line: str
    input_fill: str
    input_ink: str
    input_line: str
    drop_fill: str
    drop_option: str
    drop_ink: str
    icon_ink: str
    icon_fill: str
    tip_ink: str
    bar_ink: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str


def effective(styles: Styles, variant: Variant) -> Values:
    """What holds for a variant: in dark the sizes, fonts and logo of light, and its main colour, lightened to fit."""
    if variant == "light":
        return styles.light
    light = {key: value for key, value in msgspec.structs.asdict(styles.light).items() if "color" not in key}
    dark = {key: value for key, value in msgspec.structs.asdict(styles.dark).items() if value is not None}
    if styles.light.color_primary and "color_primary" not in dark:
        surface = dark.get("color_modal_background") or DEFAULTS["dark"]["surface"]
        dark["color_primary"] = _readable(styles.light.color_primary, surface, ratio=TEXT)
    return Values(**(light | dark))


def _readable(colour: str, *backgrounds: str, ratio: float = TEXT) -> str:
    return nearest(colour, backgrounds, ratio) or colour


def _on(colour: str) -> str:
    """Text on a main button nobody chose a colour for."""
    return WHITE if contrast(WHITE, colour) >= TEXT else _readable(mix(colour, BLACK, 0.2), colour, ratio=7.0)


def palette_of(given: Values, variant: Variant) -> Palette:
    """The colours of one variant."""
    ground = _ground(given, DEFAULTS[variant])
    said = ground | _accents(given, DEFAULTS[variant], ground)
    return Palette(**said, **_parts(given, said), **_states(given, DEFAULTS[variant], ground))


def _grounds(said: Colours) -> tuple[str, str, str]:
    return said["paper"], said["surface"], said["sunken"]


def _ground(given: Values, base: Colours) -> Colours:
    """The page, its cards and the text on both."""
    paper, surface = given.color_background or base["paper"], given.color_modal_background or base["surface"]
    own = bool(given.color_background or given.color_modal_background)
    ink = given.color_font or _readable(base["ink"], paper, surface, ratio=7.0)
    sunken = mix(ink, paper, 0.06) if own else base["sunken"]
    grounds = (paper, surface, sunken)
    second, third = (mix(ink, paper, 0.75), mix(ink, paper, 0.65)) if own or given.color_font else (
        base["ink-2"], base["ink-3"]
    )  # fmt: skip
    return {
        "paper": paper,
        "surface": surface,
        "sunken": sunken,
        "ink": ink,
        "ink_2": given.color_font_small or _readable(second, *grounds),
        "ink_3": _readable(third, *grounds),
        "title_ink": given.color_font_title or ink,
        "bar_ink": given.color_icon_header or ink,
        "line": given.color_divider or (mix(ink, surface, 0.12) if own else base["line"]),
        "line_strong": _readable(base["line-strong"], *grounds, ratio=SHAPE),
    }


def _accents(given: Values, base: Colours, ground: Colours) -> Colours:
    """The main colour: filled, under text, and as text itself."""
    accent = given.color_button_primary or given.color_primary or base["brand-accent"]
    usual = base["brand-on-accent"] if accent == base["brand-accent"] else _on(accent)
    on_accent = given.color_font_button_primary or usual
    link = given.color_link or _link(given.color_primary or base["brand-accent"], _grounds(ground))
    bar = _readable(link, ground["paper"], ground["surface"], ground["line"], ratio=SHAPE)
    return {
        "brand_accent": accent,
        "brand_on_accent": on_accent,
        "brand_hover": _hover(accent, on_accent),
        "brand_link": link,
        "brand_progress": given.color_progress_bar or bar,
        "accent_soft": mix(link, ground["surface"], SOFT),
    }


def _parts(given: Values, said: Colours) -> Colours:
    """Buttons, fields, lists and icons."""
    ink, link, surface, strong = said["ink"], said["brand_link"], said["surface"], said["line_strong"]
    quiet, field = given.color_button_secondary_fill or surface, given.color_input_background or surface
    drop = given.color_dropdown_background or surface
    option = given.color_dropdown_option or mix(link, drop, SOFT)
    icon = given.icon_color_background or said["accent_soft"]
    return {
        "quiet_fill": quiet,
        "quiet_ink": given.color_font_button_secondary or _readable(ink, quiet),
        "quiet_line": given.color_button_secondary or strong,
        "input_fill": field,
        "input_ink": _readable(ink, field),
        "input_line": given.color_input_border or _readable(strong, said["paper"], surface, field, ratio=SHAPE),
        "drop_fill": drop,
        "drop_option": option,
        "drop_ink": _readable(ink, drop, option),
        "icon_ink": given.icon_color_primary or _readable(link, icon, ratio=SHAPE),
        "icon_fill": icon,
        "tip_ink": given.icon_color_highlight or link,
    }


def _states(given: Values, base: Colours, ground: Colours) -> Colours:
    """What went well, what to mind, what went wrong: each with its wash."""
    own = bool(given.color_background or given.color_modal_background)
    said = {"ok": given.color_success, "warn": given.color_warning, "bad": given.color_error}
    found: Colours = {}
    for name, colour in said.items():
        text, fill = _state(colour, base[name], base[f"{name}-bg"], _grounds(ground), own=own)
        found |= {name: text, f"{name}_bg": fill}
    return found


def _hover(colour: str, text: str) -> str:
    """The main button under the pointer: away from the colour of its text, so that it reads even better."""
    return mix(colour, BLACK if luminance(text) > luminance(colour) else WHITE, HOVER)


def _link(colour: str, grounds: tuple[str, ...]) -> str:
    """The main colour as text: readable on the grounds, and on its own soft wash of them."""
    washes = tuple(mix(colour, each, SOFT) for each in grounds)
    return _readable(colour, *grounds, *washes)


def _state(said: str | None, base: str, base_fill: str, grounds: tuple[str, ...], *, own: bool) -> tuple[str, str]:
    """A colour that says how something went, and its wash: (text, fill)."""
    if said is None and not own:
        return base, base_fill
    fill = mix(said or base, grounds[1], 0.1)
    return said or _readable(base, fill, *grounds), fill
