"""Names: one field, primary identifier before ``<<``, secondary after (ICAO Doc 9303 part 3, section 4.6)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """``truncated``: the field is full, so something may have been left out."""

    last: str
    first: str
    truncated: bool


def split_name(field: str) -> Name:
    """Split a name field. Fillers become spaces; hyphens and apostrophes were lost when it was printed."""
    primary, _, secondary = field.strip("<").partition("<<")
    return Name(_spaced(primary), _spaced(secondary), truncated=bool(field) and not field.endswith("<"))


def _spaced(text: str) -> str:
    return " ".join(part for part in text.split("<") if part)
