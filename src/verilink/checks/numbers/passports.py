"""Shapes of passport numbers by issuing country, older series that may still be valid included."""

from __future__ import annotations

from typing import Final

from verilink.checks.numbers.digits import figures, weighted
from verilink.checks.numbers.model import NumberFormat

_PRADO: Final = "PRADO, Council of the European Union, public register of authentic documents"
# country: pattern of the whole number, as it stands in the machine-readable zone without fillers
_SHAPES: Final[dict[str, str]] = {
    "AL": r"[A-Z]{2}\d{7}",
    "AM": r"[A-Z]{2}\d{7}",
    "AR": r"[A-Z]{3}\d{6}|\d{8}[A-Z]?",
    "AT": r"[A-Z]\d{7}|[A-Z]{2}\d{7}",
    "AU": r"[A-Z]\d{7}|[A-Z]{2}\d{7}",
    "AZ": r"[A-Z]\d{8}",
    "BE": r"[A-Z]{2}\d{6}",
    "BG": r"\d{9}|[A-Z]{2}\d{7}",
    "BR": r"[A-Z]{2}\d{6}",
    "BY": r"[A-Z]{2}\d{7}",
    "CA": r"[A-Z]{2}\d{6}|[A-Z]\d{6}[A-Z]{2}",
    "CH": r"[A-Z]\d{7}|[A-Z]\d[A-Z]\d{5}|[A-Z]\d{2}[A-Z]\d{4}|[A-Z][A-Z0-9]{7}",
    "CN": r"[GEDSP]\d{8}|E[A-HJ-NP-Z]\d{7}|[DSP]E\d{7}",
    "CY": r"[A-Z]\d{6}|[A-Z]\d{8}",
    "CZ": r"\d{8}",
    "DE": r"[CFGHJKLMNPRTVWXYZ0-9]{9}",
    "DK": r"\d{9}",
    "EE": r"[A-Z]\d{7}|[A-Z]{2}\d{7}",
    "ES": r"[A-Z]{2}\d{6}|[A-Z]{3}\d{6}|[A-Z0-9]{2}[A-Z0-9]?\d{6}",
    "FI": r"[A-Z]{2}\d{7}",
    "FR": r"\d{2}[A-Z]{2}\d{5}",
    "GB": r"\d{9}",
    "GE": r"\d{2}[A-Z]{2}\d{5}",
    "GR": r"[A-Z]{2}\d{7}",
    "HR": r"\d{9}",
    "HU": r"[A-Z]{2}\d{6,7}",
    "IE": r"[A-Z]{1,2}\d{7}|[A-Z]{2}\d{7}|[A-Z]\d{7,8}",
    "IL": r"\d{7,8}",
    "IN": r"[A-Z]\d{7}|[A-Z]{2}\d{6}",
    "IS": r"A\d{7}|[A-Z]{3}\d{5}|[A-Z]{3}\d{6}",
    "IT": r"[A-Z]{1,2}\d{6,7}|[A-Z]\d{6}[A-Z]|[A-Z]{2}\d{7}|\d{6}[A-Z]",
    "JP": r"[A-Z]{2}\d{7}",
    "KR": r"[A-Z]\d{8}|[A-Z]\d{3}[A-Z]\d{4}|[A-Z]{2}\d{7}",
    "KZ": r"[A-Z]\d{8}",
    "LK": r"[A-Z]{1,2}\d{7}",
    "LT": r"\d{8}|[A-Z]{2}\d{6,7}|[A-Z0-9]{8}",
    "LU": r"[A-Z0-9]{7,9}",
    "LV": r"[A-Z]{2}\d{7}",
    "ME": r"[A-Z0-9]{2}\d{7}",
    "MT": r"\d{6,7}",
    "MX": r"[A-Z]\d{8}|\d{8,11}|[A-Z]\d{9}",
    "MY": r"[AHK]\d{8}",
    "NL": r"[A-NP-Z]{2}[A-NP-Z0-9]{6}\d",
    "NO": r"\d{8}|[A-Z]{3}\d{6}|[A-Z]{2}\d{7}|[A-Z]\d{7,8}",
    "NZ": r"[A-Z]{1,2}\d{6}",
    "PK": r"[A-Z]{2}\d{7}",
    "PT": r"[A-Z]{1,2}\d{6}",
    "RO": r"\d{8,9}",
    "RS": r"\d{9}",
    "RU": r"\d{9}",
    "SE": r"\d{8}|[A-Z]{2}\d{6}",
    "SG": r"[A-Z]\d{7}[A-Z]",
    "SI": r"[A-Z]{2}\d{7}|[A-Z]{1,2}\d{7}",
    "SK": r"[A-Z]{2}\d{7}|[A-Z0-9]{8,9}",
    "TH": r"[A-Z]{1,2}\d{6,7}",
    "TR": r"[A-Z]\d{8}",
    "TW": r"\d{9}",
    "UA": r"[A-Z]{2}\d{6}",
    "US": r"\d{9}|[A-Z]\d{8}",
    "UZ": r"[A-Z]{2}\d{7}",
    "ZA": r"[AMTD]\d{8}|\d{9}",
}
_SOURCES: Final[dict[str, str]] = {
    "AU": "Australian Passport Office, document numbers", "CA": "Immigration, Refugees and Citizenship Canada",
    "CN": "National Immigration Administration", "GB": "HM Passport Office, basic passport checks",
    "IN": "Passport Seva", "JP": "Ministry of Foreign Affairs", "US": "Department of State, 22 CFR 51",
    "DE": "Personal identity card ordinance (PAuswV) section 3; federal printer's alphabet",
    "PL": "Ministry of the Interior, series and number", "NL": "Passport regulation (PUN), annex",
}  # fmt: skip


def _polish(number: str) -> bool:
    """The first digit is the check digit; letters count from A as 10."""
    values = figures(number)
    return weighted(values[:2] + values[3:], [7, 3, 1, 7, 3, 1, 7, 3]) % 10 == values[2]


PASSPORTS: Final[tuple[NumberFormat, ...]] = (
    *(
        NumberFormat(country, "passport", "Passport number", pattern, _SOURCES.get(country, _PRADO))
        for country, pattern in _SHAPES.items()
    ),
    NumberFormat("PL", "passport", "Passport number", r"[A-Z]{2}\d{7}", _SOURCES["PL"], _polish),
)
"""Where a country has changed its series, any of them is accepted: a shape can only say what is impossible."""
