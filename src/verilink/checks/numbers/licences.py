"""Shapes of driving-licence numbers of the United States, some provinces of Canada and Britain, older series included.

Some of them contain the date of birth.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from verilink.checks.numbers.dates import day_first, day_of
from verilink.checks.numbers.model import NumberFormat

_SOURCE: Final = "Issuer's published number format, as compiled by the National Traffic Safety Institute"
# subdivision: pattern of the whole number as it stands in element DAQ, without spaces and hyphens
_SHAPES: Final[dict[str, str]] = {
    "AK": r"\d{1,7}",
    "AL": r"\d{1,8}",
    "AR": r"\d{4,9}",
    "AZ": r"[A-Z]\d{8,9}|[A-Z]{2}\d{2,5}|\d{9}",
    "CA": r"[A-Z]\d{7}",
    "CO": r"\d{9}|[A-Z]\d{3,6}|[A-Z]{2}\d{2,5}",
    "CT": r"\d{9}",
    "DC": r"\d{7}|\d{9}",
    "DE": r"\d{1,7}",
    "FL": r"[A-Z]\d{12}",
    "GA": r"\d{7,9}",
    "HI": r"[A-Z]\d{8}|\d{9}",
    "IA": r"\d{9}|\d{3}[A-Z]{2}\d{4}",
    "ID": r"[A-Z]{2}\d{6}[A-Z]|\d{9}",
    "IL": r"[A-Z]\d{11,12}",
    "IN": r"[A-Z]\d{9}|\d{9,10}",
    "KS": r"[A-Z]\d[A-Z]\d[A-Z]|[A-Z]\d{8}|\d{9}",
    "KY": r"[A-Z]\d{8,9}|\d{9}",
    "LA": r"\d{1,9}",
    "MA": r"[A-Z]\d{8}|[A-Z]{2}\d{7}|\d{9}",
    "MD": r"[A-Z]\d{12}|[A-Z]{2}\d{11}",
    "ME": r"\d{7}[A-Z]?|\d{8}",
    "MI": r"[A-Z]\d{10}|[A-Z]\d{12}",
    "MN": r"[A-Z]\d{12}",
    "MO": r"[A-Z]\d{5,9}|[A-Z]\d{6}R|\d{8}[A-Z]{2}|\d{9}[A-Z]?",
    "MS": r"\d{9}",
    "MT": r"[A-Z]\d{8}|\d{9}|\d{13,14}",
    "NC": r"\d{1,12}",
    "ND": r"[A-Z]{3}\d{6}|\d{9}",
    "NE": r"[A-Z]\d{6,8}",
    "NH": r"\d{2}[A-Z]{3}\d{5}|[A-Z]{3}\d{8}",
    "NJ": r"[A-Z]\d{14}",
    "NM": r"\d{8,9}",
    "NV": r"\d{9,10}|\d{12}|X\d{8}",
    "NY": r"[A-Z]\d{7}|[A-Z]\d{18}|\d{8,9}|\d{16}|[A-Z]{8}",
    "OH": r"[A-Z]\d{4,8}|[A-Z]{2}\d{3,7}|\d{8}",
    "OK": r"[A-Z]\d{9}|\d{9}",
    "OR": r"\d{1,9}|[A-Z]\d{6}",
    "PA": r"\d{8}",
    "RI": r"\d{7,8}|[A-Z]\d{6}",
    "SC": r"\d{5,11}",
    "SD": r"\d{6,10}|\d{12}",
    "TN": r"\d{7,9}",
    "TX": r"\d{7,8}",
    "UT": r"\d{4,10}",
    "VA": r"[A-Z]\d{8,11}|\d{9}",
    "VT": r"\d{8}|\d{7}A",
    "WA": r"[A-Z][A-Z0-9*]{11}",
    "WI": r"[A-Z]\d{13}",
    "WV": r"\d{7}|[A-Z]{1,2}\d{5,6}",
    "WY": r"\d{9,10}",
}
_PROVINCES: Final[dict[str, tuple[str, str]]] = {
    "BC": (r"\d{7,8}", "Insurance Corporation of British Columbia"),
    "NL": (r"[A-Z]\d{9}", "Motor Registration Division"),
    "NS": (r"[A-Z]{1,5}\d{9}", "Registry of Motor Vehicles"),
    "ON": (r"[A-Z]\d{14}", "Ministry of Transportation of Ontario"),
    "QC": (r"[A-Z]\d{12}", "Société de l’assurance automobile du Québec"),
    "SK": (r"\d{8}", "Saskatchewan Government Insurance"),
}
_CODED: Final = 12  # characters that Florida, Illinois and Wisconsin need up to the coded day


def _coded(number: str, month_days: int, women: int) -> str | None:
    """Year, then a day counted as if all months had ``month_days``, with ``women`` added to women's."""
    if len(number) < _CODED:
        return None
    month, day = divmod(int(number[9:12]) % women, month_days)
    return day_of(number[7:9], month + 1, day) if day else day_of(number[7:9], month, month_days)


def _florida(number: str) -> str | None:
    return _coded(number, 40, 500)


def _illinois(number: str) -> str | None:
    return _coded(number, 31, 600)


def _ontario(number: str) -> str | None:
    """50 is added to women's months."""
    return day_of(number[-6:-4], int(number[-4:-2]) % 50, int(number[-2:]))


def _nova_scotia(number: str) -> str | None:
    return day_first(number[-9:-3])


def _british(number: str) -> str | None:
    """Decade, month with 50 added to women's, day, last figure of the year; not in Northern Ireland's eight figures."""
    if number.isdigit():
        return None
    return day_of(number[5] + number[10], int(number[6:8]) % 50, int(number[8:10]))


_BORN: Final[dict[str, Callable[[str], str | None]]] = {
    "US-FL": _florida, "US-IL": _illinois, "US-WI": _florida, "CA-ON": _ontario, "CA-NS": _nova_scotia,
}  # fmt: skip
LICENCES: Final[tuple[NumberFormat, ...]] = (
    *(
        NumberFormat(state, "licence", "Driving licence number", pattern, _SOURCE, born=_BORN.get(state))
        for state, pattern in ((f"US-{state}", pattern) for state, pattern in _SHAPES.items())
    ),
    *(
        NumberFormat(place, "licence", "Driving licence number", pattern, source, born=_BORN.get(place))
        for place, (pattern, source) in ((f"CA-{one}", known) for one, known in _PROVINCES.items())
    ),
    NumberFormat(
        "GB",
        "licence",
        "Driver number",
        r"[A-Z][A-Z9]{4}\d[0156]\d[0-3]\d\d[A-Z][A-Z9][A-Z0-9]{3}(\d\d)?|\d{8}",
        "DVLA, INF1D; DVA Northern Ireland",
        born=_british,
    ),
)
"""Identification cards of the same issuers may have other series and are not judged by these."""
