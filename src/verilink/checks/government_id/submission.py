"""The pictures as such: readable, complete, of a document at all, each side once."""

from __future__ import annotations

from itertools import combinations

from verilink.checks.case import GovernmentIdCase
from verilink.checks.faces import hash_distance
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable, passed
from verilink.evidence.facts import DocumentFacts, PageFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]
# Up to about eight of 64 bits differ between two pictures of the same side taken alike (evidence.images.hashing).
SAME_PICTURE = 8


def _processable(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    missing = [page for page in case.pages_required if page not in facts.pages]
    broken = {name: page.error for name, page in facts.pages.items() if page.error is not None}
    reasons = (["page_missing"] if missing or not facts.pages else []) + (["unprocessable"] if broken else [])
    return failed_if(reasons, {"missing": missing, "errors": broken})


def _is_document(facts: DocumentFacts, _case: GovernmentIdCase, _config: Config) -> Finding:
    """Code in a published layout says what it is; without it, the outline of a card with a portrait and print does."""
    pages = facts.pages.values()
    if any(page.mrz is not None and page.mrz.format != "OTHER" for page in pages):
        return passed({"because": "mrz"})
    if any(code.layout != "unknown" for page in pages for code in page.barcodes):
        return passed({"because": "barcode"})
    return passed({"because": "layout"}) if any(map(_looks_like_one, pages)) else failed("no_government_id")


def _looks_like_one(page: PageFacts) -> bool:
    return page.document is not None and bool(page.faces) and len(page.text) >= 3


def _two_sides(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    pages = [facts.pages[name] for name in case.pages_required if name in facts.pages]
    if len(case.pages_required) < 2:
        return not_applicable("no_back_required")
    if len(pages) < len(case.pages_required):
        return failed("page_missing")
    return failed("same_side_twice") if any(_same_side(a, b) for a, b in combinations(pages, 2)) else passed()


def _same_side(a: PageFacts, b: PageFacts) -> bool:
    distance = hash_distance(a.perceptual_hash, b.perceptual_hash)
    if distance is not None and distance <= SAME_PICTURE:
        return True
    if a.mrz is not None and b.mrz is not None and a.mrz.format == b.mrz.format:
        return True
    return bool({code.content for code in a.barcodes} & {code.content for code in b.barcodes})


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_entity_detection",
        category="user_action_required",
        tests="The picture shows a government ID at all.",
        inputs=("pages.*.mrz", "pages.*.barcodes", "pages.*.document", "pages.*.faces", "pages.*.text"),
        default="required",
        reasons=("no_government_id",),
        judge=_is_document,
    ),
    CheckDefinition(
        name="id_unprocessable_submission_detection",
        category="user_action_required",
        tests="Every page that was asked for is there and could be opened.",
        inputs=("pages.*.error", "case.pages-required"),
        default="required",
        reasons=("page_missing", "unprocessable"),
        judge=_processable,
    ),
    CheckDefinition(
        name="id_double_side_detection",
        category="user_action_required",
        tests="Front and back are two different sides.",
        inputs=("pages.*.perceptual-hash", "pages.*.mrz", "pages.*.barcodes"),
        default="required",
        reasons=("page_missing", "same_side_twice"),
        exempt=("no_back_required",),
        judge=_two_sides,
    ),
)
