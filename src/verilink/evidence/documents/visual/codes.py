"""Numbers that driving licences print in place of captions.

European ones: Directive 2006/126/EC, annex I. North American ones since 2005: AAMVA DL/ID Card Design Standard, annex
A; they number alike, but for the number of the licence (5 in Europe, 4d in America), sex (15) and height (16).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_EUROPEAN: Final = {
    "1": "name-last",
    "2": "name-first",
    "3": "birthdate",
    "4A": "issue-date",
    "4B": "expiration-date",
    "4C": "issuing-authority",
    "4D": "personal-number",
    "5": "identification-number",
    "8": "address-street-1",
    "9": "vehicle-class",
}
_AMERICAN: Final = {
    **_EUROPEAN,
    "4D": "identification-number",
    "15": "sex",
    "16": "height",
    **dict.fromkeys(("5", "9A", "12", "17", "18", "19"), "other"),
}
_AMERICAN_MARK = re.compile(r"\b(?:DL|DLN|EXP|ISS|HGT|EYES|SEX|DOB|CLASS|END|DD)\b|(?<=\d[a-d])(?:ISS|EXP|DL)\b")
_FIRST = re.compile(r"^\W{0,2}(?P<code>4[a-dA-D]|1[0-9]|9a|[1-9])(?:[.,):]+\s*|\s+|$|(?=[A-Z]{2,4}\b))")
_INSIDE = re.compile(r"(?:(?<=\s)|(?<=\d))(?P<code>4[a-dA-D])(?:[.,):]\s*|\s+)")
_LEAST = 4  # different numbers that make a page one whose fields are numbered


def choose_codes(texts: Sequence[str]) -> dict[str, str]:
    """Number to field on a page with these lines; empty unless the page is numbered, with one of 4a to 4d."""
    seen = {match["code"].upper() for text in texts if (match := _FIRST.match(text))}
    seen |= {match["code"].upper() for text in texts for match in _INSIDE.finditer(text)}
    if len(seen & set(_AMERICAN)) < _LEAST or not seen & {"4A", "4B", "4D"}:
        return {}
    american = sum(bool(_AMERICAN_MARK.search(text.upper())) for text in texts) >= 2
    return _AMERICAN if american else _EUROPEAN


def find_codes(text: str, fields: dict[str, str]) -> list[tuple[str, int, int]]:
    """``(field, start, end)`` of every number of a field on a line: at its start, and 4a to 4d inside."""
    if not fields:
        return []
    first = _FIRST.match(text)
    matches = [*([first] if first else []), *(one for one in _INSIDE.finditer(text) if one.start() > 0)]
    known = ((fields.get(one["code"].upper()), one) for one in matches)
    return [(field, one.start(), one.end()) for field, one in known if field is not None]
