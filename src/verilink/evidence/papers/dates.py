"""Dates on letters and bills, with what their line says they are."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Final

from verilink.evidence.documents.visual_dates import find_date

_NUMERIC: Final = re.compile(r"(?<![\d.,/-])(\d{1,4})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{2,4})(?![\d/-])")
_DAY_FIRST: Final = re.compile(
    r"(?<!\d)\d{1,2}(?:st|nd|rd|th|er|º|\.)?(?: de)? ?[A-Za-zÀ-ž]{3,9}\.?(?: de|,)? ?\d{4}(?!\d)"
)
_MONTH_FIRST: Final = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?!\d)")
_ROLES: Final = {
    "expiry": "valid until|expires|expiry|expiration|gultig bis|ablauf|valable jusqu|expire|valido hasta|caduca"
    "|scade|scadenza|validade|geldig tot",
    "due": "due|pay by|payable|fallig|zahlbar|echeance|vencimiento|limite de pago|entro il|vervaldatum",
    "birth": "birth|born|geburt|geboren|naissance|nacimiento|nascita|nascimento|geboorte",
    "issue": "date|issued|statement|invoice|bill|dated|datum|vom|rechnung|ausgestellt|le |emis|facture|fecha|emision"
    "|factura|data|emissione|fattura|emissao|fatura|factuur",
}
_PATTERNS: Final = {role: re.compile(rf"(?<![a-z])(?:{words})") for role, words in _ROLES.items()}


def dates_in(line: str) -> Iterator[str]:
    """ISO 8601 of every date in a line, in order of writing; the earlier reading where two are possible."""
    for match in _NUMERIC.finditer(line):
        first, _, second, third = match.groups()
        if day := _earlier(first, second, third):
            yield day
    for match in _MONTH_FIRST.finditer(line):
        if day := find_date(f"{match[2]} {match[1]} {match[3]}"):
            yield day
    for match in _DAY_FIRST.finditer(line):
        plain = re.sub(r"(?<=\d)(?:st|nd|rd|th|er|º)|\bde\b|,", " ", match[0])
        if day := find_date(re.sub(r"\s+", " ", plain)):
            yield day


def _earlier(first: str, second: str, third: str) -> str | None:
    if len(first) == 4:
        readings = [_iso(int(first), int(second), int(third))]
    elif len(first) <= 2 and len(third) in (2, 4):
        year = int(third) + (0 if len(third) == 4 else 2000)
        readings = [_iso(year, int(second), int(first)), _iso(year, int(first), int(second))]
    else:
        readings = []
    return min((one for one in readings if one), default=None)


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat() if 1900 <= year <= 2100 else None
    except ValueError:
        return None


def role_of(line: str, before: str = "") -> str:
    """``issue``, ``expiry``, ``due``, ``birth``, or ``""``: what a line, else the one above it, calls its date."""
    for text in (line, before):
        plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
        for role, pattern in _PATTERNS.items():
            if pattern.search(plain):
                return role
    return ""
