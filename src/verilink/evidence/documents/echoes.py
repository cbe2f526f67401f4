"""Values of the visual zone that a machine-readable zone or barcode gives away.

Labels are printed small and are the first thing to be misread; values are printed large. So what the code says is
looked for among the printed lines: where it stands, the print agrees, and says how the holder writes their name. Print
that was changed has no echo, and what its label says then stands against the code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from verilink.evidence.documents.visual.strip import strip_label
from verilink.evidence.documents.visual_dates import list_dates
from verilink.evidence.facts import Reading, TextLine
from verilink.kit.text import names_agree

_DATES = ("birthdate", "expiration-date", "issue-date")
_NUMBERS = ("identification-number", "document-number")
_SURE = 0.95  # of likeness: one slip of the reader in a long name
_LEAST_NUMBER = 5  # characters: shorter ones occur by chance
_LONGEST_VALID = 16  # years
_GUESSED = 0.5  # of the recogniser's confidence: an issue date is only the one date left over


def find_echoes(lines: tuple[TextLine, ...], stated: Mapping[str, str]) -> dict[str, Reading]:
    """Printed readings of ``stated`` values (keys as ``DocumentFacts.fields``), as they are printed."""
    printed = [line for line in lines if "<" not in line.text]
    found = dict(_names(printed, stated))
    for key in _DATES:
        line = next((line for line in printed if stated.get(key) in list_dates(line.text)), None)
        if line is not None:
            found[key] = _reading(stated[key], line)
    for key in _NUMBERS:
        line = next((line for line in printed if _holds_number(line.text, stated.get(key, ""))), None)
        if line is not None:
            found[key] = _reading(stated[key], line)
    return found


def find_issue_date(lines: tuple[TextLine, ...], stated: Mapping[str, str], today: date) -> Reading | None:
    """The only printed date after birth and before expiry that is no other's; ``None`` when there are more or none."""
    born, expires = stated.get("birthdate", ""), stated.get("expiration-date", "")
    if not born or not expires:
        return None
    until = min(expires, today.isoformat())
    since = max(born, f"{int(expires[:4]) - _LONGEST_VALID:04d}{expires[4:]}")
    left = {}
    for line in lines:
        dates = list_dates(line.text)
        if "<" not in line.text and dates and not dates & {born, expires}:
            left.update({value: line for value in dates if since < value <= until and value < expires})
    if len(left) != 1:
        return None
    ((value, line),) = left.items()
    return _reading(value, line, _GUESSED)


def _names(printed: list[TextLine], stated: Mapping[str, str]) -> Iterator[tuple[str, Reading]]:
    last, given = stated.get("name-last", ""), f"{stated.get('name-first', '')} {stated.get('name-middle', '')}".strip()
    surname = _best_name(printed, last)
    if surname is not None:
        yield "name-last", _reading(surname[0], surname[1])
    forenames = _best_name(printed, given)
    if forenames is not None:
        # A single letter before the names is what is left of a label.
        words = [word for word in forenames[0].split() if len(word) > 1 or word.upper() in given.upper().split()]
        first, _, middle = " ".join(words).partition(" ")
        if first:
            yield "name-first", _reading(first, forenames[1])
        if middle and stated.get("name-middle"):
            yield "name-middle", _reading(middle, forenames[1])


def _best_name(printed: list[TextLine], name: str) -> tuple[str, TextLine] | None:
    """The printed piece that is most like ``name`` and has as many letters, but for one in four."""
    if sum(map(str.isalpha, name)) < 2:
        return None
    pieces = ((piece, line) for line in printed for piece in _pieces(line.text) if _is_as_long(piece, name))
    rated = [(names_agree(piece, name)[1], -at, piece, line) for at, (piece, line) in enumerate(pieces)]
    score, _, piece, line = max(rated, default=(0.0, 0, "", None), key=lambda one: one[:2])
    return (piece, line) if line is not None and score >= _SURE else None


def _pieces(text: str) -> Iterator[str]:
    """What may be a name of its own: the line, without its label, and its parts between slashes and commas."""
    bare = strip_label(text)
    for whole in dict.fromkeys((bare, text)):
        yield from dict.fromkeys(
            part.strip(" .,:;*-") for part in (whole, *re.split(r"[/,|]", whole)) if any(map(str.isalpha, part))
        )


def _is_as_long(piece: str, name: str) -> bool:
    here, there = (sum(map(str.isalpha, text)) for text in (piece, name))
    return abs(here - there) <= max(1, there // 4) and not any(map(str.isdigit, piece))


def _holds_number(text: str, number: str) -> bool:
    plain = re.sub(r"[^A-Z0-9]", "", number.upper())
    return len(plain) >= _LEAST_NUMBER and plain in re.sub(r"[^A-Z0-9]", "", text.upper())


def _reading(value: str, line: TextLine, trust: float = 1.0) -> Reading:
    return Reading(value=value, source="visual", confidence=round(line.confidence * trust, 3), box=line.box)
