"""Signs that the picture shows something else than the document itself. Advisory: each misses a careful forgery."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verilink.checks.case import GovernmentIdCase
from verilink.checks.editors import EDITOR
from verilink.checks.government_id.expectations import barcodes_of
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable, passed
from verilink.evidence.facts import BarcodeFacts, DocumentFacts, PageFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
# What issuers print across specimens, and codes that name no issuer (ICAO Doc 9303-3, section 5): an example
# state, and a nationality that is not stated.
_SPECIMEN = re.compile(r"\b(?:SPECIMEN|SPÉCIMEN|ESP[ÉE]CIMEN|NOT VALID|UNGÜLTIG|SAMPLE ONLY|VZOR)\b")
_NO_ISSUERS = frozenset({"UTO", "XXX"})


def _pages(facts: DocumentFacts, case: GovernmentIdCase) -> list[PageFacts]:
    return [facts.pages[name] for name in case.pages_required if name in facts.pages]


def _replica(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    pages = _pages(facts, case)
    if not pages or any(page.error is not None for page in pages):
        return failed("unprocessable")
    measured = [page.quality.grid for page in pages if page.quality.grid is not None]
    rims = [page.quality.bezel for page in pages if page.quality.bezel is not None]
    found = {"grid": max(measured, default=None), "bezel": max(rims, default=None)}
    reasons = ["screen_pattern"] if max(measured, default=0.0) > config["max-grid"] else []
    reasons += ["screen_rim"] if max(rims, default=0.0) > config["max-bezel"] else []
    if not reasons and len(measured) < len(pages):
        return not_applicable("screen_not_measured")
    return failed_if(reasons, found)


def _paper(facts: DocumentFacts, _case: GovernmentIdCase, config: Config) -> Finding:
    """A front without any colour is a grey copy; a good colour print is not noticed."""
    front = facts.pages.get("front")
    if front is None or front.error is not None:
        return failed("unprocessable")
    if front.quality.chroma is None:
        return not_applicable("color_not_measured")
    grey = not front.quality.chroma >= config["min-chroma"]
    return failed_if(["grey_copy"] if grey else [], {"chroma": front.quality.chroma})


def _edited(facts: DocumentFacts, case: GovernmentIdCase, config: Config) -> Finding:
    said = [page.metadata for page in _pages(facts, case) if page.metadata is not None]
    programs = {program[:60] for one in said for program in (one.programs or (one.software,)) if program}
    again = [one.recompression for one in said if one.recompression is not None]
    editors = sorted(program for program in programs if EDITOR.search(program))
    reasons = ["editor_traces"] if editors else []
    if config["max-recompression"] is not None and max(again, default=0.0) > config["max-recompression"]:
        reasons.append("compressed_twice")
    if not programs and not reasons:
        return not_applicable("no_metadata", {"recompression": max(again, default=None)})
    return failed_if(reasons, {"software": editors, "recompression": max(again, default=None)})


def _invented(facts: DocumentFacts, _case: GovernmentIdCase, _config: Config) -> Finding:
    reasons = ["specimen"] if any(map(_is_specimen, facts.pages.values())) else []
    known = [code for code in barcodes_of(facts) if code.layout != "unknown"]
    if any("issuer is not known" in code.problems for code in known):
        reasons.append("issuer_unknown")
    zones = [page.mrz for page in facts.pages.values() if page.mrz is not None]
    if any(zone.fields.get("issuer") in _NO_ISSUERS for zone in zones):
        reasons.append("issuer_unknown")
    if not reasons and not known and not zones:
        return not_applicable("issuer_not_stated")
    return failed_if(reasons)


def _is_specimen(page: PageFacts) -> bool:
    """A line that says so and little else; a surname among others is not one."""
    return any(len(line.text) <= 24 and _SPECIMEN.search(line.text.upper()) for line in page.text)


def _real_id(facts: DocumentFacts, _case: GovernmentIdCase, _config: Config) -> Finding:
    if facts.country_code != "US" or facts.id_class not in ("dl", "id"):
        return not_applicable("not_a_us_card")
    said = [code.fields["DDA"].strip().upper() for code in _licences(facts) if code.fields.get("DDA", "").strip()]
    if not said:
        return not_applicable("compliance_not_stated")
    return passed() if said[0] == "F" else failed("not_real_id", metadata={"compliance": said[0][:1]})


def _licences(facts: DocumentFacts) -> Iterator[BarcodeFacts]:
    return (code for code in barcodes_of(facts) if code.layout == "aamva")


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_electronic_replica_detection",
        category="fraud",
        tests="No page shows the grid of a display (strongest peak that spectra of patches all over the page share) or "
        "lies inside the dark rim of one (share of the sides that have it). A display so fine, or so far away, that "
        "its pixels take less than two of the photo's, and whose rim is outside the picture, is not seen.",
        inputs=("pages.*.quality.grid", "pages.*.quality.bezel"),
        default="not_required",
        reasons=("screen_pattern", "screen_rim", "unprocessable"),
        blocking=("screen_not_measured",),
        # 0 of 76 published specimens and simulated photos of them are above either (docs/explanation/copies.md).
        options={"max-grid": 1.9, "max-bezel": 0.5},
        judge=_replica,
    ),
    CheckDefinition(
        name="id_paper_detection",
        category="fraud",
        tests="The front has colours besides that of the light, as a grey paper copy has not. A colour copy is not "
        "seen.",
        inputs=("pages.front.quality.chroma",),
        default="not_required",
        reasons=("grey_copy", "unprocessable"),
        blocking=("color_not_measured",),
        options={"min-chroma": 3.5},
        judge=_paper,
    ),
    CheckDefinition(
        name="id_tamper_detection",
        category="fraud",
        tests="The file does not say that a picture editor wrote it. With `max-recompression` (0.6 tells first from "
        "second) it was not a JPEG of lower quality before, which messengers cause as well. Careful editing leaves no "
        "trace.",
        inputs=("pages.*.metadata.programs", "pages.*.metadata.recompression"),
        default="not_required",
        reasons=("compressed_twice", "editor_traces"),
        blocking=("no_metadata",),
        options={"max-recompression": None},
        judge=_edited,
    ),
    CheckDefinition(
        name="id_fabrication_detection",
        category="fraud",
        tests="The issuer exists and the document is not a printed specimen.",
        inputs=("pages.*.mrz.fields.issuer", "pages.*.barcodes.issuer", "pages.*.text"),
        default="not_required",
        reasons=("issuer_unknown", "specimen"),
        blocking=("issuer_not_stated",),
        judge=_invented,
    ),
    CheckDefinition(
        name="id_real_id_detection",
        category="user_action_required",
        tests="The barcode of a US card says that it complies with the REAL ID Act (AAMVA element DDA).",
        inputs=("pages.*.barcodes.fields.DDA", "country-code", "id-class"),
        default="not_required",
        reasons=("not_real_id",),
        exempt=("not_a_us_card",),
        blocking=("compliance_not_stated",),
        judge=_real_id,
    ),
)
