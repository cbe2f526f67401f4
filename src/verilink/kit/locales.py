"""The locales pages can be shown in, and which one a person gets (RFC 4647 lookup, with the usual aliases)."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Final

import msgspec

NAME_PARTS: Final = ("name-first", "name-middle", "name-last")


class Locale(msgspec.Struct, frozen=True):
    """A locale: its code on the wire, its name in its own language, and whether it is written right to left.

    ``family_first``: names begin with the family's (CLDR's name order ``surnameFirst``).
    """

    code: str
    name: str
    rtl: bool = False
    family_first: bool = False

    @property
    def direction(self) -> str:
        """The value of HTML's ``dir``."""
        return "rtl" if self.rtl else "ltr"

    @property
    def name_order(self) -> tuple[str, ...]:
        """Parts of a name in the order they are said and asked for."""
        if not self.family_first:
            return NAME_PARTS
        first, middle, last = NAME_PARTS
        return (last, middle, first) if self.code == "vi" else (last, first, middle)


SOURCE: Final = "en-US"
LOCALES: Final = {
    each.code: each
    for each in (
        Locale("ar-EG", "العربية", rtl=True),
        Locale("az", "Azərbaycan"),
        Locale("bg", "Български"),
        Locale("bn", "বাংলা"),
        Locale("cs", "Čeština"),
        Locale("cy", "Cymraeg"),
        Locale("da", "Dansk"),
        Locale("de", "Deutsch"),
        Locale("el-GR", "Ελληνικά"),
        Locale("en-US", "English"),
        Locale("es-MX", "Español"),
        Locale("fi", "Suomi"),
        Locale("fr", "Français"),
        Locale("he", "עברית", rtl=True),
        Locale("hi", "हिन्दी"),
        Locale("hr", "Hrvatski"),
        Locale("hu", "Magyar", family_first=True),
        Locale("hy", "Հայերեն"),
        Locale("id-ID", "Indonesia"),
        Locale("it", "Italiano"),
        Locale("ja", "日本語", family_first=True),
        Locale("ko-KR", "한국어", family_first=True),
        Locale("lt", "Lietuvių"),
        Locale("ms", "Melayu"),
        Locale("nl-NL", "Nederlands"),
        Locale("no", "Norsk"),
        Locale("pl", "Polski"),
        Locale("pt-BR", "Português (Brasil)"),
        Locale("ro", "Română"),
        Locale("ru", "Русский"),
        Locale("sk", "Slovenčina"),
        Locale("sr", "Српски"),
        Locale("sv", "Svenska"),
        Locale("ta", "தமிழ்"),
        Locale("th", "ไทย"),
        Locale("tl", "Filipino"),
        Locale("tr-TR", "Türkçe"),
        Locale("uk-UA", "Українська"),
        Locale("ur", "اردو", rtl=True),
        Locale("vi", "Tiếng Việt", family_first=True),
        Locale("zh-CN", "简体中文", family_first=True),
        Locale("zh-TW", "繁體中文", family_first=True),
    )
}

_ALIASES: Final = {
    "nb": "no",
    "nn": "no",
    "fil": "tl",
    "iw": "he",
    "in": "id-ID",
    "bs": "hr",
    "sh": "sr",
    "mo": "ro",
    "zh-hant": "zh-TW",
    "zh-hk": "zh-TW",
    "zh-mo": "zh-TW",
    "zh": "zh-CN",
}
_BY_TAG: Final = {code.lower(): code for code in LOCALES} | _ALIASES
# A bare language finds its only locale: ``ar`` finds ``ar-EG``. Chinese has two and is settled by the aliases.
_BY_LANGUAGE: Final = {code.split("-")[0]: code for code in LOCALES if not code.startswith("zh")}
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,4}", re.ASCII)
_QUALITY: Final = re.compile(r"q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)", re.ASCII)
_MAX_HEADER: Final = 1_000
_MAX_RANGES: Final = 20


def find(tag: str) -> str | None:
    """The locale code for a language tag: ``DE`` and ``de-AT`` find ``de``, ``zh-Hant-HK`` finds ``zh-TW``."""
    if not _TAG.fullmatch(tag):
        return None
    parts = tag.lower().replace("_", "-").split("-")
    for length in range(len(parts), 0, -1):
        found = _BY_TAG.get("-".join(parts[:length]))
        if found:
            return found
    return _BY_LANGUAGE.get(parts[0])


def accepted(header: str) -> Iterator[str]:
    """The language tags of an ``Accept-Language`` header (RFC 9110, 12.5.4), best first; bad parts are skipped."""
    ranges: list[tuple[float, int, str]] = []
    for place, part in enumerate(header[:_MAX_HEADER].split(",")[:_MAX_RANGES]):
        tag, _, parameter = (piece.strip() for piece in part.partition(";"))
        quality = _QUALITY.fullmatch(parameter)
        weight = float(quality[1]) if quality else 1.0
        if _TAG.fullmatch(tag) and weight > 0 and (quality or not parameter):
            ranges.append((-weight, place, tag))
    for _, _, tag in sorted(ranges):
        yield tag


def negotiate(explicit: str | None, accept_language: str | None, offered: Collection[str] = tuple(LOCALES)) -> str:
    """The locale code for a person: what was asked for, else what the browser prefers, else English, else the first."""
    wishes = [*([explicit] if explicit else []), *accepted(accept_language or "")]
    for wish in wishes:
        found = find(wish)
        if found is not None and found in offered:
            return found
    return SOURCE if SOURCE in offered or not offered else next(iter(offered))
