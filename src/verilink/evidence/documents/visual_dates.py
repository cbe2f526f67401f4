"""Dates as documents print them: digits in every common order, month names in the languages of Latin script."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

_MONTHS: dict[int, str] = {
    1: "JAN JANV GEN ENE STY LED SIJ TAMMI OCAK SAU",
    2: "FEB FEV FÉVR FEVR LUT UNO VEL HELMI SUB VAS",
    3: "MAR MARS MARZ MARZO MAERZ BRE OZU MAALIS MAC KOV",
    4: "APR AVR ABR KWI DUB TRA HUHTI NIS BAL",
    5: "MAY MAI MAJ MAG KVE SVI TOUKO MEI MAYO GEG",
    6: "JUN JUIN GIU CZE CVN LIP KESA HAZ BIR",
    7: "JUL JUIL LUG LIP SRP CVC HEINA TEM LIE",
    8: "AUG AOUT AOU AGO SIE SRP KOL ELO AGU RGP",
    9: "SEP SEPT SET WRZ ZAR RUJ SYYS EYL RGS",
    10: "OCT OKT OUT OTT PAZ LIS RIJ LOKA EKI SPA",
    11: "NOV LIS STU MARRAS KAS LAP",
    12: "DEC DEZ DIC DES GRU PRO JOULU ARA GRD",
}
# Languages share names: LIP is July in Polish and June in Croatian.
_BY_NAME: dict[str, set[int]] = {}
for _month, _names in _MONTHS.items():
    for _name in _names.split():
        _BY_NAME.setdefault(_name, set()).add(_month)
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})[ ./\-](\d{1,2})[ ./\-](\d{2,4})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})[ .\-]{0,2}([A-Z]{3,9})\.?(?:[ /.\-]{0,3}([A-Z]{3,9})\.?)?[ .\-]{0,2}(\d{4}|\d{2})(?!\d)"
)
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
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()


def _read_months(name: str, other: str) -> set[int]:
    """What a name of a month can mean; one in a second language beside it (or run into it) decides between two."""
    first, second = _months(name), _months(other) or _months(name[3:])
    return first & second or first or second


def _months(name: str) -> set[int]:
    return next((_BY_NAME[name[:length]] for length in (6, 5, 4, 3) if name[:length] in _BY_NAME), set())


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
