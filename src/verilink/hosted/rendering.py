"""Templates to markup."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from verilink.hosted.assets import assets
from verilink.hosted.screens.model import Chrome, Screen
from verilink.kit.i18n import Translator, fill, translator

FOLDER: Final = Path(__file__).parent / "templates"
_BETWEEN: Final = re.compile(r">\s*\n\s*<")


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _render(template: str, language: Translator, **seen: object) -> str:
    """Every text is escaped, translations too: they come from files and from templates that companies write."""

    def gettext(text: str, **values: object) -> Markup:
        return _filled(language.pattern(text), values)

    def ngettext(singular: str, plural: str, count: int, **values: object) -> Markup:
        return _filled(language.plural_pattern(singular, plural, count), {"count": count, **values})

    page = _environment().get_template(template).render(_=gettext, ngettext=ngettext, **seen)
    return _BETWEEN.sub("><", page)


def _filled(text: str, values: dict[str, object]) -> Markup:
    return Markup(fill(str(escape(text)), {name: escape(value) for name, value in values.items()}))  # noqa: S704 escaped


def render_screen(screen: Screen, chrome: Chrome, language: Translator | None = None) -> str:
    """The markup that is put into the page; ``language``: with a template's own words, else the locale's."""
    return _render(screen.template, language or translator(chrome.locale), s=screen, chrome=chrome)


def render_still(screen: Screen, chrome: Chrome, *, sheet: str = "", variant: str | None = None) -> str:
    """A whole page with one screen and no script; ``sheet``: address of a theme's style sheet."""
    spoken = translator(chrome.locale)
    body = Markup(render_screen(screen, chrome))  # noqa: S704 rendered with escaping
    seen = {"locale": chrome.locale, "direction": spoken.locale.direction, "title": screen.title}
    look = {"sheet": sheet, "variant": variant}
    return _render("still.html", spoken, **seen, **look, body=body, assets=assets().prefix)


@cache
def render_shell(code: str, variant: str | None) -> str:
    """The page around the screens: the same for every link, apart from language and light or dark."""
    return _shell(code, variant)


def render_framed_shell(code: str, variant: str | None, flow_type: str, embedding: str) -> str:
    """The same inside another page. ``embedding``: what ``embed.js`` has to know of that page, as JSON."""
    return _shell(code, variant, flow_type, embedding)


def _shell(code: str, variant: str | None, flow_type: str | None = None, embedding: str | None = None) -> str:
    spoken = translator(code)
    seen = {"locale": code, "direction": spoken.locale.direction, "variant": variant}
    framed = {"flow_type": flow_type, "embedding": embedding}
    return _render("shell.html", spoken, **seen, **framed, assets=assets().prefix)


@cache
def packed_shell(code: str, variant: str | None) -> bytes:
    """The same with gzip."""
    return gzip.compress(render_shell(code, variant).encode(), 9, mtime=0)
