"""Countries by their name in a language, for a list that can be searched in any spelling."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pycountry
from babel import Locale

from verilink.flow.settings import COUNTRIES
from verilink.kit.i18n import Translator

_ENGLISH: Final = Locale.parse("en_US")
# What people type that no catalogue of names has.
_NICKNAMES: Final = {
    "US": "usa|america",
    "GB": "uk|england|scotland|wales|northern ireland",
    "AE": "uae|emirates",
    "NL": "holland",
    "CZ": "czech republic",
}


@dataclass(frozen=True, slots=True)
class Country:
    """``search``: every name it is found by, plain lower case, divided by ``|``."""

    code: str
    name: str
    search: str


def plain(text: str) -> str:
    """Lower case without marks, the same as ``plain`` in ``countries.js``."""
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M")).lower().strip()


def country_name(code: str, language: Translator) -> str:
    """The country's name in the language, the code when it has none."""
    return language.country(code)


def countries(language: Translator, allowed: tuple[str, ...] | None = None) -> tuple[Country, ...]:
    """All countries, or the allowed ones, in the language's order of names."""
    return _countries(language.code, language, allowed)


@lru_cache(maxsize=128)
def _countries(_code: str, language: Translator, allowed: tuple[str, ...] | None) -> tuple[Country, ...]:
    codes = COUNTRIES if allowed is None else allowed
    found = [_country(code, language) for code in codes]
    return tuple(sorted(found, key=lambda country: (plain(country.name), country.code)))


def _country(code: str, language: Translator) -> Country:
    name = country_name(code, language)
    names = [name, str(_ENGLISH.territories.get(code, "")), *_NICKNAMES.get(code, "").split("|"), code]
    known = pycountry.countries.get(alpha_2=code)
    if known is not None:
        names.append(known.alpha_3)
    return Country(code, name, "|".join(dict.fromkeys(plain(each) for each in names if each)))
