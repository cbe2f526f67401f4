"""One answer per field from everything that was read: barcode first, then the zone, then the printed text."""

from __future__ import annotations

from datetime import date

import msgspec

from verilink.evidence.documents.barcodes.licence_fields import find_truncated, read_licence
from verilink.evidence.documents.echoes import find_echoes, find_issue_date
from verilink.evidence.documents.mrz.countries import to_alpha_2
from verilink.evidence.documents.mrz.layouts import LAYOUTS
from verilink.evidence.documents.visual.names import split_given
from verilink.evidence.documents.visual.read import read_print
from verilink.evidence.facts import BarcodeFacts, Doubt, MrzFacts, PageFacts, Quad, Reading, Repair, Source

_ORDER: tuple[Source, ...] = ("barcode", "mrz", "visual")


def merge_fields(pages: tuple[PageFacts, ...], today: date, country: str | None = None) -> dict[str, Reading]:
    """Fields of a document, keyed as ``DocumentFacts.fields``; what other sources say is kept as alternatives.

    ``country``: who issued it (ISO 3166-1 alpha-2); tells in which order the digits of printed dates come.
    """
    coded: dict[str, list[Reading]] = {}
    for page in pages:
        for found in (*map(_from_barcode, page.barcodes), _from_zone(page.mrz)):
            for name, reading in found.items():
                coded.setdefault(name, []).append(reading)
    stated = {name: _choose(found).value for name, found in coded.items()}
    printed = _read_print(pages, stated, today, country)
    names = (*coded, *(name for name in printed if name not in coded))
    both = {name: [*coded.get(name, ()), *((printed[name],) if name in printed else ())] for name in names}
    return _drop_misplaced({name: _choose(found) for name, found in both.items()})


def _read_print(
    pages: tuple[PageFacts, ...], stated: dict[str, str], today: date, country: str | None
) -> dict[str, Reading]:
    """One reading per field: where the print says what the code says, else by its label, the front first."""
    printed: dict[str, Reading] = {}
    for page in reversed(pages):
        printed |= _split_names(read_print(page, today, country, numbered="identification-number" in stated))
    for page in reversed(pages):
        printed |= find_echoes(page.text, stated)
    text = tuple(line for page in pages for line in page.text)
    issued = None if "issue-date" in printed or "issue-date" in stated else find_issue_date(text, stated, today)
    return printed if issued is None else {**printed, "issue-date": issued}


def _split_names(printed: dict[str, Reading]) -> dict[str, Reading]:
    """Given names as a zone and a barcode have them: the first, and the others."""
    given = printed.get("name-first")
    if given is None:
        return printed
    first, middle = split_given(given.value)
    parts = {"name-first": first, "name-middle": middle}
    return printed | {name: msgspec.structs.replace(given, value=value) for name, value in parts.items() if value}


def _drop_misplaced(fields: dict[str, Reading]) -> dict[str, Reading]:
    """Leave out a printed date of issue that is really another date of the document."""
    issued, expires, born = (fields.get(name) for name in ("issue-date", "expiration-date", "birthdate"))
    if issued is None or issued.source != "visual":
        return fields
    wrong = (expires is not None and issued.value >= expires.value) or (born is not None and issued.value <= born.value)
    return {name: reading for name, reading in fields.items() if name != "issue-date" or not wrong}


def _choose(found: list[Reading]) -> Reading:
    ranked = sorted(found, key=lambda reading: (_ORDER.index(reading.source), reading.repaired, -reading.confidence))
    best, *rest = ranked
    return Reading(
        value=best.value,
        source=best.source,
        confidence=best.confidence,
        box=best.box,
        repaired=best.repaired,
        truncated=best.truncated,
        alternatives=tuple((other.source, other.value) for other in rest),
    )


def _from_barcode(barcode: BarcodeFacts) -> dict[str, Reading]:
    cut = find_truncated(barcode.fields) if barcode.layout == "aamva" else frozenset()
    if barcode.layout == "aamva":
        fields = read_licence(barcode.fields, barcode.issuer)
    elif barcode.layout == "unknown":
        return {}
    else:
        fields = {**barcode.fields, "issuing-country": barcode.issuer or ""}
    return {
        name: Reading(value=value, source="barcode", confidence=1.0, box=barcode.box, truncated=name in cut)
        for name, value in fields.items()
        if value
    }


def _from_zone(zone: MrzFacts | None) -> dict[str, Reading]:
    if zone is None:
        return {}
    return {
        name: Reading(
            value=value,
            source="mrz",
            confidence=_confidence(zone, name),
            box=_box(zone, name),
            repaired=_is_touched(zone, name, zone.repaired),
        )
        for name, value in _plain(zone.fields).items()
        if value
    }


def _plain(fields: dict[str, str]) -> dict[str, str]:
    first, _, middle = fields.get("name-first", "").partition(" ")
    issuer, nationality = fields.get("issuer", ""), fields.get("nationality", "")
    return {
        "name-last": fields.get("name-last", ""),
        "name-first": first,
        "name-middle": middle,
        "birthdate": fields.get("birthdate", ""),
        "expiration-date": fields.get("expiration-date", ""),
        "identification-number": fields.get("document-number", ""),
        "document-number": fields.get("document-number", ""),
        "nationality": to_alpha_2(nationality) or nationality,
        "sex": fields.get("sex", ""),
        "issuing-country": to_alpha_2(issuer) or issuer,
    }


_SPANS = {
    "name-last": "name",
    "name-first": "name",
    "name-middle": "name",
    "identification-number": "document-number",
    "issuing-country": "issuer",
}
_CHECKS = {
    "identification-number": "document-number",
    "document-number": "document-number",
    "birthdate": "birthdate",
    "expiration-date": "expiration-date",
}


def _confidence(zone: MrzFacts, name: str) -> float:
    """The zone's, halved where a check digit says the value is wrong and where a character was a close call."""
    holds = zone.check_digits.get(_CHECKS.get(name, ""), True)
    doubted = _is_touched(zone, name, zone.doubts)
    return round(zone.confidence * (1.0 if holds else 0.5) * (0.5 if doubted else 1.0), 3)


def _box(zone: MrzFacts, name: str) -> Quad | None:
    """The part of a line's box that a field covers: the font is of fixed pitch."""
    if zone.format == "OTHER":
        return None
    layout = LAYOUTS[zone.format]
    span = layout.fields.get(_SPANS.get(name, name))
    if span is None or span.line >= len(zone.boxes):
        return None
    corners = zone.boxes[span.line].points
    start, end = span.start / layout.width, span.end / layout.width
    return Quad(
        points=(
            _between(corners[0], corners[1], start),
            _between(corners[0], corners[1], end),
            _between(corners[3], corners[2], end),
            _between(corners[3], corners[2], start),
        )
    )


def _between(first: tuple[float, float], second: tuple[float, float], share: float) -> tuple[float, float]:
    return (
        round(first[0] + (second[0] - first[0]) * share, 1),
        round(first[1] + (second[1] - first[1]) * share, 1),
    )


def _is_touched(zone: MrzFacts, name: str, characters: tuple[Repair, ...] | tuple[Doubt, ...]) -> bool:
    """Whether one of the repaired or doubtful characters lies in the field ``name``."""
    if zone.format == "OTHER":
        return bool(characters)
    span = LAYOUTS[zone.format].fields.get(_SPANS.get(name, name))
    return span is not None and any(one.line == span.line and span.start <= one.column < span.end for one in characters)
