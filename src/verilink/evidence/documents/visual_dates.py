"""Dates as documents print them: digits in every common order, month names in the languages of Latin script."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

_MONTHS: dict[int, str] = {
    1: "JAN JANV GEN ENE STY LED SIJ TAMMI OCAK OCA SAU IAN IANUARIE JAANUAR JANUAR JANUARY JANVIER ENERO GENNAIO EAN",
    2: "FEB FEV FEVR FEVRIER LUT UNO VEL VELJ HELMI SUB SUBAT VAS FEBRUAR FEBRUARY FEBRERO FEBBRAIO VEEBR FEABH",
    3: "MAR MARS MARZ MARZO MAERZ MARCH MRT MAA MAART BRE OZU MAALIS MAC KOV MART MARTS MARTIE",
    4: "APR AVR AVRIL ABR ABRIL APRIL APRILE KWI DUB TRA TRAV HUHTI NIS BAL AIB APRILL",
    5: "MAY MAI MAJ MAG KVE SVI TOUKO MEI MAYO MAGGIO GEG MAYIS MAIO BEALT",
    6: "JUN JUIN JUNE JUNI JUNIO GIU GIUGNO CZE CVN LIP KESA HAZ BIR IUN IUNIE JUUNI MEITH",
    7: "JUL JUIL JUILLET JULY JULI JULIO LUG LUGLIO LIP SRP CVC HEINA TEM LIE IUL IULIE JUULI",
    8: "AUG AOUT AOU AGO AGOSTO AUGUST SIE SRP KOL ELO AGU AGUS AUGUSTUS RGP LUN",
    9: "SEP SEPT SEPTEMBER SEPTEMBRE SEPTIEMBRE SET SZE SZEPT WRZ ZAR RUJ SYYS EYL RGS MFO",
    10: "OCT OKT OUT OTT OTTOBRE OCTOBRE OCTUBRE PAZ LIS RIJ LOKA EKI SPA DFO",
    11: "NOV NOE NOI LIS STU MARRAS KAS LAP NOVEMBER NOVEMBRE NOVIEMBRE SAMH",
    12: "DEC DEZ DIC DES GRU PRO JOULU ARA GRD DETS DECEMBER DEZEMBER DICIEMBRE NOLL",
}
# Languages share names: LIP is July in Polish and June in Croatian.
_BY_NAME: dict[str, set[int]] = {}
for _month, _names in _MONTHS.items():
    for _name in _names.split():
        _BY_NAME.setdefault(_name, set()).add(_month)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})[ ./\-](\d{1,2})[ ./\-](\d{2,4})(?!\d)")
_ZERO_MONTH = re.compile(r"(?<![A-Z\d])0(?=UT|CT|KT|TT)")
_NUMERIC_SPACE = re.compile(r"(?<!\d)(\d{2}) (\d{2})(\d{4})(?!\d)|(?<!\d)(\d{2})(\d{2}) (\d{4})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})[ .\-]{0,2}([A-Z]{3,9})\.?(?:[ /.\-]{0,3}([A-Z]{3,9})\.?)?[ .\-]{0,2}(\d{4}|\d{2})(?!\d)"
)
_MONTH_FIRST = re.compile(r"(?<![A-Z])([A-Z]{3,9})[ .\-/]{0,2}(\d{1,2})[ ,.\-/]{1,2}(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[ .\-/]{1,2}([A-Z]{3,9})(?:/([A-Z]{3,9}))?[ .\-/]{0,2}(\d{1,2})(?!\d)")
_PACKED = (
    re.compile(r"(?<!\d)(?P<y>\d{4})[ ./\-]?(?P<m>\d{2})[ ./\-]?(?P<d>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{2})[ ./\-]?(?P<m>\d{2})[ ./\-]?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?<!\d)(?P<m>\d{2})[ ./\-]?(?P<d>\d{2})[ ./\-]?(?P<y>\d{4})(?!\d)"),
)


def find_date(text: str) -> str | None:
    """ISO 8601 of the first date in ``text``; day before month where both readings are possible."""
    plain = _plain(text)
    named = _NAMED.search(plain)
    if named is not None:
        months = _read_months(named[2], named[3] or "")
        if months:
            return _iso(_year(named[4]), min(months), int(named[1]))
    numeric = _NUMERIC.search(plain)
    return None if numeric is None else _order(numeric[1], numeric[2], numeric[3])


@dataclass(frozen=True, slots=True)
class Day:
    """``value``: ISO 8601. ``other``: what it is with day and month the other way round, if that is a day too.
    ``short``: the year has two digits; ``vague``: the month's name means two months."""

    value: str
    at: int
    other: str | None = None
    short: bool = False
    vague: bool = False


