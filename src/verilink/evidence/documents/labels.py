"""Fields of the visual zone: a printed label and the value beside or below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from verilink.evidence.documents.mrz.countries import to_alpha_2
from verilink.evidence.documents.visual_dates import find_date
from verilink.evidence.documents.vocabulary import LABELS, is_label
from verilink.evidence.facts import PageFacts, Quad, Reading, TextLine

_DATES = frozenset({"birthdate", "issue-date", "expiration-date"})
_SEX = re.compile(r"^(?:(?P<male>M|MALE|MASCULIN|MANN|MASC)|(?P<female>F|FEMALE|FEMININ|FEM|W|K))\b", re.IGNORECASE)
_NUMBER = re.compile(r"\b(?=[A-Z0-9\-]*\d)[A-Z0-9][A-Z0-9\-]{4,19}\b")
_NAME = re.compile(r"^[^\W\d_][^\d_]{1,60}$")
_HEIGHT = re.compile(
    r"\b(?:[12][.,]\d{2} ?M|[12]\d{2} ?CM|[4-7]\W?\s?[-' ]\s?\d{1,2}\W*|\d{2,3} IN)(?!\w)", re.IGNORECASE
)
_CLASS = re.compile(r"^[A-Z][A-Z0-9]?(?:[ ,/]+[A-Z][A-Z0-9]?)*(?!\w)")
_ADDRESS = re.compile(r"(?=.*\d)(?=.*[^\W\d_]{3})")
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
    """Labelled values of a page's text (Latin script): ``vocabulary`` says of which fields."""
    lines = [line for line in page.text if "<<" not in line.text]
    found: dict[str, Reading] = {}
    for line in lines:
        for field, match in _labels_in(line.text):
            if field in found:
                continue
            reading = _value_after(field, line, line.text[match.end() :]) or _value_near(field, line, lines)
            if reading is not None:
                found[field] = reading
    return drop_contradictions(found)


def _labels_in(text: str) -> list[tuple[str, re.Match[str]]]:
    return [(field, match) for field, pattern in LABELS if (match := pattern.search(text))]


def _value_after(field: str, line: TextLine, rest: str) -> Reading | None:
    value = accept(field, rest.strip(" :.-/"))
    return None if value is None else _reading(value, line)


def _value_near(field: str, label: TextLine, lines: list[TextLine]) -> Reading | None:
    """The nearest line right of or below the label that is of the field's kind and no label itself."""
    near = sorted((distance, line.text, line) for line in lines if (distance := _distance(label, line)) is not None)
    for _, _, line in near[:4]:
        value = None if is_label(line.text) else accept(field, line.text)
        if value is not None:
            return _reading(value, line)
    return None


def find_beside(label: TextLine, lines: tuple[TextLine, ...]) -> TextLine | None:
    """The nearest line on the same row, right of ``label``."""
    here = _place(label.box)
    beside = [line for line in lines if _place(line.box).left > here.right - here.height and _is_level(here, line)]
    return min(beside, key=lambda line: _place(line.box).left, default=None)


def _is_level(here: _Place, line: TextLine) -> bool:
    there = _place(line.box)
    return abs((here.top + here.bottom) - (there.top + there.bottom)) < here.height


def _reading(value: str, line: TextLine) -> Reading:
    return Reading(value=value, source="visual", confidence=round(line.confidence * _TRUST, 3), box=line.box)


def _distance(label: TextLine, line: TextLine) -> float | None:
    """In label heights; ``None`` unless ``line`` is on the same row to the right, or below and overlapping."""
    if line is label:
        return None
    here, there = _place(label.box), _place(line.box)
    down = there.top - here.bottom
    if _is_level(here, line) and there.left > here.right - here.height:
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


def accept(field: str, text: str) -> str | None:
    """The value ``text`` holds for ``field``, normalised, or ``None`` when it is of another kind."""
    if field in _DATES:
        return find_date(text)
    if field == "sex":
        match = _SEX.search(text)
        return None if match is None else "M" if match["male"] else "F"
    if field in ("identification-number", "document-number"):
        number = _NUMBER.search(text.upper())
        return number.group(0) if number and find_date(text) is None else None
    if field == "nationality":
        return to_alpha_2(text.strip(" .,:;").upper())
    if field in _KINDS:
        return _accept_kind(_KINDS[field], text.strip(" .,:;"))
    clean = text.strip(" .,:;-")
    if "/" in clean:  # labels in two languages have one, names do not
        return None
    named = len(clean) >= 2 and _NAME.match(clean) and not is_label(clean)
    return clean if named and (field not in _NAMES or _is_written_as_name(clean)) else None


_NAMES = frozenset({"name-last", "name-first"})
_KINDS = {"height": _HEIGHT, "vehicle-class": _CLASS, "address-street-1": _ADDRESS}


def _accept_kind(kind: re.Pattern[str], text: str) -> str | None:
    match = kind.search(text)
    if match is None or (kind is _ADDRESS and is_label(text)):
        return None
    return text[:120] if kind is _ADDRESS else match.group(0).strip()


def _is_written_as_name(text: str) -> bool:
    """Every word in capitals or with a capital first (particles aside): small print misread as words is seldom so."""
    words = [word for word in re.split(r"[\s,.\-]+", text) if word]
    return bool(words) and words[0][0].isupper() and all(word[0].isupper() or len(word) <= 3 for word in words)


def drop_contradictions(found: dict[str, Reading]) -> dict[str, Reading]:
    """``found`` without its dates when their order is impossible: then they were assigned wrongly."""
    order = [name for name in ("birthdate", "issue-date", "expiration-date") if name in found]
    values = [date.fromisoformat(found[name].value) for name in order]
    if values != sorted(values) or len(set(values)) < len(values):
        return {name: reading for name, reading in found.items() if name not in order}
    return found
