"""Values whose captions could not be read: what their kind and order alone make likely. Never sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from verilink.evidence.documents.visual_dates import read_days
from verilink.evidence.facts import Reading, TextLine

_TRUST: Final = 0.5  # of the recogniser's confidence
_YOUNGEST_ISSUE: Final = 20  # years from issue to expiry at most
_SEX: Final = re.compile(r"(?:[A-ZŽ] ?/ ?)?(?P<sex>[MF])")


def guess(found: dict[str, Reading], lines: Sequence[TextLine], today: date) -> dict[str, Reading]:
    """Fields that ``found`` lacks: dates where a page has just those of birth, issue and expiry; a letter for sex."""
    guessed: dict[str, Reading] = {}
    if not any(name in found for name in ("birthdate", "issue-date", "expiration-date")):
        guessed |= _guess_dates(lines, today)
    letters = [(line, match) for line in lines if (match := _SEX.fullmatch(line.text.strip()))]
    if "sex" not in found and len({match["sex"] for _, match in letters}) == 1:
        guessed["sex"] = _reading(letters[0][1]["sex"], letters[0][0])
    return guessed


def _guess_dates(lines: Sequence[TextLine], today: date) -> dict[str, Reading]:
    """Of three days the first is of birth, the second of issue, the last of expiry, if that can be."""
    days = {day.value: line for line in lines for day in read_days(line.text) if not day.short}
    if len(days) != 3:
        return {}
    born, issued, expires = sorted(days)
    span = int(expires[:4]) - int(issued[:4])
    if issued > today.isoformat() or not 0 < span <= _YOUNGEST_ISSUE:
        return {}
    named = {"birthdate": born, "issue-date": issued, "expiration-date": expires}
    return {name: _reading(value, days[value]) for name, value in named.items()}


def _reading(value: str, line: TextLine) -> Reading:
    return Reading(value=value, source="visual", confidence=round(_TRUST * line.confidence, 3), box=line.box)
