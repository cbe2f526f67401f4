"""Texts in the reader's language: gettext catalogues (``<code>.po``), plurals, dates and names of countries.

The English text is the message id. A catalogue that is missing, a message that has no translation or whose placeholders
differ from the English ones falls back to English, so a translation can never break a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

import babel
import babel.dates
import babel.messages.pofile

from verilink.kit.locales import LOCALES, SOURCE, Locale
from verilink.kit.plurals import plural_index
from verilink.kit.wordings import PLACEHOLDER, placeholders

DIRECTORY: Final = Path(__file__).resolve().parent.parent / "locale"
OFFERED: Final = DIRECTORY / "complete.txt"
BUDDHIST: Final = 543
"""Years that the Buddhist era, as Thailand counts it, is ahead of the common one."""
_DIGITS: Final = {"arab": {48 + n: 0x660 + n for n in range(10)}, "beng": {48 + n: 0x9E6 + n for n in range(10)}}
Style = Literal["short", "medium", "long", "full"]


Own = str | tuple[str, ...]
# Of one locale: by English text, one form or (for plurals) as many as the language has.
Catalogue = Mapping[str, tuple[str, ...]]


def _english_plural(count: int) -> int:
    return 0 if count == 1 else 1


@lru_cache(maxsize=128)
def load(code: str, directory: Path = DIRECTORY) -> Catalogue:
    """The catalogue of a locale, read once; empty when there is no file. Raises ``ValueError`` for a broken one."""
    path = directory / f"{code}.po"
    if code not in LOCALES or not path.is_file():
        return {}
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
    return messages


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
    """Speaks one locale: ``translate("Hello %(name)s", name="Ada")``. Immutable, so it may be shared by threads.

    ``own``: translations that come before those of the catalogue.
    """

    def __init__(self, code: str, directory: Path = DIRECTORY, own: Mapping[str, Own] | None = None) -> None:
        self.locale: Locale = LOCALES.get(code, LOCALES[SOURCE])
        self._directory = directory
        self._catalogue = load(self.locale.code, directory)
        self._own = own or {}
        self._cldr = _cldr(self.locale.code)

    @property
    def code(self) -> str:
        """The locale's code, for ``lang``."""
        return self.locale.code

    def knowing(self, own: Mapping[str, Own]) -> Translator:
        """The same language with words of somebody's own: by English text, one form or all plural forms."""
        return Translator(self.code, self._directory, own) if own else self

    def __call__(self, msgid: str, **values: object) -> str:
        """The text in this locale with its placeholders filled."""
        return fill(self.pattern(msgid), values)

    def pattern(self, msgid: str) -> str:
        """The text in this locale as it is written, placeholders and all."""
        return self._forms(msgid, (msgid,))[0]

    def ngettext(self, singular: str, plural: str, count: int, **values: object) -> str:
        """The form for ``count``, which also fills ``%(count)s``."""
        return fill(self.plural_pattern(singular, plural, count), {"count": count, **values})

    def plural_pattern(self, singular: str, plural: str, count: int) -> str:
        """The form for ``count`` as it is written."""
        forms = self._forms(singular, ())
        index = plural_index(self.code)(count)
        return forms[index] if index < len(forms) else (singular, plural)[_english_plural(count)]

    def _forms(self, msgid: str, otherwise: tuple[str, ...]) -> tuple[str, ...]:
        own = self._own.get(msgid)
        if own is not None:
            return (own,) if isinstance(own, str) else own
        return self._catalogue.get(msgid, otherwise)

    def date(self, day: date, style: Style = "long") -> str:
        """A day, such as ``January 10, 2026``; ``style`` is short, medium, long or full.

        In the digits of the language's official use, and in Thai in the Buddhist era.
        """
        pattern = str(self._cldr.date_formats[style].pattern)
        if self.buddhist:
            pattern = re.sub("y+", f"'{day.year + BUDDHIST}'", pattern.replace("G", "'พ.ศ.'"))
        return self.digits(babel.dates.format_date(day, format=pattern, locale=self._cldr))

    def moment(self, moment: datetime, style: Style = "medium") -> str:
        """A date and time of day, in ``moment``'s own time zone."""
        if self.buddhist:
            time = babel.dates.format_time(moment, format="short", locale=self._cldr)
            return f"{self.date(moment.date(), style)} {time}"
        return self.digits(babel.dates.format_datetime(moment, format=style, locale=self._cldr))

    @property
    def buddhist(self) -> bool:
        """Whether official years are counted in the Buddhist era."""
        return self.code == "th"

    def digits(self, text: str) -> str:
        """ASCII digits as the language's official use writes them (CLDR's default numbering system)."""
        return text.translate(_DIGITS.get(self._cldr.default_numbering_system, {}))

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
