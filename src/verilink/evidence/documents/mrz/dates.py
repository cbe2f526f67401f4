"""Six-digit dates: which century, and parts that are unknown (ICAO Doc 9303 part 3, sections 4.8 and 3.8)."""

from __future__ import annotations

from datetime import date

_EXPIRY_WINDOW = 50  # years either way: documents are valid for at most a few decades


def expand_birthdate(text: str, today: date) -> str | None:
    """ISO 8601 date of a ``YYMMDD`` birth date: the latest century that is not in the future.

    Unknown day or month (fillers) shorten the answer to ``YYYY-MM`` or ``YYYY``; ``None`` when it is no date.
    """
    year = _read_year(text)
    if year is None:
        return None
    full = today.year - today.year % 100 + year
    iso = _assemble(full, text)
    if iso is not None and iso <= today.isoformat()[: len(iso)]:
        return iso
    return _assemble(full - 100, text)


def expand_expiration(text: str, today: date) -> str | None:
    """ISO 8601 date of a ``YYMMDD`` expiry date: the century within 50 years of ``today``; ``None`` when no date."""
    year = _read_year(text)
    if year is None:
        return None
    full = today.year - today.year % 100 + year
    if full > today.year + _EXPIRY_WINDOW:
        full -= 100
    elif full <= today.year - _EXPIRY_WINDOW:
        full += 100
    return _assemble(full, text)


def _read_year(text: str) -> int | None:
    return int(text[:2]) if len(text) == 6 and text[:2].isascii() and text[:2].isdigit() else None


def _assemble(year: int, text: str) -> str | None:
    month, day = text[2:4], text[4:6]
    if month in ("<<", "00"):
        return f"{year:04d}"
    if not (month.isascii() and month.isdigit() and 1 <= int(month) <= 12):
        return None
    if day in ("<<", "00"):
        return f"{year:04d}-{month}"
    try:
        return date(year, int(month), int(day)).isoformat()
    except ValueError:
        return None
