"""Checks of what changing or making up a paper leaves, of portraits on papers, and of providers for papers."""

from __future__ import annotations

from typing import Any

import pytest

from unit.checks.specimen_facts import face
from unit.checks.test_checks_document import CASE, LINES, PDF, PHOTO, judged, paper, sheet
from verilink.checks.case import Answer, DocumentCase, KnownImage
from verilink.checks.document.placeholders import placeholders
from verilink.checks.registry import CHECKS, DATABASE, DOCUMENT
from verilink.evidence.papers.facts import PaperFacts

SYNTHETIC, FONTS, CHANGED, TAMPERED, MADE_UP, COMBINED, SELFIE = (
    "document_synthetic_content_detection", "document_pdf_abnormal_font_detection",
    "document_digital_text_modification_detection", "document_tamper_detection", "document_fabrication_detection",
    "document_enhanced_fraud_detection", "document_selfie_comparison",
)  # fmt: skip


def page(**more: Any) -> PaperFacts:
    known: dict[str, Any] = {"text_objects": 20, "image_objects": 0, "patches": 0}
    return paper(sheets=(sheet(*LINES, **(known | more)),))


PICTURE = paper(PHOTO)
ODD, COVERED = page(odd_fonts=("12.40",)), page(overwritten=(("128.40", "12.40"),))
GONE = paper(type(PDF)(**{**{k: getattr(PDF, k) for k in PDF.__struct_fields__}, "removed_lines": ("128.40",)}),
             sheets=page().sheets)  # fmt: skip
ROWS: list[tuple[str, PaperFacts, str, tuple[str, ...]]] = [
    (SYNTHETIC, page(), "passed", ()),
    (SYNTHETIC, paper(lines=(*LINES, "Lorem ipsum dolor")), "failed", ("placeholders_found",)),
    (SYNTHETIC, paper(lines=()), "failed", ("no_text",)),
    (FONTS, page(), "passed", ()),
    (FONTS, ODD, "failed", ("odd_font",)),
    (FONTS, page(odd_fonts=("hello",)), "passed", ()),
    (FONTS, PICTURE, "not_applicable", ("no_pdf_text",)),
    (FONTS, page(text_objects=0), "not_applicable", ("no_pdf_text",)),
    (CHANGED, page(), "passed", ()),
    (CHANGED, COVERED, "failed", ("text_covered",)),
    (CHANGED, page(patches=1), "failed", ("scan_patched",)),
    (CHANGED, GONE, "failed", ("text_replaced",)),
    (CHANGED, PICTURE, "not_applicable", ("no_pdf",)),
    (TAMPERED, page(), "passed", ()),
    (TAMPERED, COVERED, "failed", ("text_covered",)),
    (TAMPERED, ODD, "failed", ("odd_font",)),
    (TAMPERED, PICTURE, "passed", ()),
    (TAMPERED, PaperFacts(files={}), "not_applicable", ("nothing_to_judge",)),
    (MADE_UP, page(accounts=("DE89370400440532013000",)), "passed", ()),
    (MADE_UP, page(accounts=("DE89370400440532013001",)), "failed", ("number_check_digit_mismatch",)),
    (MADE_UP, page(), "not_applicable", ("no_account_number",)),
    (MADE_UP, PICTURE, "not_applicable", ("no_account_number",)),
    (COMBINED, page(), "passed", ()),
    (COMBINED, ODD, "passed", ()),
    (COMBINED, page(odd_fonts=("12.40",), overwritten=(("1", "2"),)), "failed", ("several_signals",)),
]


@pytest.mark.parametrize(("name", "facts", "status", "reasons"), ROWS)
def test_each_mark_fails_its_check_and_nothing_else(
    name: str, facts: PaperFacts, status: str, reasons: tuple[str, ...]
) -> None:
    found = judged(name, facts)
    assert (found.status, found.reasons) == (status, reasons)


def test_a_known_image_is_a_signal_beside_another() -> None:
    near = KnownImage(id="img_1", page="sheet-1", distance=0)
    case = DocumentCase(today=CASE.today, known=CASE.known, listed_images=1, known_images=(near,))
    found = judged(COMBINED, page(odd_fonts=("12.40",), perceptual_hash="0" * 16), case)
    assert (found.status, found.metadata["checks"]) == (
        "failed",
        ["document_compromised_detection", "document_pdf_abnormal_font_detection"],
    )


