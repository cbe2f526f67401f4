"""Between the contract's tree of style cells and the flat keys kept here.

A variant of the contract is ``{inquiry, components, step-assets}``: frames of the page, parts of it by kind, variant
and state, and pictures of steps. Each key has one cell; a cell that is not in the table means nothing here and is
refused by its path. Leaves are ``{unit: hex, value}`` for colours, ``{unit: px, value: number}`` for sizes, else text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import msgspec

from verilink.errors import BadRequest
from verilink.themes.model import Styles, ThemeSettings, Values

_BUTTON: Final = "components.button"
CELLS: Final[dict[str, str]] = {
    "color-primary": "inquiry.primary-color",
    "color-background": "inquiry.background-color",
    "color-progress-bar": "inquiry.progress-bar-color",
    "color-divider": "inquiry.divider-color",
    "color-error": "inquiry.error-color",
    "color-success": "inquiry.success-color",
    "color-warning": "inquiry.warning-color",
    "page-transition": "inquiry.page-transition",
    "color-icon-header": "inquiry.navbar.icon-color",
    "navbar-logo-display": "inquiry.navbar.logo-display",
    "logo": "inquiry.navbar.logo",
    "color-modal-background": "inquiry.modal.background-color",
    "border-radius-modal": "inquiry.modal.border-radius",
    "color-font": "components.text.base.text-color",
    "font-family": "components.text.base.font-family",
    "font-url": "components.text.base.font-url",
    "font-size-body": "components.text.base.font-size",
    "line-height-body": "components.text.base.line-height",
    "text-align": "components.text.base.text-align",
    "color-font-small": "components.text.small.base.text-color",
    "font-size-small": "components.text.small.base.font-size",
    "line-height-small": "components.text.small.base.line-height",
    "color-link": "components.text.link.base.text-color",
    "text-decoration-line-link": "components.text.link.base.text-decoration-line",
    "color-font-title": "components.title.base.text-color",
    "font-family-title": "components.title.base.font-family",
    "font-url-title": "components.title.base.font-url",
    "font-size-header": "components.title.base.font-size",
    "line-height-header": "components.title.base.line-height",
    "header-font-weight": "components.title.base.font-weight",
    "header-margin-bottom": "components.title.base.margin-bottom",
    "border-radius": f"{_BUTTON}.border-radius",
    "border-width": f"{_BUTTON}.border-width",
    "button-font-weight": f"{_BUTTON}.font-weight",
    "button-position": f"{_BUTTON}.position",
    "button-shadow-strength": f"{_BUTTON}.shadow-strength",
    "button-text-transform": f"{_BUTTON}.text-transform",
    "color-button-primary": f"{_BUTTON}.primary.base.background-color",
    "color-font-button-primary": f"{_BUTTON}.primary.base.text-color",
    "color-button-primary-fill-disabled": f"{_BUTTON}.primary.disabled.background-color",
    "color-button-secondary": f"{_BUTTON}.secondary.base.border-color",
    "color-button-secondary-fill": f"{_BUTTON}.secondary.base.background-color",
    "color-font-button-secondary": f"{_BUTTON}.secondary.base.text-color",
    "color-button-secondary-fill-disabled": f"{_BUTTON}.secondary.disabled.background-color",
    "color-input-background": "components.input.base.background-color",
    "color-input-border": "components.input.base.border-color",
    "border-radius-input": "components.input.border-radius",
    "border-width-input": "components.input.border-width",
    "input-style": "components.input.style",
    "color-dropdown-background": "components.dropdown.base.background-color",
    "color-dropdown-option": "components.dropdown.selected.background-color",
    "icon-color-primary": "step-assets.icon.primary-color",
    "icon-color-background": "step-assets.icon.background-color",
    "icon-color-highlight": "step-assets.icon.highlight-color",
    "icon-color-stroke": "step-assets.icon.stroke-color",
    "icon-style": "step-assets.icon.style",
}
KEYS: Final = {path: key for key, path in CELLS.items()}
_PIXELS: Final = frozenset((
    "border-radius", "border-radius-input", "border-radius-modal", "border-width", "border-width-input",
    "font-size-body", "font-size-header", "font-size-small", "header-margin-bottom",
))  # fmt: skip
_PARTS: Final = ("inquiry", "components", "step-assets")


def tree_of(styles: Styles) -> dict[str, Any]:
    """The styles as the contract has them."""
    return {
        "settings": {
            "use-dark-theme": styles.settings.use_dark_theme,
            "preferred-theme-variant": styles.settings.preferred_theme_variant,
        },
        "light": _tree(styles.light),
        "dark": _tree(styles.dark),
    }


def _tree(values: Values) -> dict[str, Any]:
    tree: dict[str, Any] = {part: {} for part in _PARTS}
    for key, value in msgspec.to_builtins(values).items():
        *way, last = CELLS[key].split(".")
        place = tree
        for name in way:
            place = place.setdefault(name, {})
        place[last] = _leaf(key, value)
    return tree


def _leaf(key: str, value: str) -> Any:
    if key in _PIXELS:
        return {"unit": "px", "value": int(value.removesuffix("px"))}
    return {"unit": "hex", "value": value.upper()} if value.startswith("#") else value


def styles_from(given: Any) -> Styles:
    """The styles of a request. Raises ``BadRequest`` that names every cell that does not fit."""
    if not isinstance(given, dict):
        raise BadRequest("data.attributes.styles must be an object")
    wrong = [f"styles.{name[:60]}" for name in given if name not in ("settings", "light", "dark")]
    flat = {name: _flat(given.get(name), f"styles.{name}", wrong) for name in ("light", "dark")}
    settings = _settings(given.get("settings"), wrong)
    variants = {name: _values(cells, f"styles.{name}", wrong) for name, cells in flat.items()}
    if wrong:
        shown = ", ".join(wrong[:20]) + (f" and {len(wrong) - 20} more" if len(wrong) > 20 else "")
        raise BadRequest(f"These are not supported, or not of the right kind: {shown}")
    return Styles(settings=settings, light=variants["light"], dark=variants["dark"])


def _settings(given: Any, wrong: list[str]) -> ThemeSettings:
    try:
        return msgspec.convert({} if given is None else given, ThemeSettings)
    except msgspec.ValidationError as error:
        wrong.append(f"styles.settings ({error})")
        return ThemeSettings()


def _flat(given: Any, path: str, wrong: list[str]) -> dict[str, Any]:
    """Key -> value of every cell of a variant; cells nobody knows go to ``wrong``."""
    if given is None:
        return {}
    if not isinstance(given, dict):
        wrong.append(path)
        return {}
    found: dict[str, Any] = {}
    for cell, leaf in _leaves(given):
        key = KEYS.get(cell)
        value = None if key is None else _read(key, leaf)
        if key is None or value is None:
            wrong.append(f"{path}.{cell[:200]}")
        else:
            found[key] = value
    return found


def _leaves(tree: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    for name, node in tree.items():
        place = f"{path}{name}"
        if isinstance(node, dict) and place not in KEYS:
            if not node and "." in place:
                continue
            yield from _leaves(node, f"{place}.")
        elif node is not None:
            yield place, node


def _read(key: str, leaf: Any) -> str | None:
    """A leaf as it is kept; ``None`` when it is of another kind."""
    if isinstance(leaf, dict):
        unit, value = leaf.get("unit"), leaf.get("value")
        if set(leaf) != {"unit", "value"}:
            return None
        if unit == "px" and isinstance(value, int) and not isinstance(value, bool):
            return f"{value}px"
        return value.lower() if unit == "hex" and isinstance(value, str) else None
    return leaf if isinstance(leaf, str) and key not in _PIXELS else None


def _values(cells: dict[str, Any], path: str, wrong: list[str]) -> Values:
    """The values of a variant; each that does not fit goes to ``wrong`` by its cell."""
    fitting = dict(cells)
    for key, value in cells.items():
        try:
            msgspec.convert({key: value}, Values)
        except msgspec.ValidationError:
            wrong.append(f"{path}.{CELLS[key]}")
            del fitting[key]
    return msgspec.convert(fitting, Values)
