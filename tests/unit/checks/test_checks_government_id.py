"""Each check of government IDs: when it passes, fails, and does not apply."""

from __future__ import annotations

from typing import Any

import pytest

from unit.checks.specimen_facts import (
    BARCODE,
    LICENCE_CASE,
    PASSPORT_CASE,
    QUALITY,
    changed,
    face,
    licence,
    mrz,
    page,
    passport,
    reading,
    with_fields,
    with_page,
    without,
)
from verilink.checks.case import GovernmentIdCase
from verilink.checks.model import CheckResult
from verilink.checks.run import run_government_id
from verilink.evidence.facts import DocumentFacts, Reading, Repair
from verilink.flow.node import CheckSetting

PASSED, FAILED, NOT_APPLICABLE = "passed", "failed", "not_applicable"
PASSPORT, LICENCE = (passport(), PASSPORT_CASE), (licence(), LICENCE_CASE)
CARD_CASE = changed(LICENCE_CASE, selected_country="SE", selected_id_classes=("id",))
CARD = changed(
    passport(),
    pages={"front": page(faces=(face(),)), "back": page(mrz=mrz(format="TD1"), perceptual_hash="00000000ffffffff")},
    id_class="id",
)
STATED = with_fields(passport(), issuing_country=reading("SE"))
PALE_BACK = with_page(licence(), "back", quality=changed(QUALITY, chroma=1.0))
PUERTO_RICAN = changed(with_fields(licence(), issuing_country=reading("PR", "barcode")), country_code="PR")


def judged(
    name: str, facts: DocumentFacts, case: GovernmentIdCase, config: dict[str, Any] | None = None
) -> CheckResult:
    (found,) = (
        one for one in run_government_id(facts, case, {name: CheckSetting(config=config or {})}) if one.name == name
    )
    return found


def spoilt(facts: DocumentFacts = PASSPORT[0], **page_changes: Any) -> tuple[DocumentFacts, GovernmentIdCase]:
    return with_page(facts, **page_changes), PASSPORT_CASE if facts.id_class == "pp" else LICENCE_CASE


def street(text: str) -> tuple[DocumentFacts, GovernmentIdCase]:
    return with_fields(licence(), address_street_1=reading(text, "barcode")), LICENCE_CASE


def also(source: str, value: str) -> Reading:
    """A date of birth that stands in a second place."""
    return reading("1974-08-12", alternatives=((source, value),))


def quality(**changes: Any) -> dict[str, Any]:
    return {"quality": changed(QUALITY, **changes)}


def case(**changes: Any) -> GovernmentIdCase:
    return changed(PASSPORT_CASE, **changes)


