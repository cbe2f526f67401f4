"""Which layout a barcode's bytes have, and what they say."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from verilink.evidence.documents.barcodes import aamva, national

LayoutName = Literal["aamva", "unknown", "za-id", "co-id", "ar-dni"]


@dataclass(frozen=True, slots=True)
class Interpreted:
    """``fields``: AAMVA element ids, or plain names of national layouts. ``problems``: departures from the layout."""

    layout: LayoutName = "unknown"
    version: int | None = None
    issuer: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    problems: tuple[str, ...] = ()


def interpret(data: bytes) -> Interpreted:
    """Interpret the raw bytes of a symbol; never raises, unknown content stays ``unknown``."""
    licence = aamva.parse(data)
    if licence is not None:
        return Interpreted("aamva", licence.version, licence.issuer, licence.elements, licence.problems)
    for layout, parse in national.PARSERS.items():
        fields = parse(data)
        if fields:
            return Interpreted(layout, None, national.ISSUERS[layout], fields)
    return Interpreted()
