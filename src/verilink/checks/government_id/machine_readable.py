"""Machine-readable zone and barcode: present, and well-formed."""

from __future__ import annotations

from verilink.checks.case import GovernmentIdCase
from verilink.checks.government_id.expectations import barcodes_of, expects_barcode, expects_mrz, mrz_of
from verilink.checks.model import CheckDefinition, Config, Finding, failed, failed_if, not_applicable, passed
from verilink.evidence.facts import BarcodeFacts, DocumentFacts

Definition = CheckDefinition[DocumentFacts, GovernmentIdCase]


def _find_mrz(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    zone = mrz_of(facts)
    if zone is not None:
        return passed({"format": zone.format})
    return failed("mrz_not_found") if expects_mrz(facts, case) else not_applicable("no_mrz_expected")


def _verify_mrz(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    zones = [page.mrz for page in facts.pages.values() if page.mrz is not None]
    if not zones:
        return failed("mrz_not_found") if expects_mrz(facts, case) else not_applicable("no_mrz_expected")
    reasons: list[str] = []
    for zone in zones:
        wrong = sorted(name for name, holds in zone.check_digits.items() if not holds)
        if zone.format == "OTHER":
            reasons.append("mrz_format_unknown")
        if zone.repaired:
            reasons.append("mrz_repaired")
        elif wrong or not zone.check_digits:
            reasons.append("mrz_check_digit_mismatch")
    digits = {name: holds for zone in zones for name, holds in zone.check_digits.items()}
    return failed_if(reasons, {"check-digits": digits})


def _find_barcode(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    if barcodes := barcodes_of(facts):
        return passed({"formats": sorted({barcode.format for barcode in barcodes})})
    if "back" not in case.pages_required:
        return not_applicable("no_back_required")
    return failed("barcode_not_found") if expects_barcode(facts, case) else not_applicable("no_barcode_expected")


def _verify_barcode(facts: DocumentFacts, case: GovernmentIdCase, _: Config) -> Finding:
    barcodes = barcodes_of(facts)
    known = [barcode for barcode in barcodes if barcode.layout != "unknown"]
    if known:
        return failed_if(_malformed(known), {"problems": sorted(one for barcode in known for one in barcode.problems)})
    if "back" not in case.pages_required and not barcodes:
        return not_applicable("no_back_required")
    if not expects_barcode(facts, case):
        return not_applicable("barcode_layout_unknown" if barcodes else "no_barcode_expected")
    return failed("barcode_malformed" if barcodes else "barcode_not_found")


def _malformed(barcodes: list[BarcodeFacts]) -> list[str]:
    return ["barcode_malformed"] if any(one.problems or not one.fields for one in barcodes) else []


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name="id_mrz_detection",
        category="user_action_required",
        tests="The machine-readable zone is there, on documents that must have one.",
        inputs=("pages.*.mrz", "id-class", "country-code"),
        default="required",
        reasons=("mrz_not_found",),
        exempt=("no_mrz_expected",),
        judge=_find_mrz,
    ),
    CheckDefinition(
        name="id_mrz_inconsistency_detection",
        category="fraud",
        tests="Every check digit of the machine-readable zone holds as it was read; a repaired character never passes.",
        inputs=("pages.*.mrz",),
        default="required",
        reasons=("mrz_check_digit_mismatch", "mrz_format_unknown", "mrz_not_found", "mrz_repaired"),
        exempt=("no_mrz_expected",),
        judge=_verify_mrz,
    ),
    CheckDefinition(
        name="id_barcode_detection",
        category="user_action_required",
        tests="The barcode is there, on documents that must have one.",
        inputs=("pages.*.barcodes", "id-class", "country-code"),
        default="required",
        reasons=("barcode_not_found",),
        exempt=("no_back_required", "no_barcode_expected"),
        judge=_find_barcode,
    ),
    CheckDefinition(
        name="id_barcode_inconsistency_detection",
        category="fraud",
        tests="The barcode's content has the layout its issuer publishes.",
        inputs=("pages.*.barcodes",),
        default="required",
        reasons=("barcode_malformed", "barcode_not_found"),
        exempt=("barcode_layout_unknown", "no_back_required", "no_barcode_expected"),
        judge=_verify_barcode,
    ),
)
