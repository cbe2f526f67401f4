"""Templates to markup, one environment per language so that texts are looked up once."""

from __future__ import annotations

import gzip
import re
from functools import cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from verilink.hosted.assets import assets
from verilink.hosted.screens.model import Chrome, Screen
from verilink.kit.i18n import translator

FOLDER: Final = Path(__file__).parent / "templates"
_BETWEEN: Final = re.compile(r">\s*\n\s*<")


@cache
def _environment(code: str) -> Environment:
    spoken = translator(code)
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        spoken,
        spoken.ngettext,
        newstyle=True,
    )
    return environment


def render_screen(screen: Screen, chrome: Chrome) -> str:
    """The markup that is put into the page."""
    template = _environment(chrome.locale).get_template(screen.template)
    return _BETWEEN.sub("><", template.render(s=screen, chrome=chrome))


def render_still(screen: Screen, chrome: Chrome) -> str:
    """A whole page with one screen and no script."""
    page = _environment(chrome.locale).get_template("still.html")
    seen = {"locale": chrome.locale, "direction": translator(chrome.locale).locale.direction, "title": screen.title}
    return _BETWEEN.sub("><", page.render(seen, body=Markup(render_screen(screen, chrome)), assets=assets().prefix))  # noqa: S704 rendered with escaping


@cache
def render_shell(code: str, variant: str | None) -> str:
    """The page around the screens: the same for every link, apart from language and light or dark."""
    return _shell(code, variant)


def render_framed_shell(code: str, variant: str | None, flow_type: str, embedding: str) -> str:
    """The same inside another page. ``embedding``: what ``embed.js`` has to know of that page, as JSON."""
    return _shell(code, variant, flow_type, embedding)


def _shell(code: str, variant: str | None, flow_type: str | None = None, embedding: str | None = None) -> str:
    page = _environment(code).get_template("shell.html")
    seen = {"locale": code, "direction": translator(code).locale.direction, "variant": variant}
    framed = {"flow_type": flow_type, "embedding": embedding}
    return _BETWEEN.sub("><", page.render(seen | framed, assets=assets().prefix))


@cache
def packed_shell(code: str, variant: str | None) -> bytes:
    """The same with gzip."""
    return gzip.compress(render_shell(code, variant).encode(), 9, mtime=0)