def read_days(text: str, *, month_first: bool = False) -> list[Day]:
    """Every day in ``text`` in order of printing. ``month_first``: which reading comes first where two are possible."""
    plain = _NUMERIC_SPACE.sub(lambda m: " ".join(filter(None, m.groups())), _plain(text))
    found = [*_named_days(plain)]
    taken = {place for day in found for place in range(day.at - 2, day.at + 12)}
    numeric = (_numeric_day(match, month_first) for match in _NUMERIC.finditer(plain) if match.start() not in taken)
    return sorted((*found, *(day for day in numeric if day is not None)), key=lambda day: day.at)


def count_orders(text: str) -> tuple[int, int]:
    """How many days in ``text`` can only be read day first, and how many only month first."""
    pairs = [(int(m[1]), int(m[2])) for m in _NUMERIC.finditer(_plain(text)) if len(m[1]) <= 2]
    return sum(one > 12 >= two for one, two in pairs), sum(two > 12 >= one for one, two in pairs)


def _named_days(plain: str) -> Iterator[Day]:
    spelled = [(m.start(), m[2], m[3] or "", m[1], m[4]) for m in _NAMED.finditer(plain)]
    spelled += [(m.start(), m[1], "", m[2], m[3]) for m in _MONTH_FIRST.finditer(plain)]
    spelled += [(m.start(), m[2], m[3] or "", m[4], m[1]) for m in _YEAR_FIRST.finditer(plain)]
    for at, name, other, day, year in spelled:
        months = _read_months(name, other)
        value = _iso(_year(year), min(months), int(day)) if months else None
        if value is not None:
            yield Day(value, at, short=len(year) == 2, vague=len(months) > 1)


def _numeric_day(match: re.Match[str], month_first: bool) -> Day | None:
    first, second, third = match[1], match[2], match[3]
    if len(first) == 4 or len(first) > 2 or len(third) == 3:
        value = _order(first, second, third)
        return None if value is None else Day(value, match.start())
    days = [_iso(_year(third), int(month), int(day)) for day, month in ((first, second), (second, first))]
    one, other = days[::-1] if month_first else days
    value = one or other
    if value is None:
        return None
    return Day(value, match.start(), other if one and other != one else None, short=len(third) == 2)


def list_dates(text: str) -> frozenset[str]:
    """ISO 8601 of everything ``text`` can mean: both orders of day and month, separators lost or misread."""
    plain = _plain(text)
    packed = (match for pattern in _PACKED for match in pattern.finditer(plain))
    found = [_iso(int(match["y"]), int(match["m"]), int(match["d"])) for match in packed]
    for match in _NAMED.finditer(plain):
        months = _read_months(match[2], match[3] or "")
        found += [_iso(_year(match[4]), month, int(match[1])) for month in months]
    return frozenset(filter(None, (find_date(text) if not found else None, *found)))


def _plain(text: str) -> str:
    """Capitals without marks; a zero that begins a month's name is an O."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    return _ZERO_MONTH.sub("O", plain)


def _read_months(name: str, other: str) -> set[int]:
    """What a name of a month can mean; one in a second language beside it (or run into it) decides between two."""
    first, second = _months(name), _months(other) or _months(name[3:])
    return first & second or first or second


def _months(name: str) -> set[int]:
    return next((_BY_NAME[name[:length]] for length in (9, 8, 7, 6, 5, 4, 3) if name[:length] in _BY_NAME), set())


def _order(first: str, second: str, third: str) -> str | None:
    if len(first) == 4:
        return _iso(int(first), int(second), int(third)) if len(third) <= 2 else None
    if len(first) > 2 or len(third) == 3:
        return None
    year = _year(third)
    return _iso(year, int(second), int(first)) or _iso(year, int(first), int(second))


def _year(text: str) -> int:
    """Two digits mean 1950 to 2049; the visual zone of current documents prints four nearly everywhere."""
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 50 else 2000)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2120 else None
    except ValueError:
        return None
