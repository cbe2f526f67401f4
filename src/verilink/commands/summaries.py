"""Facts as the command line prints them: one flat JSON object with snake-case keys."""

from __future__ import annotations

from typing import Any

import msgspec

from verilink.evidence.facts import BarcodeFacts, DocumentFacts, FaceFacts, MrzFacts, PageFacts
from verilink.kit.inflection import to_snake


def plain(value: Any) -> Any:
    """Facts as plain values; keys of our own in snake case, keys of read fields as they are on the wire."""
    return _snake(msgspec.to_builtins(value))


def _snake(value: Any) -> Any:
    if isinstance(value, dict):
        return {to_snake(key): item if key == "fields" else _snake(item) for key, item in value.items()}
    return [_snake(item) for item in value] if isinstance(value, (list, tuple)) else value


def document_summary(facts: DocumentFacts) -> dict[str, Any]:
    """What was seen of a document: zone, barcode, fields, faces and quality, each with boxes and confidence."""
    return {
        "id_class": facts.id_class,
        "country_code": facts.country_code,
        "subdivision": facts.subdivision,
        "reasons": list(facts.reasons),
        "mrz": _first_zone(facts),
        "barcode": _best_barcode(facts),
        "fields": {name: _field(reading) for name, reading in facts.fields.items()},
        "faces": [
            face_summary(face) | {"page": name, "portrait": face == facts.portrait}
            for name, page in facts.pages.items()
            for face in page.faces
        ],
        "quality": {name: plain(page.quality) for name, page in facts.pages.items()},
        "pages": {name: _page(page) for name, page in facts.pages.items()},
        "models": facts.models,
        "code_version": facts.code_version,
    }


def _field(reading: Any) -> dict[str, Any]:
    defaults = {"confidence": reading.confidence, "box": None, "repaired": False, "alternatives": []}
    return defaults | dict(plain(reading))


def _first_zone(facts: DocumentFacts) -> dict[str, Any] | None:
    for name, page in facts.pages.items():
        if page.mrz is not None:
            return zone_summary(page.mrz) | {"page": name}
    return None


def zone_summary(zone: MrzFacts) -> dict[str, Any]:
    """A machine-readable zone. ``valid``: every check digit holds as read, nothing was repaired."""
    return {
        "format": zone.format,
        "lines": list(zone.lines),
        "repaired": [plain(repair) for repair in zone.repaired],
        "check_digits": dict(zone.check_digits),
        "valid": bool(zone.check_digits) and all(zone.check_digits.values()) and not zone.repaired,
        "fields": dict(zone.fields),
        "confidence": zone.confidence,
        "boxes": [plain(box) for box in zone.boxes],
    }


def _best_barcode(facts: DocumentFacts) -> dict[str, Any] | None:
    found = [(name, code) for name, page in facts.pages.items() for code in page.barcodes]
    known = [(name, code) for name, code in found if code.layout != "unknown"]
    for name, code in known or found:
        return barcode_summary(code) | {"page": name}
    return None


def barcode_summary(code: BarcodeFacts) -> dict[str, Any]:
    """A barcode with its content and what it says. ``confidence`` is 1: a barcode decodes exactly or not at all."""
    return {"confidence": 1.0, "problems": [], "fields": {}, "box": None} | dict(plain(code))


def face_summary(face: FaceFacts) -> dict[str, Any]:
    """A face without its embedding, which is nobody's to print."""
    return {key: value for key, value in plain(face).items() if key != "embedding"}


def _page(page: PageFacts) -> dict[str, Any]:
    shown = plain(page)
    for heavy in ("faces", "mrz", "quality"):
        shown.pop(heavy, None)
    return dict(shown)
