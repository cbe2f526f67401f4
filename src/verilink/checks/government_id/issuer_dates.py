"""What issuers publish of the dates on their documents: longest terms, and dates that follow from the birth date."""

from __future__ import annotations

from calendar import isleap
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final, NamedTuple

from verilink.checks.government_id.expectations import barcodes_of
from verilink.checks.values import Period, age_on
from verilink.evidence.facts import DocumentFacts

# Years a driving licence runs at most, counting licences that are still out: Insurance Institute for Highway Safety,
# "License renewal procedures", and the vehicle codes. Arizona's run until the 65th birthday and are left out.
_LICENCE_YEARS: Final = {
    "AK": 5, "AL": 4, "AR": 8, "CA": 5, "CO": 10, "CT": 8, "DC": 8, "DE": 8, "FL": 8, "GA": 8, "HI": 8, "IA": 8,
    "ID": 8, "IL": 4, "IN": 6, "KS": 6, "KY": 8, "LA": 6, "MA": 5, "MD": 8, "ME": 6, "MI": 4, "MN": 4, "MO": 6,
    "MS": 8, "MT": 12, "NC": 8, "ND": 6, "NE": 5, "NH": 5, "NJ": 4, "NM": 8, "NV": 8, "NY": 8, "OH": 8, "OK": 8,
    "OR": 8, "PA": 4, "RI": 5, "SC": 10, "SD": 6, "TN": 8, "TX": 8, "UT": 8, "VA": 8, "VT": 4, "WA": 8, "WI": 8,
    "WV": 8, "WY": 5,
}  # fmt: skip
# Expiry is put on a birthday after the term, and what was left of the licence before is added.
_SLACK: Final = timedelta(days=366 + 62)
# Country: holders younger than this age get a passport for so many years; others for ten.
# 22 CFR 51.4; Passport Act of China, article 7; HM Passport Office; Canadian Passport Order; Australian Passports
# Determination; German Passport Act, section 5; French decree 2005-1726, article 5; Dutch passport act, article 11;
# Japanese Passport Act, article 5.
_YOUNG: Final = {
    "AU": (16, 5), "CA": (16, 5), "CN": (16, 5), "DE": (24, 6), "FR": (18, 5), "GB": (16, 5), "JP": (18, 5),
    "NL": (18, 5), "US": (16, 5),
}  # fmt: skip
_YOUNG_SLACK: Final = timedelta(days=366)
_DAY: Final = timedelta(days=1)
# AAMVA DL/ID Card Design Standard, annex D: element -> the age its date says is reached.
_UNDER: Final = {"DDH": 18, "DDI": 19, "DDJ": 21}
# Resident Identity Card Law of China, article 5: years of validity by age at issue; without end from 46.
_CHINESE_TERMS: Final = ((16, 5), (26, 10), (46, 20))


class Dates(NamedTuple):
    """The dates of a document."""

    born: Period
    expiry: Period
    issued: Period | None


def departures(facts: DocumentFacts, dates: Dates, today: date, *, terms: bool) -> Iterator[str]:
    """Names of the rules of this document's issuer that its dates break. ``terms``: of US states' licences as well."""
    born, expiry, issued = dates
    if terms and facts.country_code == "US" and facts.id_class == "dl" and issued is not None:
        years = _LICENCE_YEARS.get(facts.subdivision or "")
        if years is not None and expiry.first > _after(issued.last, years) + _SLACK:
            yield "valid-longer-than-issued-here"
    if facts.id_class == "pp" and facts.country_code in _YOUNG:
        age, years = _YOUNG[facts.country_code]
        if age_on(born.first, today) < age and expiry.first > _after(today, years) + _YOUNG_SLACK:
            yield "valid-longer-than-the-young-get"
    if facts.country_code == "CN" and facts.id_class == "id" and issued is not None:
        yield from _chinese(born, expiry, issued)
    if _breaks_under(facts, born):
        yield "under-age-dates"


def _chinese(born: Period, expiry: Period, issued: Period) -> Iterator[str]:
    age = age_on(born.first, issued.first)
    years = next((years for limit, years in _CHINESE_TERMS if age < limit), None)
    if years is not None and abs(expiry.first - _after(issued.first, years)) > timedelta(days=2):
        yield "not-a-term-of-this-issuer"


def _breaks_under(facts: DocumentFacts, born: Period) -> bool:
    said = (
        (age, _date(code.fields.get(element, "")))
        for code in barcodes_of(facts)
        if code.layout == "aamva"
        for element, age in _UNDER.items()
    )
    return any(day is not None and not _near_birthday(day, born, age) for age, day in said)


def _near_birthday(day: date, born: Period, age: int) -> bool:
    """The day an age is reached; some issuers print the day before."""
    return _after(born.first, age) - _DAY <= day <= _after(born.last, age) + _DAY


def _date(text: str) -> date | None:
    """``MMDDCCYY`` (United States) or ``CCYYMMDD`` (Canada); ``None`` for neither."""
    digits = text.strip()
    for year, month, day in ((digits[4:], digits[:2], digits[2:4]), (digits[:4], digits[4:6], digits[6:])):
        if len(digits) == 8 and digits.isascii() and digits.isdigit() and 1900 <= int(year) <= 2150:
            try:
                return date(int(year), int(month), int(day))
            except ValueError:
                continue
    return None


def _after(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes 1 March."""
    year = min(day.year + years, date.max.year)
    if (day.month, day.day) == (2, 29) and not isleap(year):
        return date(year, 3, 1)
    return day.replace(year=year)
