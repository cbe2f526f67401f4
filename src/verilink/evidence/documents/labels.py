"""Fields of the visual zone: a printed label and the value beside or below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from verilink.evidence.documents.visual_dates import find_date
from verilink.evidence.documents.vocabulary import LABELS, is_label
from verilink.evidence.facts import PageFacts, Quad, Reading, TextLine

_DATES = frozenset({"birthdate", "issue-date", "expiration-date"})
_SEX = re.compile(r"^(?:(?P<male>M|MALE|MASCULIN|MANN|MASC)|(?P<female>F|FEMALE|FEMININ|FEM|W|K))\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?=[A-Z0-9\-]*\d)[A-Z0-9][A-Z0-9\-]{4,19}\b")
_NAME = re.compile(r"^[^\W\d_][^\d_]{1,60}$")
_TRUST = 0.8  # of the recogniser's confidence: a label may belong to another value


@dataclass(frozen=True, slots=True)
class _Place:
    left: float
    right: float
    top: float
    bottom: float

    @property
    def height(self) -> float:
        return max(self.bottom - self.top, 1.0)


def read_labelled(page: PageFacts) -> dict[str, Reading]:
    """Labelled values of a page's text (Latin script). Names, numbers, dates, sex and place of issue."""
    lines = [line for line in page.text if "<<" not in line.text]
    found: dict[str, Reading] = {}
    for line in lines:
        for field, match in _labels_in(line.text):
            if field in found:
                continue
            reading = _value_after(field, line, line.text[match.end() :]) or _value_near(field, line, lines)
            if reading is not None:
                found[field] = reading
    return _drop_contradictions(found)


def _labels_in(text: str) -> list[tuple[str, re.Match[str]]]:
    return [(field, match) for field, pattern in LABELS if (match := pattern.search(text))]


def _value_after(field: str, line: TextLine, rest: str) -> Reading | None:
    value = _accept(field, rest.strip(" :.-/"))
    return None if value is None else _reading(value, line)


def _value_near(field: str, label: TextLine, lines: list[TextLine]) -> Reading | None:
    """The nearest line right of or below the label that is of the field's kind and no label itself."""
    near = sorted((distance, line.text, line) for line in lines if (distance := _distance(label, line)) is not None)
    for _, _, line in near[:4]:
        value = None if is_label(line.text) else _accept(field, line.text)
        if value is not None:
            return _reading(value, line)
    return None


def _reading(value: str, line: TextLine) -> Reading:
    return Reading(value=value, source="visual", confidence=round(line.confidence * _TRUST, 3), box=line.box)


def _distance(label: TextLine, line: TextLine) -> float | None:
    """In label heights; ``None`` unless ``line`` is on the same row to the right, or below and overlapping."""
    if line is label:
        return None
    here, there = _place(label.box), _place(line.box)
    down = there.top - here.bottom
    same_row = abs((here.top + here.bottom) - (there.top + there.bottom)) < here.height
    if same_row and there.left > here.right - here.height:
        gap = (there.left - here.right) / here.height
        return gap if gap < 12 else None
    below = -0.5 * here.height < down < 3.5 * here.height
    overlapping = there.left < here.right and there.right > here.left - here.height
    return (
        max(down, 0.0) / here.height + abs(there.left - here.left) / (8 * here.height)
        if below and overlapping
        else None
    )


def _place(box: Quad) -> _Place:
    xs, ys = [x for x, _ in box.points], [y for _, y in box.points]
    return _Place(min(xs), max(xs), min(ys), max(ys))


def _accept(field: str, text: str) -> str | None:
    """The value ``text`` holds for ``field``, normalised, or ``None`` when it is of another kind."""
    if field in _DATES:
        return find_date(text)
    if field == "sex":
        match = _SEX.search(text)
        return None if match is None else "M" if match["male"] else "F"
    if field in ("identification-number", "document-number"):
        number = _NUMBER.search(text.upper())
        return number.group(0) if number and find_date(text) is None else None
    clean = text.strip(" .,:;-")
    if "/" in clean:  # labels in two languages have one, names do not
        return None
    return clean if len(clean) >= 2 and _NAME.match(clean) and not is_label(clean) else None


def _drop_contradictions(found: dict[str, Reading]) -> dict[str, Reading]:
    """Dates in an impossible order were assigned wrongly: none of them is given then."""
    order = [name for name in ("birthdate", "issue-date", "expiration-date") if name in found]
    values = [date.fromisoformat(found[name].value) for name in order]
    if values != sorted(values) or len(set(values)) < len(values):
        return {name: reading for name, reading in found.items() if name not in order}
    return found
