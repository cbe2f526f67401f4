"""How a language joins words and writes dates, from CLDR."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from babel.lists import format_list

from verilink.kit.i18n import Translator


@lru_cache(maxsize=64)
def _cldr(code: str) -> Locale:
    return Locale.parse(code, sep="-")


def all_of(language: Translator, parts: list[str]) -> str:
    """``a, b and c`` as the language writes it."""
    return format_list(parts, locale=_cldr(language.code)) if parts else ""


def any_of(language: Translator, parts: list[str]) -> str:
    """``a, b or c`` as the language writes it."""
    return format_list(parts, style="or", locale=_cldr(language.code)) if parts else ""


def date_pattern(language: Translator) -> str:
    """The short date pattern, such as ``M/d/yy``: tells in which order day, month and year are asked for."""
    return str(_cldr(language.code).date_formats["short"].pattern)