ROWS: list[tuple[str, tuple[DocumentFacts, GovernmentIdCase], str, tuple[str, ...]]] = [
    ("id_entity_detection", PASSPORT, PASSED, ()),
    ("id_entity_detection", LICENCE, PASSED, ()),
    ("id_entity_detection", (with_page(licence(), "back", barcodes=()), LICENCE_CASE), PASSED, ()),
    ("id_entity_detection", spoilt(mrz=None, document=None), FAILED, ("no_government_id",)),
    ("id_entity_detection", spoilt(mrz=mrz(format="OTHER"), faces=()), FAILED, ("no_government_id",)),
    ("id_entity_detection", spoilt(mrz=None, text=()), FAILED, ("no_government_id",)),
    ("id_unprocessable_submission_detection", LICENCE, PASSED, ()),
    ("id_unprocessable_submission_detection", (passport(), LICENCE_CASE), FAILED, ("page_missing",)),
    ("id_unprocessable_submission_detection", spoilt(error="truncated"), FAILED, ("unprocessable",)),
    ("id_double_side_detection", PASSPORT, NOT_APPLICABLE, ("no_back_required",)),
    ("id_double_side_detection", LICENCE, PASSED, ()),
    ("id_double_side_detection", (passport(), LICENCE_CASE), FAILED, ("page_missing",)),
    ("id_double_side_detection", (with_page(licence(), "back", perceptual_hash="ffffffff00000003"), LICENCE_CASE),
     FAILED, ("same_side_twice",)),
    ("id_double_side_detection", (with_page(licence(), "front", barcodes=(BARCODE,)), LICENCE_CASE),
     FAILED, ("same_side_twice",)),
    ("id_double_side_detection", (with_page(CARD, "front", mrz=mrz(format="TD1")), CARD_CASE),
     FAILED, ("same_side_twice",)),
    ("id_disallowed_type_detection", PASSPORT, PASSED, ()),
    ("id_disallowed_type_detection", (passport(), case(selected_id_classes=("dl",))), FAILED, ("disallowed_type",)),
    ("id_disallowed_type_detection", (passport(), case(id_classes=("dl",), selected_id_classes=())),
     FAILED, ("disallowed_type",)),
    ("id_disallowed_type_detection", (passport(), case(id_classes=("dl",))), FAILED, ("disallowed_type",)),
    ("id_disallowed_type_detection", (passport(id_class=None), PASSPORT_CASE), FAILED, ("type_not_recognized",)),
    ("id_disallowed_country_detection", PASSPORT, NOT_APPLICABLE, ("no_country_limit",)),
    ("id_disallowed_country_detection", (passport(), case(countries=("SE", "NO"))), PASSED, ()),
    ("id_disallowed_country_detection", (passport(), case(countries=("NO",))), FAILED, ("disallowed_country",)),
    ("id_disallowed_country_detection", (passport(country_code=None), case(countries=("NO",))),
     FAILED, ("country_not_recognized",)),
    ("id_disallowed_country_detection", (STATED, case(selected_country="NO")), FAILED, ("other_country_than_chosen",)),
    ("id_disallowed_country_detection", (STATED, case(selected_country="NO", countries=("NO",))),
     FAILED, ("disallowed_country", "other_country_than_chosen")),
    ("id_disallowed_country_detection", (STATED, case(selected_country=None)), NOT_APPLICABLE, ("no_country_limit",)),
    ("id_disallowed_country_detection",
     (with_fields(passport(), issuing_country=reading("SE", "visual")), case(selected_country="NO")),
     NOT_APPLICABLE, ("no_country_limit",)),
    ("id_disallowed_country_detection", (PUERTO_RICAN, case(selected_country="US")),
     NOT_APPLICABLE, ("no_country_limit",)),
    ("id_mrz_detection", PASSPORT, PASSED, ()),
    ("id_mrz_detection", spoilt(mrz=None), FAILED, ("mrz_not_found",)),
    ("id_mrz_detection", (with_page(CARD, "back", mrz=None), CARD_CASE), FAILED, ("mrz_not_found",)),
    ("id_mrz_detection", LICENCE, NOT_APPLICABLE, ("no_mrz_expected",)),
    ("id_mrz_inconsistency_detection", PASSPORT, PASSED, ()),
    ("id_mrz_inconsistency_detection", (CARD, CARD_CASE), PASSED, ()),
    ("id_mrz_inconsistency_detection", spoilt(mrz=mrz(check_digits={"composite": False, "birthdate": True})),
     FAILED, ("mrz_check_digit_mismatch",)),
    ("id_mrz_inconsistency_detection", spoilt(mrz=mrz(check_digits={})), FAILED, ("mrz_check_digit_mismatch",)),
    ("id_mrz_inconsistency_detection", spoilt(mrz=mrz(repaired=(Repair(line=1, column=3, read="O", used="0"),))),
     FAILED, ("mrz_repaired",)),
    ("id_mrz_inconsistency_detection", spoilt(mrz=mrz(format="OTHER")), FAILED, ("mrz_format_unknown",)),
    ("id_mrz_inconsistency_detection", spoilt(mrz=None), FAILED, ("mrz_not_found",)),
    ("id_mrz_inconsistency_detection", LICENCE, NOT_APPLICABLE, ("no_mrz_expected",)),
    ("id_barcode_detection", LICENCE, PASSED, ()),
    ("id_barcode_detection", PASSPORT, NOT_APPLICABLE, ("no_back_required",)),
    ("id_barcode_detection", (CARD, CARD_CASE), NOT_APPLICABLE, ("no_barcode_expected",)),
    ("id_barcode_detection", (with_page(licence(), "back", barcodes=()), LICENCE_CASE), FAILED, ("barcode_not_found",)),
    ("id_barcode_inconsistency_detection", LICENCE, PASSED, ()),
    ("id_barcode_inconsistency_detection", PASSPORT, NOT_APPLICABLE, ("no_back_required",)),
    ("id_barcode_inconsistency_detection", (CARD, CARD_CASE), NOT_APPLICABLE, ("no_barcode_expected",)),
    ("id_barcode_inconsistency_detection",
     (with_page(CARD, "back", barcodes=(changed(BARCODE, layout="unknown"),)), CARD_CASE),
     NOT_APPLICABLE, ("barcode_layout_unknown",)),
    ("id_barcode_inconsistency_detection", (with_page(licence(), "back", barcodes=()), LICENCE_CASE),
     FAILED, ("barcode_not_found",)),
    ("id_barcode_inconsistency_detection",
     (with_page(licence(), "back", barcodes=(changed(BARCODE, layout="unknown"),)), LICENCE_CASE),
     FAILED, ("barcode_malformed",)),
    ("id_barcode_inconsistency_detection",
     (with_page(licence(), "back", barcodes=(changed(BARCODE, problems=("length",)),)), LICENCE_CASE),
     FAILED, ("barcode_malformed",)),
    ("id_barcode_inconsistency_detection",
     (with_page(licence(), "back", barcodes=(changed(BARCODE, fields={}),)), LICENCE_CASE),
     FAILED, ("barcode_malformed",)),
    ("id_expired_detection", PASSPORT, PASSED, ()),
    ("id_expired_detection", (with_fields(passport(), expiration_date="2026-03-01"), PASSPORT_CASE), PASSED, ()),
    ("id_expired_detection", (with_fields(passport(), expiration_date="2026-02-28"), PASSPORT_CASE),
     FAILED, ("expired",)),
    ("id_expired_detection", (with_fields(passport(), expiration_date="2026"), PASSPORT_CASE), PASSED, ()),
    ("id_expired_detection", (with_fields(passport(), expiration_date="soon"), PASSPORT_CASE),
     FAILED, ("expiration_date_not_found",)),
    ("id_expired_detection", (without(passport(), "expiration-date"), PASSPORT_CASE),
     FAILED, ("expiration_date_not_found",)),
    ("id_age_comparison", PASSPORT, NOT_APPLICABLE, ("no_age_limit",)),
    ("id_valid_dates_detection", LICENCE, PASSED, ()),
    ("id_valid_dates_detection", PASSPORT, PASSED, ()),
    ("id_valid_dates_detection", (without(passport(), "birthdate"), PASSPORT_CASE), FAILED, ("dates_not_found",)),
    ("id_valid_dates_detection", (with_fields(licence(), issue_date="x"), LICENCE_CASE), FAILED, ("dates_not_found",)),
    ("id_valid_dates_detection", (with_fields(passport(), birthdate="2027-01-01"), PASSPORT_CASE),
     FAILED, ("dates_implausible",)),
    ("id_valid_dates_detection", (with_fields(passport(), birthdate="1890-01-01"), PASSPORT_CASE),
     FAILED, ("dates_implausible",)),
    ("id_valid_dates_detection", (with_fields(passport(), expiration_date="2040-01-01"), PASSPORT_CASE),
     FAILED, ("dates_implausible",)),
    ("id_valid_dates_detection", (with_fields(licence(), issue_date="2026-03-02"), LICENCE_CASE),
     FAILED, ("dates_implausible",)),
    ("id_valid_dates_detection", (with_fields(licence(), issue_date="1989-01-01"), LICENCE_CASE),
     FAILED, ("dates_implausible",)),
    ("id_valid_dates_detection", (with_fields(licence(), expiration_date="2020-01-01"), LICENCE_CASE),
     FAILED, ("dates_implausible",)),
    ("id_extracted_properties_detection", PASSPORT, PASSED, ()),
    ("id_extracted_properties_detection", (without(passport(), "birthdate"), PASSPORT_CASE),
     FAILED, ("missing_properties",)),
    ("id_extracted_properties_detection", (with_fields(passport(), name_last="  "), PASSPORT_CASE),
     FAILED, ("missing_properties",)),
    ("id_extraction_inconsistency_detection", PASSPORT, NOT_APPLICABLE, ("single_source",)),
    ("id_extraction_inconsistency_detection",
     (with_fields(passport(), name_last=reading("ERIKSSON", alternatives=(("barcode", "Eriksson"),))), PASSPORT_CASE),
     PASSED, ()),
    ("id_extraction_inconsistency_detection",
     (with_fields(passport(), birthdate=also("barcode", "1974-08-13")), PASSPORT_CASE),
     FAILED, ("extraction_mismatch",)),
    ("id_extraction_inconsistency_detection",
     (with_fields(passport(), birthdate=also("visual", "1974-08-13")), PASSPORT_CASE),
     NOT_APPLICABLE, ("single_source",)),
    ("id_inquiry_comparison", PASSPORT, NOT_APPLICABLE, ("nothing_to_compare",)),
    ("id_inquiry_comparison", (passport(), case(initial_fields={"name-first": "Anna", "name-last": "Eriksson"})),
     PASSED, ()),
    ("id_inquiry_comparison", (passport(), case(initial_fields={"name-last": "Svensson"})), FAILED, ("name_mismatch",)),
    ("id_inquiry_comparison",
     (with_fields(passport(), name_first="ANNA", name_middle="MARIA"),
      case(initial_fields={"name-first": "Anna Maria", "name-last": "Eriksson"})), PASSED, ()),
    ("id_inquiry_comparison",
     (with_fields(passport(), name_first="ANNA", name_middle="MARIA"),
      case(initial_fields={"name-first": "Maria", "name-last": "Eriksson"})), PASSED, ()),
    ("id_inquiry_comparison", (passport(), case(initial_fields={"birthdate": "1974-08-13"})),
     FAILED, ("birthdate_mismatch",)),
    ("id_inquiry_comparison", (without(passport(), "birthdate"), case(initial_fields={"birthdate": "1974-08-12"})),
     FAILED, ("missing_properties",)),
    ("id_inquiry_comparison",
     (without(passport(), "name-first", "name-last"), case(initial_fields={"name-last": "Eriksson"})),
     FAILED, ("missing_properties",)),
    ("id_inquiry_comparison", (passport(), case(previous=({"name-last": "ERIKSSON", "birthdate": "1974-08-12"},))),
     PASSED, ()),
    ("id_inquiry_comparison", (passport(), case(previous=({"name-last": "SVENSSON"},))),
     FAILED, ("changed_between_attempts",)),
    ("id_account_comparison", PASSPORT, NOT_APPLICABLE, ("no_account_data",)),
    ("id_account_comparison", (passport(), case(account_fields={"birthdate": "1974-08-12", "name-last": 3})),
     PASSED, ()),
    ("id_account_comparison", (passport(), case(account_fields={"birthdate": "1980-01-01"})),
     FAILED, ("birthdate_mismatch",)),
    ("id_po_box_detection", LICENCE, PASSED, ()),
    ("id_po_box_detection", PASSPORT, NOT_APPLICABLE, ("no_address",)),
    ("id_po_box_detection", street("P.O. Box 12"), FAILED, ("po_box",)),
    ("id_po_box_detection", street("PO BOX 12"), FAILED, ("po_box",)),
    ("id_po_box_detection", street("Postfach 99"), FAILED, ("po_box",)),
    ("id_po_box_detection", street("3 Box Hill Road"), PASSED, ()),
    ("id_blur_detection", PASSPORT, PASSED, ()),
    ("id_blur_detection", spoilt(**quality(sharpness=12.0)), FAILED, ("too_blurry",)),
    ("id_blur_detection", spoilt(**quality(sharpness=float("nan"))), FAILED, ("too_blurry",)),
    ("id_blur_detection", (passport(), LICENCE_CASE), FAILED, ("unprocessable",)),
    ("id_glare_detection", PASSPORT, PASSED, ()),
    ("id_glare_detection", spoilt(**quality(glare=0.2)), FAILED, ("too_much_glare",)),
    ("id_color_inconsistency_detection", PASSPORT, PASSED, ()),
    ("id_color_inconsistency_detection", spoilt(**quality(chroma=1.0)), FAILED, ("no_color",)),
    ("id_color_inconsistency_detection", spoilt(**quality(chroma=None)), NOT_APPLICABLE, ("color_not_measured",)),
    ("id_color_inconsistency_detection", (PALE_BACK, LICENCE_CASE), PASSED, ()),
    ("id_color_inconsistency_detection", (with_page(PALE_BACK, "back", faces=(face(),)), LICENCE_CASE),
     FAILED, ("no_color",)),
    ("id_corner_detection", PASSPORT, PASSED, ()),
    ("id_corner_detection", spoilt(**quality(corners_inside=3)), FAILED, ("corners_cut_off",)),
    ("id_corner_detection", spoilt(**quality(lines_covered=2)), FAILED, ("covered",)),
    ("id_corner_detection", spoilt(document=None), NOT_APPLICABLE, ("corners_not_measured",)),
    ("id_portrait_detection", PASSPORT, PASSED, ()),
    ("id_portrait_detection", (passport(portrait=None), PASSPORT_CASE), FAILED, ("no_portrait",)),
    ("id_portrait_clarity_detection", PASSPORT, PASSED, ()),
    ("id_portrait_clarity_detection", (passport(portrait=face(sharpness=3.0)), PASSPORT_CASE),
     FAILED, ("portrait_blurry",)),
    ("id_portrait_clarity_detection", (passport(portrait=None), PASSPORT_CASE), FAILED, ("no_portrait",)),
    ("id_selfie_comparison", PASSPORT, NOT_APPLICABLE, ("no_selfie",)),
    ("id_selfie_comparison", (passport(), case(selfie=face(1.0, 0.2))), PASSED, ()),
    ("id_selfie_comparison", (passport(), case(selfie=face(0.0, 1.0))), FAILED, ("face_mismatch",)),
    ("id_selfie_comparison", (passport(portrait=None), case(selfie=face())), FAILED, ("no_portrait",)),
    ("id_physical_tamper_detection", PASSPORT, NOT_APPLICABLE, ("not_supported",)),
    ("id_aamva_database_lookup", LICENCE, NOT_APPLICABLE, ("no_provider",)),
]  # fmt: skip


