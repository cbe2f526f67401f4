"""The keys of a theme as the editor groups and names them."""

from __future__ import annotations

from typing import Any, Final, get_args, get_type_hints

import msgspec

from verilink.themes.model import Values

# Group -> key -> (label, hint).
GROUPS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "Brand": {
        "color-primary": ("Main colour", "Buttons, links and icons take it from here"),
        "color-background": ("Page", ""),
        "color-modal-background": ("Cards and windows", ""),
        "navbar-logo-display": ("Place of the logo", ""),
    },
    "Text": {
        "color-font": ("Text", ""),
        "color-font-title": ("Headings", ""),
        "color-font-small": ("Small text", ""),
        "color-link": ("Links", ""),
        "font-family": ("Font family", "Names of fonts that devices may have"),
        "font-family-title": ("Font family of headings", ""),
        "font-size-body": ("Size of text", "14px to 22px"),
        "font-size-header": ("Size of headings", "20px to 36px"),
        "font-size-small": ("Size of small text", "12px to 18px"),
        "line-height-body": ("Line height of text", "1.1 to 2"),
        "line-height-header": ("Line height of headings", ""),
        "line-height-small": ("Line height of small text", ""),
        "header-font-weight": ("Weight of headings", ""),
        "header-margin-bottom": ("Space below headings", "0px to 48px"),
        "text-align": ("Alignment", ""),
        "text-decoration-line-link": ("Line under links", ""),
    },
    "Buttons": {
        "color-button-primary": ("Main button", ""),
        "color-font-button-primary": ("Text on the main button", ""),
        "color-button-primary-fill-disabled": ("Main button that waits", ""),
        "color-button-secondary": ("Edge of the second button", ""),
        "color-button-secondary-fill": ("Second button", ""),
        "color-button-secondary-fill-disabled": ("Second button that waits", ""),
        "color-font-button-secondary": ("Text on the second button", ""),
        "border-radius": ("Corners", "0px to 40px"),
        "border-width": ("Edge", "1px to 4px"),
        "button-font-weight": ("Weight", ""),
        "button-text-transform": ("Letters", ""),
        "button-shadow-strength": ("Shadow", ""),
        "button-position": ("Place", ""),
    },
    "Fields and lists": {
        "color-input-background": ("Field", ""),
        "color-input-border": ("Edge of a field", ""),
        "border-radius-input": ("Corners of a field", "0px to 40px"),
        "border-width-input": ("Edge width of a field", "1px to 4px"),
        "input-style": ("Shape of a field", ""),
        "color-dropdown-background": ("List", ""),
        "color-dropdown-option": ("Chosen in a list", ""),
    },
    "Details": {
        "color-divider": ("Lines between parts", ""),
        "color-progress-bar": ("Progress bar", ""),
        "color-success": ("What went well", ""),
        "color-warning": ("What to mind", ""),
        "color-error": ("What went wrong", ""),
        "color-icon-header": ("Icons at the top", ""),
        "icon-color-primary": ("Icons", ""),
        "icon-color-background": ("Ground of icons", ""),
        "icon-color-highlight": ("Icons beside advice", ""),
        "icon-color-stroke": ("Lines of drawings", ""),
        "icon-style": ("Style of icons", ""),
        "border-radius-modal": ("Corners of windows", "0px to 40px"),
        "page-transition": ("How pages come in", ""),
    },
}
FILES: Final = {
    "logo": ("logo", "Logo", "PNG, WebP, JPEG or SVG, at most 200 kB", ".png,.webp,.jpg,.jpeg,.svg"),
    "font-url": ("font", "Font of texts", "WOFF2, at most 300 kB", ".woff2"),
    "font-url-title": ("font", "Font of headings", "WOFF2, at most 300 kB", ".woff2"),
}


def choices() -> dict[str, tuple[str, ...]]:
    """Key -> the words it may be, for keys that are one of a few."""
    found = {}
    for field, kind in get_type_hints(Values).items():
        words = [word for each in get_args(kind) for word in get_args(each) if isinstance(word, str)]
        if words:
            found[field.replace("_", "-")] = tuple(words)
    return found


CHOICES: Final = choices()


def value_of(values: Values, key: str) -> str:
    """One value as text, empty when the theme says nothing."""
    found: Any = getattr(values, key.replace("-", "_"))
    return found or ""


def is_fitting(key: str, value: str) -> bool:
    """Whether a theme may have this value."""
    try:
        msgspec.convert({key: value}, Values)
    except msgspec.ValidationError:
        return False
    return True
