"""Texts in the reader's language: gettext catalogues (``<code>.po``), plurals, dates and names of countries.

The English text is the message id. A catalogue that is missing, a message that has no translation or whose placeholders
differ from the English ones falls back to English, so a translation can never break a page.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import babel
import babel.dates
import babel.messages.pofile
import msgspec

from verilink.kit.locales import LOCALES, SOURCE, Locale
from verilink.kit.wordings import PLACEHOLDER, placeholders

DIRECTORY: Final = Path(__file__).resolve().parent.parent / "locale"
OFFERED: Final = DIRECTORY / "complete.txt"
Style = Literal["short", "medium", "long", "full"]


class Catalogue(msgspec.Struct, frozen=True):
    """The translations of one locale: by English text, one form or (for plurals) as many as the language has."""

    messages: Mapping[str, tuple[str, ...]]
    plural_index: Callable[[int], int]


def _english_plural(count: int) -> int:
    return 0 if count == 1 else 1


_EMPTY: Final = Catalogue({}, _english_plural)


@lru_cache(maxsize=128)
def load(code: str, directory: Path = DIRECTORY) -> Catalogue:
    """The catalogue of a locale, read once; empty when there is no file. Raises ``ValueError`` for a broken one."""
    path = directory / f"{code}.po"
    if code not in LOCALES or not path.is_file():
        return _EMPTY
    try:
        with path.open("rb") as file:
            found = babel.messages.pofile.read_po(file, abort_invalid=True)
    except babel.messages.pofile.PoFileError as broken:
        raise ValueError(f"{path} is not a catalogue: {broken}") from broken
    messages: dict[str, tuple[str, ...]] = {}
    for message in found:
        ids, texts = _forms(message.id), _forms(message.string)
        if ids[0] and not message.fuzzy and _fits(ids, texts):
            messages[ids[0]] = texts
    return Catalogue(messages, gettext.c2py(found.plural_expr))


def _forms(text: str | Iterable[str | None] | None) -> tuple[str, ...]:
    return (text or "",) if isinstance(text, str | None) else tuple(form or "" for form in text)


def _fits(ids: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    wanted = placeholders(ids[-1])
    return all(text and placeholders(text) <= wanted for text in texts) and (
        len(ids) > 1 or placeholders(texts[0]) == wanted
    )


@lru_cache(maxsize=8)
def available(offered: Path = OFFERED) -> tuple[str, ...]:
    """The codes people may choose from: English and those the file lists as complete, one a line."""
    listed = offered.read_text(encoding="utf-8").split() if offered.is_file() else []
    return tuple(code for code in LOCALES if code == SOURCE or code in listed)


def fill(text: str, values: Mapping[str, object]) -> str:
    """``text`` with each ``%(name)s`` that has a value replaced; every other character stays, a lone ``%`` too."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], match[0])), text)


class Translator:
    """Speaks one locale: ``translate("Hello %(name)s", name="Ada")``. Immutable, so it may be shared by threads."""

    def __init__(self, code: str, directory: Path = DIRECTORY) -> None:
        self.locale: Locale = LOCALES.get(code, LOCALES[SOURCE])
        self._catalogue = load(self.locale.code, directory)
        self._cldr = _cldr(self.locale.code)

    @property
    def code(self) -> str:
        """The locale's code, for ``lang``."""
        return self.locale.code

    def __call__(self, msgid: str, **values: object) -> str:
        """The text in this locale with its placeholders filled."""
        return fill(self._catalogue.messages.get(msgid, (msgid,))[0], values)

    def ngettext(self, singular: str, plural: str, count: int, **values: object) -> str:
        """The form for ``count``, which also fills ``%(count)s``."""
        filled = {"count": count, **values}
        forms = self._catalogue.messages.get(singular)
        index = self._catalogue.plural_index(count) if forms else _english_plural(count)
        chosen = forms[index] if forms and index < len(forms) else (singular, plural)[_english_plural(count)]
        return fill(chosen, filled)

    def date(self, day: date, style: Style = "long") -> str:
        """A day, such as ``January 10, 2026``; ``style`` is short, medium, long or full."""
        return babel.dates.format_date(day, format=style, locale=self._cldr)

    def moment(self, moment: datetime, style: Style = "medium") -> str:
        """A date and time of day, in ``moment``'s own time zone."""
        return babel.dates.format_datetime(moment, format=style, locale=self._cldr)

    def country(self, code: str) -> str:
        """The name of a country by its ISO 3166-1 alpha-2 code; the code itself when it is unknown."""
        return str(self._cldr.territories.get(code.upper(), code))

    def countries(self, codes: list[str]) -> list[tuple[str, str]]:
        """(code, name) in the order of the names."""
        return sorted(((code, self.country(code)) for code in codes), key=lambda pair: pair[1].casefold())


@lru_cache(maxsize=64)
def _cldr(code: str) -> babel.Locale:
    return babel.Locale.parse(code, sep="-")


@lru_cache(maxsize=64)
def translator(code: str) -> Translator:
    """The shared translator of a locale."""
    return Translator(code)