@pytest.mark.parametrize(("name", "given", "status", "reasons"), ROWS)
def test_a_check_gives_its_finding(name: str, given: Any, status: str, reasons: tuple[str, ...]) -> None:
    result = judged(name, *given)
    assert (result.status, result.reasons) == (status, reasons)


@pytest.mark.parametrize(
    ("config", "birthdate", "status", "reasons"),
    [
        ({"min": 18}, "2008-03-01", PASSED, ()),
        ({"min": 18}, "2008-03-02", FAILED, ("below_minimum_age",)),
        ({"min": 18}, "2008", FAILED, ("below_minimum_age",)),
        ({"max": 20}, "2005", FAILED, ("above_maximum_age",)),
        ({"min": 18, "max": 99}, "1974-08-12", PASSED, ()),
        ({"min": 18}, "2027-01-01", FAILED, ("birthdate_not_found",)),
        ({"min": 18}, "", FAILED, ("birthdate_not_found",)),
        ({"min": "18"}, "2020-01-01", NOT_APPLICABLE, ("no_age_limit",)),
    ],
)
def test_age_is_counted_in_completed_years(config: dict[str, Any], birthdate: str, status: str, reasons: Any) -> None:
    result = judged("id_age_comparison", with_fields(passport(), birthdate=birthdate), PASSPORT_CASE, config)
    assert (result.status, result.reasons) == (status, reasons)


