"""From the editor's form to styles and back."""

from __future__ import annotations

import base64
import binascii
from typing import Any, Final

import msgspec

from verilink.dashboard.forms import Form
from verilink.dashboard.themes.keys import FILES, GROUPS, is_fitting
from verilink.errors import BadRequest, Unprocessable
from verilink.kit.query import Query
from verilink.services import Services
from verilink.themes.assets import keeping
from verilink.themes.assets.model import Kind
from verilink.themes.contrast import with_value
from verilink.themes.model import Styles, ThemeSettings, Values, Variant

VARIANTS: Final[tuple[Variant, ...]] = ("light", "dark")
KEYS: Final = (*(key for group in GROUPS.values() for key in group), *FILES)


class Draft(msgspec.Struct, frozen=True):
    """What a form says: the styles that fit, and for what does not a sentence by ``variant-key``."""

    styles: Styles
    problems: dict[str, str]
    given: dict[str, dict[str, str]]


def read(tree: Query) -> Draft:
    """A draft of a form or of a query string with the same names; nothing of it is kept."""
    form = Form(tree)
    problems: dict[str, str] = {}
    given: dict[str, dict[str, str]] = {
        name: {key: text.strip() for key, text in form.group(name).items()} for name in VARIANTS
    }
    light, dark = (_values(name, given[name], problems) for name in VARIANTS)
    shown = form.text("shown")
    settings = ThemeSettings(
        use_dark_theme=shown not in VARIANTS, preferred_theme_variant="dark" if shown == "dark" else "light"
    )
    return Draft(Styles(settings=settings, light=light, dark=dark), problems, given)


def _values(variant: Variant, given: dict[str, str], problems: dict[str, str]) -> Values:
    fitting: dict[str, Any] = {}
    for key in KEYS:
        text = given.get(key, "")
        if text and is_fitting(key, text):
            fitting[key] = text
        elif text:
            problems[f"{variant}-{key}"] = _sentence(key)
    return msgspec.convert(fitting, Values)


def _sentence(key: str) -> str:
    if "color" in key:
        return "Write a colour as # and six digits, for example #0f6b5c."
    if "family" in key:
        return "Write names of fonts with commas between them: letters, digits, spaces and hyphens."
    hints = [hint for group in GROUPS.values() for name, (_, hint) in group.items() if name == key]
    return f"Choose from {hints[0]}." if hints and hints[0] else "This is not possible here."


async def with_files(services: Services, organization_id: str, form: Form, styles: Styles) -> Styles:
    """The styles with the files that came along or were taken out. Raises ``BadRequest`` and ``Unprocessable``."""
    removed = form.many("remove")
    for variant in VARIANTS:
        for key in FILES:
            name = f"{variant}-{key}"
            data = form.raw(f"file-{name}")
            if data:
                kind: Kind = "logo" if key == "logo" else "font"
                title = form.text(f"name-{name}")
                kept = await keeping.add(services, organization_id, kind, title, _decoded(data))
                styles = with_value(styles, variant, key, kept)
            elif name in removed:
                styles = with_value(styles, variant, key, None)
    return styles


def _decoded(data: str) -> bytes:
    try:
        return base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise BadRequest("The file did not arrive whole. Choose it again.") from None


def problem_of(error: BadRequest | Unprocessable) -> dict[str, str]:
    """A refusal by the place it belongs to."""
    return {error.pointer or "": error.details or error.title}
