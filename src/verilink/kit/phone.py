"""Phone numbers as people write them, by the numbering plans of all countries (libphonenumber's tables).

A number is taken when its length is possible in its country. Whether its leading digits are of a range that is known to
be in use is told apart (``in_use``): ranges are added faster than tables, and a code that comes back proves more.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, Literal

import msgspec
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType, ValidationResult

Kind = Literal[
    "mobile", "fixed-line", "fixed-line-or-mobile", "voip", "toll-free", "premium-rate", "shared-cost", "personal",
    "pager", "company", "voicemail", "unknown",
]  # fmt: skip
Reason = Literal["none", "no-country", "unknown-code", "too-short", "too-long"]
NO_TEXTS: Final[frozenset[Kind]] = frozenset({"fixed-line", "toll-free", "premium-rate", "shared-cost", "voicemail"})
"""Kinds that get no text messages wherever they are told apart from mobile ones."""
_SEPARATORS: Final = re.compile(r"[\s().\-/\u00a0\u2010-\u2015\u202f\u200e\u200f\u202a-\u202e\u2066-\u2069]+")
_DIGITS: Final = re.compile(r"\+?[0-9]{1,20}", re.ASCII)
_E164: Final = re.compile(r"\+[1-9][0-9]{6,14}", re.ASCII)
_KINDS: Final[dict[int, Kind]] = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed-line",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed-line-or-mobile",
    PhoneNumberType.VOIP: "voip",
    PhoneNumberType.TOLL_FREE: "toll-free",
    PhoneNumberType.PREMIUM_RATE: "premium-rate",
    PhoneNumberType.SHARED_COST: "shared-cost",
    PhoneNumberType.PERSONAL_NUMBER: "personal",
    PhoneNumberType.PAGER: "pager",
    PhoneNumberType.UAN: "company",
    PhoneNumberType.VOICEMAIL: "voicemail",
}
_REASONS: Final[dict[int, Reason]] = {
    NumberParseException.INVALID_COUNTRY_CODE: "no-country",
    NumberParseException.TOO_SHORT_AFTER_IDD: "too-short",
    NumberParseException.TOO_SHORT_NSN: "too-short",
    NumberParseException.TOO_LONG: "too-long",
}
# Islands with a plan of their own that ISO 3166-1 counts to another territory.
_ISLANDS: Final = {"AC": "SH", "TA": "SH"}


class Phone(msgspec.Struct, frozen=True):
    """``number``: E.164. ``country``: ISO 3166-1 alpha-2, ``None`` for a code of no country (satellites, say)."""

    number: str
    country: str | None


class InvalidNumber(ValueError):
    """What was given is no phone number. ``country``: whose rules it breaks, as far as that is known."""

    def __init__(self, reason: Reason, country: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.country = country


def read_phone(given: str, country: str | None = None) -> Phone:
    """``+49 (151) 2345-6789``, or ``0151 23456789`` with its country. Raises :class:`InvalidNumber`."""
    plain = _SEPARATORS.sub("", _ascii_digits(given))
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if not _DIGITS.fullmatch(plain):
        raise InvalidNumber("none")
    parsed = _parsed(plain, country)
    _check_length(parsed, country)
    number = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    if not _E164.fullmatch(number):
        raise InvalidNumber("none")
    return Phone(number, _country(parsed))


def _ascii_digits(text: str) -> str:
    """Digits of any script as ASCII ones: people type with the keyboard of their language."""
    return "".join(str(int(one)) if one.isdecimal() else one for one in text.strip())


def _parsed(plain: str, country: str | None) -> PhoneNumber:
    try:
        return phonenumbers.parse(plain, country)
    except NumberParseException as error:
        reason = _REASONS.get(error.error_type, "none")
        if reason == "no-country" and plain.startswith("+"):
            reason = "unknown-code"
        raise InvalidNumber(reason, country) from None


def _check_length(parsed: PhoneNumber, country: str | None) -> None:
    result = phonenumbers.is_possible_number_with_reason(parsed)
    if result == ValidationResult.IS_POSSIBLE:
        return
    reason: Reason = "too-long" if result == ValidationResult.TOO_LONG else "too-short"
    named = _country(parsed) or country
    raise InvalidNumber("none" if result == ValidationResult.INVALID_COUNTRY_CODE else reason, named)


def _country(parsed: PhoneNumber) -> str | None:
    found = phonenumbers.region_code_for_number(parsed)
    if found is None:  # of no range in use: the country that the calling code is dialled for
        found = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return _ISLANDS.get(found, found) if len(found) == 2 and found != "ZZ" else None


@lru_cache(maxsize=1_024)
def _known(number: str) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(number, None)
    except NumberParseException:
        return None


def country_of(number: str) -> str | None:
    """The country of an E.164 number."""
    parsed = _known(number)
    return None if parsed is None else _country(parsed)


def kind_of(number: str) -> Kind:
    """What sort of line an E.164 number is; ``unknown`` when its plan does not say."""
    parsed = _known(number)
    return "unknown" if parsed is None else _KINDS.get(phonenumbers.number_type(parsed), "unknown")


def in_use(number: str) -> bool:
    """Whether an E.164 number is of a range that its country is known to have given out."""
    parsed = _known(number)
    return parsed is not None and phonenumbers.is_valid_number(parsed)


def written(number: str, country: str | None = None) -> str:
    """An E.164 number in groups: as dialled within ``country`` when it is of there, else with its calling code."""
    parsed = _known(number)
    if parsed is None:
        return number
    home = country is not None and _country(parsed) == country
    shape = PhoneNumberFormat.NATIONAL if home else PhoneNumberFormat.INTERNATIONAL
    return str(phonenumbers.format_number(parsed, shape))


@lru_cache(maxsize=512)
def calling_code(country: str) -> str | None:
    """The digits that are dialled for a country, such as ``49``; ``None`` for one without telephones."""
    code = phonenumbers.country_code_for_region(country)
    return str(code) if code else None
