"""Shapes of driving-licence numbers of the United States and some provinces of Canada, older series included."""

from __future__ import annotations

from typing import Final

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
LICENCES: Final[tuple[NumberFormat, ...]] = (
    *(
        NumberFormat(f"US-{state}", "licence", "Driving licence number", pattern, _SOURCE)
        for state, pattern in _SHAPES.items()
    ),
    *(
        NumberFormat(f"CA-{province}", "licence", "Driving licence number", pattern, source)
        for province, (pattern, source) in _PROVINCES.items()
    ),
)
"""Identification cards of the same issuers may have other series and are not judged by these."""
