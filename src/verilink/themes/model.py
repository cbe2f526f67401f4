"""A theme set: the values the hosted flow's stylesheet reads as custom properties."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

Variant = Literal["light", "dark"]
Colour = Annotated[str, msgspec.Meta(pattern=r"^#[0-9a-fA-F]{6}$")]
Size = Annotated[str, msgspec.Meta(pattern=r"^(0|[0-9]{1,3}px)$")]
# Family names only: letters, digits, spaces, commas, hyphens, quotes. Nothing that could end a declaration.
Family = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9 ,'\"-]{1,200}$")]

SYSTEM_FONT: Final = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif'


class Styles(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", omit_defaults=True):
    """What a theme may say. Keys follow the published wire contract where it has one for the same thing."""

    variant: Variant = "light"
    color_primary: Colour = "#0f6b5c"
    color_font_button_primary: Colour = "#ffffff"
    color_background: Colour | None = None
    color_font: Colour | None = None
    border_radius: Size = "12px"
    font_family: Family = SYSTEM_FONT


class ThemeSet(msgspec.Struct, frozen=True, kw_only=True):
    """A named set of styles; ``id`` is ``theset_…``. Exactly one of an organization is its default."""

    id: str
    name: str
    styles: Styles
    is_default: bool
    created_at: datetime
    updated_at: datetime


LIGHT: Final = Styles()
DARK: Final = Styles(variant="dark", color_primary="#5cc8b0", color_font_button_primary="#06231d")
SHIPPED: Final = {"Light": LIGHT, "Dark": DARK}
