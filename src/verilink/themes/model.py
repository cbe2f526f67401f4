"""A theme set: how the hosted flow looks in light and in dark, by the keys of the published wire contract."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from verilink.themes import values as v

Variant = v.VariantName
Status = Literal["active", "archived"]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
SYSTEM_FONT: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'


class Values(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True, forbid_unknown_fields=True):
    """What a theme says of one variant. What it leaves out is worked out so that it can be read: see ``palette``.

    ``color-background`` is ours: the contract has no name for the page itself. ``logo``, ``font-url`` and
    ``font-url-title`` name files that were uploaded here.
    """

    color_primary: v.Colour | None = None
    color_background: v.Colour | None = None
    color_modal_background: v.Colour | None = None
    color_font: v.Colour | None = None
    color_font_title: v.Colour | None = None
    color_font_small: v.Colour | None = None
    color_link: v.Colour | None = None
    color_button_primary: v.Colour | None = None
    color_font_button_primary: v.Colour | None = None
    color_button_primary_fill_disabled: v.Colour | None = None
    color_button_secondary: v.Colour | None = None
    color_button_secondary_fill: v.Colour | None = None
    color_button_secondary_fill_disabled: v.Colour | None = None
    color_font_button_secondary: v.Colour | None = None
    color_input_background: v.Colour | None = None
    color_input_border: v.Colour | None = None
    color_dropdown_background: v.Colour | None = None
    color_dropdown_option: v.Colour | None = None
    color_divider: v.Colour | None = None
    color_progress_bar: v.Colour | None = None
    color_error: v.Colour | None = None
    color_success: v.Colour | None = None
    color_warning: v.Colour | None = None
    color_icon_header: v.Colour | None = None
    icon_color_primary: v.Colour | None = None
    icon_color_background: v.Colour | None = None
    icon_color_highlight: v.Colour | None = None
    icon_color_stroke: v.Colour | None = None
    border_radius: v.Corner | None = None
    border_radius_input: v.Corner | None = None
    border_radius_modal: v.Corner | None = None
    border_width: v.Line | None = None
    border_width_input: v.Line | None = None
    button_font_weight: v.Weight | None = None
    button_position: Literal["bottom", "inline"] | None = None
    button_shadow_strength: Literal["none", "small", "large"] | None = None
    button_text_transform: Literal["none", "uppercase", "capitalize"] | None = None
    font_family: v.Family | None = None
    font_family_title: v.Family | None = None
    font_url: v.AssetId | None = None
    font_url_title: v.AssetId | None = None
    font_size_body: v.BodySize | None = None
    font_size_header: v.HeaderSize | None = None
    font_size_small: v.SmallSize | None = None
    line_height_body: v.Leading | None = None
    line_height_header: v.Leading | None = None
    line_height_small: v.Leading | None = None
    header_font_weight: v.Weight | None = None
    header_margin_bottom: v.Gap | None = None
    icon_style: Literal["filled", "line"] | None = None
    input_style: Literal["box", "underline"] | None = None
    page_transition: Literal["none", "fade", "slide"] | None = None
    text_align: Literal["start", "center"] | None = None
    text_decoration_line_link: Literal["underline", "none"] | None = None
    navbar_logo_display: Literal["start", "center", "none"] | None = None
    logo: v.AssetId | None = None


class ThemeSettings(
    msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True, forbid_unknown_fields=True
):
    """``use-dark-theme``: light or dark as the person's device has it; else everybody sees the preferred variant."""

    use_dark_theme: bool = False
    preferred_theme_variant: Variant = "light"


class Styles(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """The whole look. ``dark`` may be sparse: sizes, fonts and logo are those of ``light`` where it says nothing."""

    settings: ThemeSettings = ThemeSettings()
    light: Values = Values()
    dark: Values = Values()

    def variant(self, name: Variant) -> Values:
        """What the theme itself says of one variant."""
        return self.light if name == "light" else self.dark

    def replaced(self, name: Variant, values: Values) -> Styles:
        """The same with another variant."""
        return Styles(
            settings=self.settings,
            light=values if name == "light" else self.light,
            dark=values if name == "dark" else self.dark,
        )

    @property
    def shown(self) -> Variant | None:
        """The one variant everybody sees; ``None``: as their device has it."""
        return None if self.settings.use_dark_theme else self.settings.preferred_theme_variant


class ThemeSet(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of styles; ``id`` is ``theset_…``. Exactly one of an organization is its default."""

    id: str
    name: str
    styles: Styles
    is_default: bool
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None = None

    @property
    def status(self) -> Status:
        """Whether it can still be used."""
        return "archived" if self.archived_at else "active"


STANDARD: Final = Styles(settings=ThemeSettings(use_dark_theme=True))
LIGHT: Final = Styles()
DARK: Final = Styles(settings=ThemeSettings(preferred_theme_variant="dark"))
SHIPPED: Final = {"Standard": STANDARD, "Light": LIGHT, "Dark": DARK}
