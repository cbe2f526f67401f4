"""Papers: text, dates, kind, and what the files tell of themselves."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from support.paper import bill, drawn
from verilink.evidence.papers.dates import dates_in, role_of
from verilink.evidence.papers.kinds import OTHER, paper_kind
from verilink.evidence.papers.pdf import pdf_date
from verilink.evidence.papers.read import read_paper


@pytest.mark.parametrize(
    ("line", "days"),
    [
        ("Date: 15 March 2024", ["2024-03-15"]),
        ("March 15, 2024", ["2024-03-15"]),
        ("Rechnungsdatum 15.03.2024", ["2024-03-15"]),
        ("2024-03-15 to 2024-04-14", ["2024-03-15", "2024-04-14"]),
        ("Invoice 03/04/2024", ["2024-03-04"]),
        ("15 de marzo de 2024", ["2024-03-15"]),
        ("1er janvier 2024", ["2024-01-01"]),
        ("13th May 2024", ["2024-05-13"]),
        ("Tel 030 12.34.56.78, 64.20 EUR, 31.02.2024", []),
    ],
)
def test_dates_are_found_as_papers_print_them(line: str, days: list[str]) -> None:
    assert list(dates_in(line)) == days


@pytest.mark.parametrize(
    ("line", "before", "role"),
    [
        ("Invoice date: 1.2.2024", "", "issue"),
        ("Valid until 1.2.2030", "", "expiry"),
        ("1.2.2024", "Geburtsdatum", "birth"),
        ("Please pay by 1.2.2024", "Invoice", "due"),
        ("1.2.2024", "Northwind", ""),
    ],
)
def test_a_line_or_the_one_above_says_what_a_date_is(line: str, before: str, role: str) -> None:
    assert role_of(line, before) == role


def test_the_kind_needs_two_words_and_no_rival() -> None:
    assert paper_kind(["Your electricity bill", "Meter number 4"])[0] == "standard_utility_bill"
    assert paper_kind(["Kontoauszug", "Neuer Kontostand 12,00", "IBAN DE00"])[0] == "bank_statement"
    assert paper_kind(["Electricity"]) == (OTHER, ())
    assert paper_kind(["electricity kwh opening balance iban"]) == (OTHER, ())
    assert paper_kind([]) == (OTHER, ())


@given(st.text(max_size=80))
def test_any_line_is_read_without_harm(line: str) -> None:
    assert all(len(day) == 10 for day in dates_in(line))
    role_of(line)
    pdf_date(line)


@pytest.fixture(scope="module")
def facts():  # type: ignore[no-untyped-def]
    """A PDF and a photo of the same bill, and a file that is neither."""
    pdf = bill("PDF", producer="Smallpdf", creator="Word")
    return read_paper({"page-1": pdf, "page-2": bill(), "page-3": b"nothing at all"})


def test_a_bill_is_read_with_its_dates_and_its_kind(facts) -> None:  # type: ignore[no-untyped-def]
    assert [sheet.file for sheet in facts.sheets] == ["page-1", "page-2"]
    texts = [line.text for line in facts.sheets[0].text]
    assert "10115 Berlin" in texts
    assert {(one.day, one.role) for one in facts.dates} == {("2026-10-15", "issue"), ("2031-12-01", "due")}
    assert facts.document_type == "standard_utility_bill"


def test_what_the_files_say_of_themselves_is_kept(facts) -> None:  # type: ignore[no-untyped-def]
    pdf, photo, broken = facts.files.values()
    assert (pdf.format, pdf.pages, pdf.revisions, pdf.annotations) == ("pdf", 1, 1, 0)
    assert pdf.software == ("Smallpdf", "Word")
    assert pdf.created is not None
    assert (photo.format, photo.camera, photo.error) == ("jpeg", None, None)
    assert broken.error == "unsupported_format"


def test_of_many_pages_only_some_are_read_and_the_rest_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    import verilink.evidence.papers.read as reader

    monkeypatch.setattr(reader, "MOST_SHEETS", 2)
    buffer = io.BytesIO()
    blank = Image.new("RGB", (300, 400), "white")
    drawn().resize((300, 400)).save(buffer, "PDF", save_all=True, append_images=[blank, blank])
    facts = read_paper({"page-1": buffer.getvalue(), "page-2": bill()})
    assert (len(facts.sheets), facts.unread_sheets) == (2, 2)


@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=400), at=st.integers(0, 4000))
def test_a_damaged_pdf_is_an_error_and_no_exception(data: bytes, at: int) -> None:
    from verilink.evidence.images import ImageRefused, Limits
    from verilink.evidence.papers.pdf import read_pdf

    whole = _SMALL_PDF
    try:
        read_pdf(whole[:at] + data + whole[at + len(data) :], Limits(min_bytes=1), 1)
    except ImageRefused:
        return


def _small_pdf() -> bytes:
    buffer = io.BytesIO()
    Image.new("L", (60, 80), 200).save(buffer, "PDF")
    return buffer.getvalue()


_SMALL_PDF = _small_pdf()
