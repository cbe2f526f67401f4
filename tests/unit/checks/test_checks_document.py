"""Checks of papers: whose they are, how old, and what the files give away."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from verilink.checks.case import DocumentCase, KnownImage
from verilink.checks.document.content import extraction, found_on
from verilink.checks.model import Finding
from verilink.checks.numbers.vehicles import vin_holds, vins_in
from verilink.checks.registry import DOCUMENT
from verilink.checks.requirements import configured
from verilink.checks.run import run_document, verdict
from verilink.evidence.facts import Quad, Quality, TextLine
from verilink.evidence.papers.facts import DateRead, PaperFacts, SentFile, Sheet
from verilink.flow.node import CheckSetting
from verilink.flow.shipped import shipped_templates

BOX = Quad(points=((0, 0), (1, 0), (1, 1), (0, 1)))
QUALITY = Quality(sharpness=300, brightness=200, contrast=30, glare=0, dark=0, resolution=2400, saturation=20)
LINES = ("NORTHWIND ENERGY", "Ms Zoe MUELLER", "EXAMPLE", "12 Sample Road", "10115 Berlin", "Invoice date 15.10.2026")
KNOWN = {
    "name-first": "Zoë",
    "name-last": "Müller-Example",
    "address-street-1": "12 Sample Road",
    "address-city": "Berlin",
    "address-postal-code": "10115",
}
PDF = SentFile(format="pdf", byte_size=1, software=("Chromium",), created="2026-10-15T10:00:00",
               modified="2026-10-15T10:00:00", revisions=1, annotations=0)  # fmt: skip
PHOTO = SentFile(format="jpeg", byte_size=1, camera="Pixel", taken_at="2026:10:20 10:00:00", software=("HDR+",))
CASE = DocumentCase(today=date(2026, 11, 20), known=KNOWN)
ISSUED = DateRead(day="2026-10-15", role="issue", line="Invoice date", sheet=0)


def sheet(*lines: str, **more: Any) -> Sheet:
    text = tuple(TextLine(text=line, confidence=0.9, box=BOX) for line in lines)
    return Sheet(file="page-1", number=1, width=10, height=10, rotation=0, quality=QUALITY, text=text, **more)


def paper(*files: SentFile, lines: tuple[str, ...] = LINES, **more: Any) -> PaperFacts:
    given: dict[str, Any] = {"dates": (ISSUED,), "document_type": "standard_utility_bill"}
    sent = {f"page-{index + 1}": file for index, file in enumerate(files or (PDF,))}
    return PaperFacts(files=sent, **({"sheets": (sheet(*lines),)} | given | more))


def judged(name: str, facts: PaperFacts, case: DocumentCase = CASE, **config: Any) -> Finding:
    check = DOCUMENT[name]
    assert check.judge is not None
    return check.judge(facts, case, configured(check, {name: CheckSetting(config=config)}))


def test_all_published_names_exist() -> None:
    assert len(DOCUMENT) == 33


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("Zoë Müller-Example", True),
        ("Zoe Mueller Example", True),
        ("Zoë Miller", False),
        ("Ada Example", False),
        ("12 Sample Road", True),
        ("13 Sample Road", False),
        ("10115", True),
        ("10116", False),
        ("Berlín", True),
        ("", False),
    ],
)
def test_words_are_found_in_any_transliteration_and_digits_only_as_they_are(value: str, found: bool) -> None:
    assert (found_on(paper(), value) is not None) is found


def test_name_address_and_date_are_compared_with_what_the_inquiry_knows() -> None:
    name = "document_extracted_properties_detection"
    every = {"properties": ["name", "address", "date"]}
    assert judged(name, paper(), **every).status == "passed"
    other = DocumentCase(today=CASE.today, known={**KNOWN, "name-last": "Sample", "address-city": "Bonn"})
    assert judged(name, paper(), other, **every).reasons == ("name_not_found", "address_not_found")
    assert judged(name, paper(dates=()), **every).reasons == ("date_not_found",)
    nobody = DocumentCase(today=CASE.today)
    assert judged(name, paper(), nobody).reasons == ("nothing_known",)


@pytest.mark.parametrize(
    ("dates", "reasons"),
    [
        ((ISSUED,), ()),
        ((DateRead(day="2026-06-01", role="issue", line="", sheet=0),), ("too_old",)),
        ((DateRead(day="2026-11-01", role="due", line="", sheet=0),), ("date_not_found",)),
        ((DateRead(day="2031-11-01", role="issue", line="", sheet=0),), ("date_not_found",)),
        ((DateRead(day="2026-11-01", role="", line="", sheet=0),), ()),
        ((DateRead(day="2026-06-01", role="issue", line="", sheet=0),
          DateRead(day="2026-11-01", role="", line="", sheet=0)), ("too_old",)),
        ((), ("date_not_found",)),
    ],
)  # fmt: skip
def test_a_paper_is_as_old_as_it_says(dates: tuple[DateRead, ...], reasons: tuple[str, ...]) -> None:
    assert judged("document_recency_detection", paper(dates=dates)).reasons == reasons


def test_an_expiry_that_is_not_printed_does_not_block() -> None:
    assert judged("document_expired_detection", paper()).reasons == ("no_expiration_date",)
    past = DateRead(day="2026-11-19", role="expiry", line="", sheet=0)
    assert judged("document_expired_detection", paper(dates=(past,))).reasons == ("expired",)


EDITED = SentFile(format="jpeg", byte_size=1, software=("Adobe Photoshop 25",), taken_at="2027:01:01 00:00:00")
CHANGED = SentFile(format="pdf", byte_size=1, software=("Sejda 3",), created="2026-10-15T10:00:00",
                   modified="2026-10-16T10:00:00", revisions=2, annotations=1)  # fmt: skip
BACKWARDS = SentFile(format="pdf", byte_size=1, created="2026-10-15T10:00:00", modified="2026-10-14T10:00:00")


@pytest.mark.parametrize(
    ("name", "file", "status", "reasons"),
    [
        ("document_pdf_editor_detection", PDF, "passed", ()),
        ("document_pdf_editor_detection", CHANGED, "failed", ("editor_traces",)),
        ("document_pdf_editor_detection", PHOTO, "not_applicable", ("no_pdf",)),
        ("document_pdf_editor_detection", BACKWARDS, "not_applicable", ("no_metadata",)),
        ("document_pdf_modification_detection", PDF, "passed", ()),
        ("document_pdf_modification_detection", CHANGED, "failed", ("changed_after_creation", "saved_again")),
        ("document_pdf_annotation_detection", PDF, "passed", ()),
        ("document_pdf_annotation_detection", CHANGED, "failed", ("annotations_found",)),
        ("document_pdf_inconsistent_timestamp_detection", PDF, "passed", ()),
        ("document_pdf_inconsistent_timestamp_detection", BACKWARDS, "failed", ("times_contradict",)),
        ("document_pdf_timestamp_inconsistency_detection", BACKWARDS, "failed", ("times_contradict",)),
        ("document_jpeg_modification_detection", PHOTO, "passed", ()),
        ("document_jpeg_modification_detection", EDITED, "failed", ("editor_traces",)),
        ("document_jpeg_modification_detection", PDF, "not_applicable", ("no_jpeg",)),
        ("document_image_suspicious_metadata_detection", EDITED, "failed", ("editor_traces",)),
        ("document_image_inconsistent_timestamp_detection", PHOTO, "passed", ()),
        ("document_image_inconsistent_timestamp_detection", EDITED, "failed", ("times_contradict",)),
        ("document_jpeg_original_image_detection", PHOTO, "passed", ()),
        ("document_jpeg_original_image_detection", EDITED, "failed", ("no_camera_data",)),
        ("document_inconsistent_timestamp_detection", PDF, "passed", ()),
        ("document_unprocessable_submission_detection", PDF, "passed", ()),
        ("document_unprocessable_submission_detection",
         SentFile(format="unknown", byte_size=1, error="corrupt"), "failed", ("unprocessable",)),
    ],
)  # fmt: skip
def test_traces_in_a_file(name: str, file: SentFile, status: str, reasons: tuple[str, ...]) -> None:
    finding = judged(name, paper(file))
    assert (finding.status, finding.reasons) == (status, reasons)


def test_a_file_made_long_before_its_date_is_told() -> None:
    early = SentFile(format="pdf", byte_size=1, created="2026-08-01T00:00:00")
    assert judged("document_inconsistent_timestamp_detection", paper(early)).reasons == ("older_than_its_date",)


def test_what_stands_on_the_sheets() -> None:
    coded = paper(sheets=(sheet(*LINES, codes=("QRCode",), text_objects=5, image_objects=0),
                          sheet("scan", text_objects=0, image_objects=1)))  # fmt: skip
    assert judged("document_qr_code_detection", coded).status == "passed"
    assert judged("document_qr_code_detection", paper()).reasons == ("qr_code_not_found",)
    assert judged("document_pdf_content_type_detection", coded).reasons == ("mixed_pages",)
    assert judged("document_portrait_detection", coded).reasons == ("no_portrait",)
    assert judged("document_color_mode_detection", coded).status == "passed"
    assert judged("document_type_detection", coded, types=["bank_statement"]).reasons == ("disallowed_type",)
    assert judged("document_type_detection", paper(document_type="other")).reasons == ("type_not_recognized",)
    assert judged("document_unprocessable_submission_detection", paper(lines=("x",))).reasons == ("no_text",)


def test_known_images_are_told() -> None:
    near = DocumentCase(today=CASE.today, listed_images=1,
                        known_images=(KnownImage(id="x", page="sheet-1", distance=2),))  # fmt: skip
    hashed = paper(sheets=(sheet(*LINES, perceptual_hash="0" * 16),))
    assert judged("document_compromised_detection", hashed, near).reasons == ("known_image",)
    none_near = DocumentCase(today=CASE.today, listed_images=1)
    assert judged("document_compromised_detection", hashed, none_near).status == "passed"
    assert judged("document_compromised_detection", paper()).reasons == ("no_known_images",)


@pytest.mark.parametrize("sheets", [(), (sheet(*LINES, perceptual_hash=None),)])
def test_pages_that_were_not_held_against_known_images_pass_nothing(sheets: tuple[Sheet, ...]) -> None:
    listed = DocumentCase(today=CASE.today, listed_images=1)
    assert judged("document_compromised_detection", paper(sheets=sheets), listed).reasons == ("unprocessable",)


def test_vehicle_numbers() -> None:
    assert vins_in("VIN 1M8GDM9AXKP042788 and 11111111111111111") == ["1M8GDM9AXKP042788"]
    assert vin_holds("1M8GDM9AXKP042788")
    assert not vin_holds("1M8GDM9AXKP042789")
    assert judged("document_vin_checksum_detection", paper()).reasons == ("vin_not_found",)


def test_the_shipped_template_passes_a_good_bill_and_says_where_things_stand() -> None:
    settings = shipped_templates()["Proof of address"].verifications["document"].checks
    assert verdict(run_document(paper(), CASE, settings))
    assert not verdict(run_document(paper(dates=()), CASE, settings))
    assert not verdict(run_document(PaperFacts(files={}), CASE, settings))
    read = extraction(paper(), CASE)
    assert (read["document-type"], read["issue-date"]) == ("standard_utility_bill", "2026-10-15")
    assert read["name-last"] == "Müller-Example"
    lines = {one["field-name"]: one["results"][0]["metadata"]["line"] for one in read["extraction-responses"]}
    assert lines["address-city"] == "10115 Berlin"


def test_a_blank_page_says_nothing_and_breaks_nothing() -> None:
    assert found_on(paper(sheets=(sheet(), sheet(*LINES))), "Berlin") == (1, "10115 Berlin")
    assert found_on(paper(sheets=(sheet(),)), "Berlin") is None
