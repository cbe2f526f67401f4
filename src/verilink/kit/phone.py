"""Phone numbers as people write them, to E.164: a plus sign, the country code, at most 15 digits in all."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from verilink.kit.callingcodes import CODE_OF, COUNTRY_OF

_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015\u202f\u200e\u200f\u202a-\u202e]+")
_E164: Final = re.compile(r"\+[1-9][0-9]{7,14}", re.ASCII)
_LONGEST_PREFIX: Final = max(map(len, COUNTRY_OF))
# What is dialled before a number within its country and left out from abroad: 0 nearly everywhere. In the countries
# of _KEEPS the zero is part of the number.
_KEEPS: Final = frozenset({"IT", "VA", "SM", "CI", "BJ", "CG"})
_TRUNKS: Final = {"HU": "06", "RU": "8", "KZ": "8", "TM": "8", "US": "1", "CA": "1"}
_LENGTH: Final = {"US": 10, "CA": 10, "RU": 10, "KZ": 10}


class Phone(msgspec.Struct, frozen=True):
    """``number``: E.164. ``country``: ISO 3166-1 alpha-2, ``None`` for a code of no country (satellites, say)."""

    number: str
    country: str | None


class InvalidNumber(ValueError):
    """What was given is no phone number."""


def read_phone(given: str, country: str | None = None) -> Phone:
    """``+49 (151) 234-5678``, or ``0151 2345678`` with the country it is dialled in. Raises :class:`InvalidNumber`."""
    plain = _SEPARATORS.sub("", _ascii_digits(given))
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if not plain.startswith("+"):
        plain = _international(plain, country)
    if not _E164.fullmatch(plain):
        raise InvalidNumber(given)
    return Phone(plain, country_of(plain))


def country_of(number: str) -> str | None:
    """The country of an E.164 number, by its leading digits."""
    digits = number.removeprefix("+")
    lengths = range(min(_LONGEST_PREFIX, len(digits)), 0, -1)
    return next((COUNTRY_OF[digits[:length]] for length in lengths if digits[:length] in COUNTRY_OF), None)


def _ascii_digits(text: str) -> str:
    """Digits of any script as ASCII ones: people type with the keyboard of their language."""
    return "".join(str(int(one)) if one.isdecimal() else one for one in text.strip())


def _international(national: str, country: str | None) -> str:
    code = CODE_OF.get(country or "")
    if code is None or country is None:
        raise InvalidNumber(national)
    return f"+{code}{_without_trunk(national, country)}"


def _without_trunk(national: str, country: str) -> str:
    trunk = _TRUNKS.get(country, "0")
    if country in _KEEPS or not national.startswith(trunk):
        return national
    if country in _LENGTH and len(national) == _LENGTH[country]:
        return national
    return national[len(trunk) :]
