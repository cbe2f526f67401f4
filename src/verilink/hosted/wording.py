"""How a language joins words and writes dates, from CLDR."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from babel import Locale
from babel.dates import format_timedelta
from babel.lists import format_list

from verilink.kit import clock
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


def lasting(language: Translator, seconds: int) -> str:
    """A length of time in its largest unit: ``1 hour``, ``30 minutes``."""
    return language.digits(str(format_timedelta(timedelta(seconds=seconds), threshold=1, locale=_cldr(language.code))))


def left_until(language: Translator, moment: datetime) -> str:
    """The time from now to ``moment``, in whole minutes or larger units."""
    minutes = max(1, round((moment - clock.now()).total_seconds() / 60))
    return lasting(language, 60 * minutes)


def date_pattern(language: Translator) -> str:
    """The short date pattern, such as ``M/d/yy``: tells in which order day, month and year are asked for."""
    return str(_cldr(language.code).date_formats["short"].pattern)
