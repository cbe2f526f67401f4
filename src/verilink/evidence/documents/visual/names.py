"""Names that one caption announces together."""

from __future__ import annotations


def split_full_name(lines: list[str]) -> dict[str, str]:
    """``name-last`` and ``name-first`` of "SURNAME, GIVEN", or of two lines, the surname first.

    One line without a comma cannot be told apart: all of it is ``name-first``, as of people with one name.
    """
    text = ", ".join(line.strip(" ,") for line in lines)
    last, comma, first = text.partition(",")
    if not comma:
        return {"name-first": text}
    return {"name-last": last.strip(), "name-first": " ".join(first.replace(",", " ").split())}


def split_given(names: str) -> tuple[str, str]:
    """First and middle names, as a machine-readable zone has them."""
    first, _, middle = names.partition(" ")
    return first, middle.strip()