def test_words_in_a_font_of_their_own_count_where_a_template_wants_it() -> None:
    assert judged(FONTS, page(odd_fonts=("hello",)), words=True).reasons == ("odd_font",)


@pytest.mark.parametrize(
    "lines",
    [
        ("Frau Erika Mustermann",), ("Max Mustermann", "Musterstraße 12"), ("[Your Name]",), ("{{ amount }}",),
        ("SSN 000-00-0000",), ("IBAN DE89 3704 0044 0532 0130 00",), ("SPECIMEN",), ("Anytown, USA",),
        ("John Doe", "123 Main Street"), ("Jean Dupont", "ACME Corp"), ("Phone 555-0123", "jane@example.com"),
        ("SAMPLE", "Acme Energy"), ("Insert your name here",), ("invoice template",),
    ],
)  # fmt: skip
def test_samples_are_told(lines: tuple[str, ...]) -> None:
    assert placeholders(lines)[1]


@pytest.mark.parametrize(
    "lines",
    [
        ("John Doe", "14 Elm Road"), ("Ms Zoe Miller", "123 Main Street", "Dayton OH 45402"), ("Acme Plumbing Ltd",),
        ("Via Roma 12, Milano",), ("Muster 2026",), ("Specimens of our work",), ("Account 1234567890",),
        ("Insert the card here",), ("Jane Smith", "Mario Rossi"), ("example.com is our site",),
    ],
)  # fmt: skip
def test_what_can_be_real_by_itself_is_not_enough(lines: tuple[str, ...]) -> None:
    assert not placeholders(lines)[1]


def test_the_persons_own_values_are_no_placeholders() -> None:
    lines = ("Erika Mustermann", "Hauptstraße 1", "Acme Energy")
    assert placeholders(lines)[1]
    assert not placeholders(lines, ["Erika", "Mustermann", "Hauptstraße 1"])[1]


@pytest.mark.parametrize("own", ["Иванов", "山田太郎", "  Ж  ", "éИИ"])
def test_a_value_in_another_script_hides_no_placeholder(own: str) -> None:
    assert placeholders(["Lorem ipsum dolor sit amet"], [own])[1]


def test_a_portrait_on_a_paper_is_held_against_the_selfie() -> None:
    licensed, plain = paper(sheets=(sheet(*LINES, portrait=face()),)), paper()
    case = type(CASE)(today=CASE.today, selfie=face(1.0, 0.2))
    assert judged(SELFIE, licensed, case).status == "passed"
    assert judged(SELFIE, licensed, type(CASE)(today=CASE.today, selfie=face(0.0, 1.0))).reasons == ("face_mismatch",)
    assert judged(SELFIE, plain, case).reasons == ("no_portrait",)
    assert judged(SELFIE, licensed).reasons == ("no_selfie",)


def test_a_test_of_the_operators_own_decides_where_one_is_installed() -> None:
    name = "document_custom_detection"
    assert judged(name, paper()).reasons == ("no_provider",)
    answered = {name: Answer(status="failed", provider="own 1", reasons=("custom_test_failed",))}
    assert judged(name, paper(), type(CASE)(today=CASE.today, answers=answered)).reasons == ("custom_test_failed",)


def test_what_only_a_database_knows_is_a_port() -> None:
    for name in ("address_deliverable_detection", "address_residential_detection", "deceased_detection",
                 "face_comparison"):  # fmt: skip
        assert DATABASE[f"database_{name}"].judge is not None
        assert "no_provider" in DATABASE[f"database_{name}"].blocking


def test_every_name_that_is_not_decided_says_why() -> None:
    planned = [one for checks in CHECKS.values() for one in checks.values() if one.judge is None]
    assert len(planned) > 25
    assert all(one.why.endswith(".") and len(one.why) > 15 for one in planned)


@pytest.mark.parametrize(
    ("kind", "prefix", "count"),
    [("government-id-nfc", "id_nfc_", 6), ("jp-my-number-nfc-scan", "jp_my_number_nfc_scan_", 3), ("mdoc", "mdoc_", 7)],
)
def test_names_of_chips_and_wallets_exist(kind: Any, prefix: str, count: int) -> None:
    assert len(CHECKS[kind]) == count
    assert all(name.startswith(prefix) for name in CHECKS[kind])


def test_all_names_of_papers_are_still_there() -> None:
    assert len(DOCUMENT) == 33
