"""Fields of driving licences by their printed numbers.

European ones: Directive 2006/126/EC, annex I. North American ones since 2005: AAMVA DL/ID Card Design Standard, annex
A; they number alike, but for the number of the licence (5 in Europe, 4d in America), sex (15) and height (16).
"""

from __future__ import annotations

import re
from typing import Final

from verilink.evidence.documents.labels import accept, drop_contradictions, find_beside
from verilink.evidence.documents.vocabulary import strip_words
from verilink.evidence.facts import PageFacts, Reading, TextLine

_EUROPEAN: Final = {
    "1": "name-last",
    "2": "name-first",
    "3": "birthdate",
    "4A": "issue-date",
    "4B": "expiration-date",
    "4C": "issuing-authority",
    "5": "identification-number",
    "8": "address-street-1",
    "9": "vehicle-class",
}
_AMERICAN: Final = {**_EUROPEAN, "4D": "identification-number", "15": "sex", "16": "height"}
_AMERICAN_MARK = re.compile(r"\b(?:DL|DLN|EXP|ISS|HGT|EYES|SEX)\b")
_NUMBER = re.compile(r"^\W{0,2}(?P<code>(?:4[a-dA-D]|1[56]|[1-35-9]))(?:[.,):]\s*|\s+|$)(?P<rest>.*)$")
_LEAST = 3  # different numbers that make a page one whose fields are numbered
_TRUST = 0.9  # of the recogniser's confidence


def read_numbered(page: PageFacts) -> dict[str, Reading]:
    """Numbered values of a licence's text; nothing when fewer than three fields bear their number."""
    american = sum(bool(_AMERICAN_MARK.search(line.text.upper())) for line in page.text) >= 2
    fields = _AMERICAN if american else _EUROPEAN
    marked = [(fields[code], line, rest) for line in page.text for code, rest in _code(line) if code in fields]
    found: dict[str, Reading] = {}
    for field, line, rest in marked:
        if field not in found and (reading := _read(field, line, rest, page.text)) is not None:
            found[field] = reading
    return drop_contradictions(found) if len(found) >= _LEAST else {}


def _code(line: TextLine) -> list[tuple[str, str]]:
    match = _NUMBER.match(line.text)
    return [(match["code"].upper(), match["rest"])] if match else []


def _read(field: str, line: TextLine, rest: str, lines: tuple[TextLine, ...]) -> Reading | None:
    """Behind the number on its line, or on the line right of it when the number stands alone."""
    value, source = accept(field, strip_words(rest)) if rest.strip() else None, line
    if value is None and not rest.strip():
        source = find_beside(line, lines) or line
        value = accept(field, source.text) if source is not line else None
    if value is None:
        return None
    return Reading(value=value, source="visual", confidence=round(source.confidence * _TRUST, 3), box=source.box)
