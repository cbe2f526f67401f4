"""What kind of document it is and who issued it, each with the reason."""

from __future__ import annotations

import base64
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from verilink.evidence.documents.barcodes.issuers import ISSUERS
from verilink.evidence.documents.mrz.countries import to_alpha_2
from verilink.evidence.documents.titles import COUNTRIES, NATIVE, SIGNS, SUBDIVISIONS, TITLES, TOWN_END
from verilink.evidence.documents.visual.folding import fold
from verilink.evidence.facts import BarcodeFacts, MrzFacts, PageFacts

_MOSTLY = 0.4  # of the letters
_TOWN = re.compile(TOWN_END)


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
    lines = [line.text for page in pages for line in page.text]
    text = " \n".join(lines)
    for page in pages:
        if page.mrz is not None:
            return _by_zone(page.mrz, text)
    return _by_text(lines)


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
    plain = fold(text)
    for id_class, pattern in TITLES:
        found = pattern.search(plain)
        if found:
            return id_class, found.group(0)
    return None


def _by_text(lines: list[str]) -> Classified:
    """From print alone: titles, names of states, and what only one state prints."""
    text = " \n".join(lines)
    titled = _find_title(text)
    reasons = [f"title {titled[1]!r}"] if titled else []
    named, why = _find_place(lines, titled[0] if titled else None)
    country, _, subdivision = named.partition("-")
    id_class = titled[0] if titled else None
    return Classified(id_class, country or None, subdivision or None, (*reasons, *why, *_other_script(text)))


def _other_script(text: str) -> tuple[str, ...]:
    """That most of the print is in a script whose captions are not known, so that its fields are not read."""
    scripts = Counter(unicodedata.name(sign, "").split(" ")[0] for sign in text if sign.isalpha())
    script, count = next(iter(scripts.most_common(1)), ("", 0))
    other = script in ("CYRILLIC", "GREEK") and count > _MOSTLY * scripts.total()
    return (f"print in {script.capitalize()} letters, whose captions are not read",) if other else ()


def _find_place(lines: list[str], id_class: str | None) -> tuple[str, tuple[str, ...]]:
    """``("US-CA", reasons)``; empty when nothing tells."""
    plain = [fold(line) for line in lines]
    whole = " \n".join(plain)
    if id_class in ("dl", "id") and (found := _find_subdivision(plain)):
        return found
    for table, what in ((COUNTRIES, "country name"), (NATIVE, "title in the language of")):
        for country, pattern in table:
            if match := pattern.search(whole):
                reason = f"{what} {match[0]!r}" if table is COUNTRIES else f"title {match[0]!r} of {country} alone"
                return country, (reason,)
    if id_class == "dl" and (sign := next((line.strip() for line in plain[:6] if line.strip() in SIGNS), None)):
        return SIGNS[sign], (f"distinguishing sign {sign!r}",)
    return "", ()


def _find_subdivision(plain: list[str]) -> tuple[str, tuple[str, ...]] | None:
    """A state or province named in a title: by itself, or beside what the document is; else of the only address."""
    for line in plain:
        titled = any(pattern.search(line) for _, pattern in TITLES)
        for place, pattern in SUBDIVISIONS:
            match = pattern.search(line)
            if match and (titled or len(match[0]) >= 0.6 * len(line.strip()) or "STATE OF" in line):
                return place, (f"name of the state {match[0]!r}",)
    homes = {home for line in plain if (home := _home(line)) is not None}
    if len(homes) == 1 and any("LICEN" in line or "IDENTIFICATION" in line for line in plain):
        known = homes.pop()
        return known, (f"address in {known}",)
    return None


def _home(line: str) -> str | None:
    match = _TOWN.search(line)
    if match is None:
        return None
    country = "US" if match["postal"][0].isdigit() else "CA"
    place = f"{country}-{match['region']}"
    return place if any(place == known for known, _ in SUBDIVISIONS) else None
