"""A theme set as a style sheet that overrides the flow's tokens.

Every value was read through the types of ``values``, so none can end a declaration; assets are own addresses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from verilink.themes.model import SYSTEM_FONT, Styles, Values, Variant
from verilink.themes.palette import effective, palette_of

Address = Callable[[str], str]
# Stronger than the sheet's own rules for dark pages, so that a tenant's colours win in both.
_ROOT: Final = ":root:root:root"
_DEVICE: Final = {"light": "not all and (prefers-color-scheme: dark)", "dark": "(prefers-color-scheme: dark)"}
_SHADOWS: Final = {"none": "none", "small": "0 1px 3px #0003", "large": "0 6px 18px #00000040"}
_SIZES: Final = {"font_size_body": "--t-m", "font_size_header": "--t-xxl", "font_size_small": "--t-s"}
_PLAIN: Final = {
    "color_button_primary_fill_disabled": "--accent-off",
    "color_button_secondary_fill_disabled": "--quiet-off",
    "icon_color_stroke": "--art-ink",
    "border_radius": "--brand-radius",
    "border_radius_input": "--input-radius",
    "border_radius_modal": "--modal-radius",
    "border_width": "--edge",
    "border_width_input": "--input-edge",
    "button_font_weight": "--button-weight",
    "button_text_transform": "--button-case",
    "line_height_body": "--leading",
    "line_height_header": "--title-leading",
    "line_height_small": "--small-leading",
    "header_font_weight": "--title-weight",
    "header_margin_bottom": "--title-gap",
    "text_align": "--align",
    "text_decoration_line_link": "--link-line",
}


def style_sheet(styles: Styles, address: Address) -> str:
    """The theme as CSS; empty when it changes nothing. ``address``: from an asset's id to where it is served."""
    parts = [_faces(styles, address)]
    for variant in ("light", "dark"):
        rules = _rules(styles, variant, address)
        if rules:
            chosen = _join(rules, f'{_ROOT}[data-variant="{variant}"]')
            parts += [chosen, f"@media {_DEVICE[variant]}{{{_join(rules, f'{_ROOT}:not([data-variant])')}}}"]
    sheet = "\n".join(filter(None, parts))
    return f"{sheet}\n" if sheet else ""


def _join(rules: list[tuple[str, str]], root: str) -> str:
    return "".join(f"{selector.replace('&', root)}{{{body}}}" for selector, body in rules)


def _faces(styles: Styles, address: Address) -> str:
    """Own fonts, shown late rather than never: text is there from the start in the system's font."""
    used = {each for values in (styles.light, styles.dark) for each in (values.font_url, values.font_url_title) if each}
    return "".join(
        f'@font-face{{font-family:"{asset}";src:url("{address(asset)}") format("woff2");font-display:swap}}'
        for asset in sorted(used)
    )


def _rules(styles: Styles, variant: Variant, address: Address) -> list[tuple[str, str]]:
    values = effective(styles, variant)
    tokens = dict(_colours(values, variant)) | dict(_others(values))
    rules = [("&", "".join(f"{name}:{value};" for name, value in tokens.items()))] if tokens else []
    return [*rules, *_shapes(values), *_logo(values, address)]


def _colours(values: Values, variant: Variant) -> Iterator[tuple[str, str]]:
    """All of them as soon as one differs from the flow's own: some of the flow's are worked out from others."""
    own = palette_of(values, variant)
    if own != palette_of(Values(), variant):
        for field in own.__struct_fields__:
            yield f"--{field.replace('_', '-')}", getattr(own, field)


def _others(values: Values) -> Iterator[tuple[str, str]]:
    for field, name in _PLAIN.items():
        if value := getattr(values, field):
            yield name, value
    for field, name in _SIZES.items():
        if value := getattr(values, field):
            yield name, f"{int(value.removesuffix('px')) / 16:g}rem"  # grows with the person's own text size
    if values.button_shadow_strength:
        yield "--button-shadow", _SHADOWS[values.button_shadow_strength]
    yield from _families(values)


def _families(values: Values) -> Iterator[tuple[str, str]]:
    body = ", ".join(filter(None, [f'"{values.font_url}"' if values.font_url else "", values.font_family or ""]))
    title = ", ".join(
        filter(None, [f'"{values.font_url_title}"' if values.font_url_title else "", values.font_family_title or ""])
    )
    if body:
        yield "--brand-font", f"{body}, {SYSTEM_FONT}" if values.font_url or values.font_family != SYSTEM_FONT else body
    if title:
        yield "--title-font", f"{title}, {SYSTEM_FONT}"


def _shapes(values: Values) -> Iterator[tuple[str, str]]:
    if values.button_position == "inline":
        yield "& .foot", "position:static;background:none;"
        yield "& .flow:has(.foot) main:not(.middle)", "flex:none;"
    if values.icon_style == "line":
        yield "& .ic", "background:none;"
    if values.input_style == "underline":
        yield "& .input", "border-width:0 0 var(--input-edge,1px);border-radius:0;padding-inline:0;background:none;"
    if values.page_transition == "none":
        yield "& .flow.fresh main>*", "animation:none;"
    if values.page_transition == "fade":
        yield "& .flow.fresh main>*", "animation-name:fade;"


def _logo(values: Values, address: Address) -> Iterator[tuple[str, str]]:
    """A picture in place of the company's name, which stays for screen readers and for forced colours."""
    shown = values.navbar_logo_display
    if values.logo and shown != "none":
        at = "center" if shown == "center" else "left center"
        body = f'color:transparent;min-height:40px;background:url("{address(values.logo)}") {at}/contain no-repeat;'
        yield "& .bar .brand", body
        if at != "center":
            yield '&[dir="rtl"] .bar .brand', "background-position:right center;"
    elif shown == "center":
        yield "& .bar .brand", "text-align:center;"
