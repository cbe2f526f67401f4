"""What rules may know of the person beside the fields: their age."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def age_of(fields: Mapping[str, Any], today: date | None) -> int | None:
    """Whole years since the field ``birthdate``; ``None`` when it is unknown or lies ahead."""
    born = fields.get("birthdate")
    if today is None or not isinstance(born, str):
        return None
    try:
        day = date.fromisoformat(born)
    except ValueError:
        return None
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return years if years >= 0 else None
