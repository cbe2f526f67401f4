"""Dates of birth in numbers, as ``YYMMDD``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

_LEAP: Final = 2000


def day_of(year: str, month: int, day: int) -> str:
    """``YYMMDD`` of the last two figures of a year; empty when there is no such day, so that it agrees with none."""
    try:
        date(_LEAP + int(year[-2:]), month, day)
    except ValueError:
        return ""
    return f"{year[-2:]}{month:02}{day:02}"


def day_in_year(year: str, place: int) -> str:
    """``YYMMDD`` of the day with this place in a year that is counted as a leap year, from 1; empty beyond it."""
    if not 1 <= place <= 366:
        return ""
    found = date(_LEAP, 1, 1) + timedelta(days=place - 1)
    return f"{year[-2:]}{found:%m%d}"


def day_first(number: str) -> str:
    """Of ``DDMMYY…``."""
    return day_of(number[4:6], int(number[2:4]), int(number[:2]))


def marked_day_first(number: str) -> str:
    """The same where 40 is added to some days: of Norwegian D-numbers and of Indonesian women."""
    day = int(number[:2])
    return day_of(number[4:6], int(number[2:4]), day - 40 if day > 40 else day)


def year_first(number: str) -> str:
    """Of ``YYMMDD…``."""
    return day_of(number[:2], int(number[2:4]), int(number[4:6]))
