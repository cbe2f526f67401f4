"""What kind of document it is and who issued it, each with the reason."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from verilink.evidence.documents.barcodes.issuers import ISSUERS
from verilink.evidence.documents.mrz.countries import to_alpha_2
from verilink.evidence.documents.titles import COUNTRIES, TITLES
from verilink.evidence.facts import BarcodeFacts, MrzFacts, PageFacts


@dataclass(frozen=True, slots=True)
class Classified:
    """``id_class``: ``pp``, ``dl``, …; ``country``: ISO 3166-1 alpha-2; ``subdivision``: without the country."""

    id_class: str | None = None
    country: str | None = None
    subdivision: str | None = None
    reasons: tuple[str, ...] = ()


def classify(pages: tuple[PageFacts, ...]) -> Classified:
    """Classify a document from the facts of its pages: barcode, then machine-readable zone, then printed titles."""
    for page in pages:
        for barcode in page.barcodes:
            found = _by_barcode(barcode)
            if found is not None:
                return found
    text = " \n".join(line.text for page in pages for line in page.text)
    for page in pages:
        if page.mrz is not None:
            return _by_zone(page.mrz, text)
    return _by_text(text)


def _by_barcode(barcode: BarcodeFacts) -> Classified | None:
    if barcode.layout == "aamva":
        place = ISSUERS.get(barcode.issuer or "", "")
        country, _, subdivision = place.partition("-")
        kind = "id" if _is_identification_card(barcode) else "dl"
        reason = f"AAMVA barcode of issuer {barcode.issuer}" + (f" ({place})" if place else "")
        return Classified(kind, country or None, subdivision or None, (reason,))
    if barcode.layout != "unknown":
        return Classified("id", barcode.issuer, None, (f"national barcode layout {barcode.layout}",))
    return None


def _is_identification_card(barcode: BarcodeFacts) -> bool:
    return bool(re.search(rb"ANSI ?\d{8,12}ID", base64.b64decode(barcode.content)[:40]))


def _by_zone(zone: MrzFacts, text: str) -> Classified:
    issuer = zone.fields.get("issuer", "")
    country = to_alpha_2(issuer)
    id_class, reason = _class_of_code(zone, text)
    reasons = (reason, f"issuing state {issuer} in the machine-readable zone")
    return Classified(id_class, country, None, reasons)


def _class_of_code(zone: MrzFacts, text: str) -> tuple[str, str]:
    """Document codes: ICAO Doc 9303 parts 4 to 7; second letters as issuers use them."""
    code, issuer = zone.fields.get("document-code", ""), zone.fields.get("issuer", "")
    reason = f"document code {code or '?'} of a {zone.format} zone"
    if zone.format in ("MRVA", "MRVB"):
        return "visa", reason
    if zone.format.startswith("EDL"):
        return "dl", reason
    if zone.format == "TD3" or code.startswith("P"):
        return "pp", reason
    if issuer == "USA" and code in ("C1", "C2"):
        return "pr", reason
    if issuer == "USA" and code == "IP":
        return "ppc", reason
    if code in ("IR", "AR", "RP", "RT", "TR", "IT", "CR") or code.startswith("AR"):
        return "rp", reason
    titled = _find_title(text)
    if titled is not None and titled[0] in ("rp", "pr", "wp", "dl", "cid"):
        return titled[0], f"{reason}; title {titled[1]!r}"
    return "id", reason


def _find_title(text: str) -> tuple[str, str] | None:
    plain = text.upper()
    for id_class, pattern in TITLES:
        found = pattern.search(plain)
        if found:
            return id_class, found.group(0)
    return None


def _by_text(text: str) -> Classified:
    titled = _find_title(text)
    place = next(
        ((country, found.group(0)) for country, pattern in COUNTRIES if (found := pattern.search(text.upper()))), None
    )
    reasons = []
    if titled:
        reasons.append(f"title {titled[1]!r}")
    if place:
        reasons.append(f"country name {place[1]!r}")
    country, _, subdivision = (place[0] if place else "").partition("-")
    return Classified(titled[0] if titled else None, country or None, subdivision or None, tuple(reasons))
