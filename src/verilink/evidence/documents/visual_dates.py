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
    7: "JUL JUIL LUG SRP CVC HEINA TEM LIE",
    8: "AUG AOUT AOU AGO SIE KOL ELO AGU RGP",
    9: "SEP SEPT SET WRZ ZAR RUJ SYYS EYL RGS",
    10: "OCT OKT OUT OTT PAZ RIJ LOKA EKI SPA",
    11: "NOV LIS STU MARRAS KAS LAP",
    12: "DEC DEZ DIC DES GRU PRO JOULU ARA GRD",
}
_BY_NAME = {name: month for month, names in reversed(_MONTHS.items()) for name in names.split()}
_NUMERIC = re.compile(r"(?<!\d)(\d{1,4})[ ./\-](\d{1,2})[ ./\-](\d{2,4})(?!\d)")
_NAMED = re.compile(
    r"(?<!\d)(\d{1,2})[ .\-]{0,2}([A-Z]{3,9})\.?(?:[ /.\-]{0,3}[A-Z]{3,9}\.?)?[ .\-]{0,2}(\d{4}|\d{2})(?!\d)"
)


def find_date(text: str) -> str | None:
    """ISO 8601 of the first date in ``text``; day before month where both readings are possible."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().upper()
    named = _NAMED.search(plain)
    if named is not None:
        month = _month(named[2])
        if month is not None:
            return _iso(_year(named[3]), month, int(named[1]))
    numeric = _NUMERIC.search(plain)
    return None if numeric is None else _order(numeric[1], numeric[2], numeric[3])


def _month(name: str) -> int | None:
    return next((_BY_NAME[name[:length]] for length in (6, 5, 4, 3) if name[:length] in _BY_NAME), None)


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