def test_an_issue_date_in_print_counts_where_the_template_asks_for_it() -> None:
    facts = with_fields(passport(), issue_date=reading("2040-01-01", "visual"))
    assert judged("id_valid_dates_detection", facts, PASSPORT_CASE).status == PASSED
    assert judged("id_valid_dates_detection", facts, PASSPORT_CASE, {"visual": True}).reasons == ("dates_implausible",)


def test_print_is_compared_where_the_template_asks_for_it() -> None:
    facts = with_fields(passport(), birthdate=reading("1974-08-12", alternatives=(("visual", "1974-08-13"),)))
    result = judged("id_extraction_inconsistency_detection", facts, PASSPORT_CASE, {"visual": True})
    assert result.reasons == ("extraction_mismatch",)
    assert result.metadata == {"different": ["birthdate"]}


def test_the_type_check_says_what_was_detected_and_chosen() -> None:
    result = judged("id_disallowed_type_detection", passport(), case(selected_id_classes=("dl",)))
    assert result.metadata == {
        "country-code": "SE",
        "detected-id-class": "pp",
        "detected-id-designations": [],
        "disallowed-id-designations": [],
        "selected-id-classes": ["dl"],
    }


def test_a_limit_can_be_configured() -> None:
    facts, around = spoilt(**quality(sharpness=20.0))
    assert judged("id_blur_detection", facts, around).status == FAILED
    assert judged("id_blur_detection", facts, around, {"min-sharpness": 15}).status == PASSED
