"""Values that were read, as dates and names that can be compared."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from verilink.evidence.facts import DocumentFacts, Reading
from verilink.kit.text import names_agree

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_NOT_ALNUM = re.compile(r"[^A-Z0-9]")


class Period(NamedTuple):
    """The days a date can mean: documents may leave out the day or the month."""

    first: date
    last: date


def period(text: Any) -> Period | None:
    """The days of ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``; ``None`` when it is no date."""
    match = _DATE.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        assert year is not None
        last_month = month or 12
        last_day = day or monthrange(year, last_month)[1]
        return Period(date(year, month or 1, day or 1), date(year, last_month, last_day))
    except ValueError:
        return None


def read_period(facts: DocumentFacts, key: str) -> Period | None:
    """The days that the field ``key`` of a document can mean."""
    reading = facts.fields.get(key)
    return period(reading.value) if reading else None


def same_date(a: Any, b: Any) -> bool:
    """Whether two dates can mean one day; what is no date agrees with nothing."""
    one, other = period(a), period(b)
    return one is not None and other is not None and one.first <= other.last and other.first <= one.last


def same_number(a: str, b: str) -> bool:
    """Whether two document numbers are the same but for spaces, hyphens and case."""
    return _NOT_ALNUM.sub("", a.upper()) == _NOT_ALNUM.sub("", b.upper()) != ""


def same_value(key: str, a: Any, b: Any, *, truncated: bool = False) -> bool:
    """Whether two values of the field ``key`` agree."""
    if key.startswith("name"):
        return names_agree(_text(a), _text(b), truncated=truncated)[0]
    if key in ("birthdate", "expiration-date", "issue-date"):
        return same_date(a, b)
    return same_number(_text(a), _text(b))


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def is_truncated(readings: Iterable[Reading | None]) -> bool:
    """Whether one of them may be cut off: in a machine-readable zone, or where a card says that it is."""
    return any(reading is not None and (reading.source == "mrz" or reading.truncated) for reading in readings)


def age_on(birth: date, today: date) -> int:
    """Completed years."""
    return today.year - birth.year - ((today.month, today.day) < (birth.month, birth.day))
