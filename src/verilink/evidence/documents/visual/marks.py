"""Every caption of a page with where it stands and what follows it on its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from verilink.evidence.documents.visual.captions import Caption, find_captions
from verilink.evidence.documents.visual.codes import choose_codes, find_codes
from verilink.evidence.documents.visual.places import Place
from verilink.evidence.facts import TextLine

# The number of the next field may have been run into the value before it.
_NEXT_CODES = {
    "vehicle-class": "9",
    "issue-date": "4a",
    "expiration-date": "4b",
    "identification-number": "4d",
    "birthdate": "3",
    "sex": "15",
    "height": "16",
    "other": "9a|12|18|17|19|5",
    "address-street-1": "8",
}
_CODE_SURE = 0.97
_GUESSED = 0.7
_STUCK = re.compile(
    r"(?<=[A-Z\d\"a-z])(?=(?:HAIR|EYES|HGT|WGT|DOB|ISS|Iss|EXP|CLASS|SEX)\b)"
    r"|(?<=\bSEX [MFX])(?=HAIR|HGT|EYES|1[5-8]\b)|(?<=\bCLASS [A-Z])(?=END\b|REST|RSTR)|(?<=NONE)(?=\d)"
    r"|(?<=\d{4})(?=4[a-d] )"
)
_MISREAD = ((re.compile(r"\b4a ?[lI1]ss\b"), "4a ISS"), (re.compile(r"\bD0B\b"), "DOB"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A caption. ``line``: its number; ``rest``: the text behind it, up to the next; ``coded``: a number, no word.

    ``whole``: all of its line, when it is the only caption there and the lesser part.
    """

    field: str
    line: int
    place: Place
    rest: str
    sure: float
    coded: bool = False
    whole: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """A line without a caption."""

    line: int
    place: Place
    text: str


def find_marks(lines: Sequence[TextLine], places: Sequence[Place]) -> tuple[list[Mark], list[Item]]:
    """Captions and the other lines."""
    texts = [_unstick(line.text) for line in lines]
    codes = choose_codes(texts)
    marks: list[Mark] = []
    items: list[Item] = []
    for number, text in enumerate(texts):
        found = _on_line(text, codes)
        if not found:
            items.append(Item(number, places[number], text))
        marks += [_mark(text, found, at, number, places[number], numbered=bool(codes)) for at in range(len(found))]
    return _resolve([*marks, *_unnumbered(marks, items)] if codes else marks), items


def _unnumbered(marks: list[Mark], items: list[Item]) -> list[Mark]:
    """The surname of a numbered card whose "1" was not seen: it stands above the given names."""
    given = next((mark for mark in marks if mark.coded and mark.field == "name-first" and mark.rest.strip()), None)
    if given is None or any(mark.field == "name-last" for mark in marks):
        return []
    for item in items:
        up = (given.place.top - item.place.bottom) / item.place.height
        if -0.3 < up < 1.2 and abs(item.place.left - given.place.left) < 2 * item.place.height:
            return [Mark("name-last", item.line, item.place, item.text, _GUESSED)]
    return []


def _unstick(text: str) -> str:
    """American captions that lost the space before them get it back."""
    for pattern, meant in _MISREAD:
        text = pattern.sub(meant, text)
    return _STUCK.sub(" ", text)


def _on_line(text: str, codes: dict[str, str]) -> list[tuple[Caption, bool]]:
    """Captions of a line, ``True`` with those that are numbers; a number before a word is part of the word's."""
    words = [one for one in find_captions(text) if not _is_inside_value(text, one)]
    words = words[:1] if words and words[0].sure < 0.8 else words
    found = [(one, False) for one in words]
    for field, start, end in find_codes(text, codes):
        if not any(one.end > start and not any(map(str.isalpha, text[end : one.start])) for one in words):
            found.append((Caption((field,), start, end, _CODE_SURE), True))
    return sorted(found, key=lambda pair: pair[0].start)


def _is_inside_value(text: str, caption: Caption) -> bool:
    """A short word behind others that are no caption: a name may hold one."""
    before = text[: caption.start]
    return caption.end - caption.start < 9 and sum(map(str.isalpha, before)) >= 3 and not find_captions(before)


def _mark(text: str, found: list[tuple[Caption, bool]], at: int, number: int, place: Place, *, numbered: bool) -> Mark:
    caption, coded = found[at]
    end = found[at + 1][0].start if at + 1 < len(found) else len(text)
    rest = text[caption.end : end]
    if at + 1 < len(found) and numbered:
        following = _NEXT_CODES.get(found[at + 1][0].fields[0])
        rest = re.sub(rf"[\s|,;]*(?:{following})[.,]?\s*$", "", rest) if following else rest
    size = max(len(text), 1)
    field = caption.fields[0] if len(caption.fields) == 1 else "other"
    lesser = len(found) == 1 and not coded and 2 * (caption.end - caption.start) < len(text) and ":" not in text
    part = place.part(caption.start / size, caption.end / size)
    return Mark(field, number, part, rest, caption.sure, coded, text if lesser else "")


def _resolve(marks: list[Mark]) -> list[Mark]:
    """ "Name" is what is left: the surname beside given names, the given names beside a surname, else all of it."""
    fields = {mark.field for mark in marks}
    other = "name-last" if "name-first" in fields else "name-first" if "name-last" in fields else "name-full"
    alone = "name-first" in fields and not fields & {"name-last", "name-weak", "name-full"}
    found = []
    for mark in marks:
        if mark.field == "name-weak":
            found.append(replace(mark, field=other))
        else:
            found.append(replace(mark, sure=0.8 * mark.sure) if alone and mark.field == "name-first" else mark)
    return found
