"""Printed labels and dates, and what kind of document the text makes it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.evidence.documents.classify import classify
from verilink.evidence.documents.labels import read_labelled
from verilink.evidence.documents.visual_dates import find_date
from verilink.evidence.documents.vocabulary import is_label
from verilink.evidence.facts import MrzFacts, PageFacts, Quad, Quality, TextLine


def line(text: str, x: float, y: float, *, height: float = 20) -> TextLine:
    width = 11.0 * len(text)
    box = Quad(points=((x, y), (x + width, y), (x + width, y + height), (x, y + height)))
    return TextLine(text=text, confidence=0.95, box=box)


def page(*lines: TextLine, mrz: MrzFacts | None = None) -> PageFacts:
    quality = Quality(sharpness=300, brightness=120, contrast=40, glare=0, dark=0, resolution=1000)
    return PageFacts(width=1000, height=700, rotation=0, quality=quality, text=lines, mrz=mrz)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 AUG 1974", "1974-08-12"),
        ("12 AOÛT/AUG 1974", "1974-08-12"),
        ("8 Août/Aug 2011", "2011-08-08"),
        ("20 Juin/Jun 1978", "1978-06-20"),
        ("01.02.1980", "1980-02-01"),
        ("1980-02-01", "1980-02-01"),
        ("01/02/80", "1980-02-01"),
        ("12/31/1999", "1999-12-31"),
        ("31 12 1999", "1999-12-31"),
        ("3 MÄRZ 2020", "2020-03-03"),
        ("05DEZ2031", "2031-12-05"),
        ("no date", None),
        ("99.99.1999", None),
        ("1234567", None),
    ],
)
def test_dates_are_read_as_documents_print_them(text: str, expected: str | None) -> None:
    assert find_date(text) == expected


@given(st.text(max_size=40))
def test_any_text_has_a_date_or_none(text: str) -> None:
    found = find_date(text)
    assert found is None or len(found) == 10


def test_values_below_and_beside_their_labels_are_found() -> None:
    found = read_labelled(
        page(
            line("Surname / Nom", 300, 50),
            line("MUSTER", 300, 75),
            line("Given names / Prénoms", 300, 110),
            line("ANNA MARIA", 300, 135),
            line("Date of birth / Date de naissance", 300, 170),
            line("12 AUG/AOÛT 1974", 300, 195),
            line("Date of expiry", 300, 230),
            line("15.04.2032", 520, 230),
            line("Sex", 300, 270),
            line("F", 300, 295),
        )
    )
    assert {name: reading.value for name, reading in found.items()} == {
        "name-last": "MUSTER",
        "name-first": "ANNA MARIA",
        "birthdate": "1974-08-12",
        "expiration-date": "2032-04-15",
        "sex": "F",
    }
    assert all(reading.source == "visual" and reading.box is not None for reading in found.values())


def test_a_value_on_the_line_of_its_label_is_found() -> None:
    found = read_labelled(page(line("EXP 04/14/2035", 100, 100), line("DOB 11/19/1987", 100, 140)))
    assert found["expiration-date"].value == "2035-04-14"
    assert found["birthdate"].value == "1987-11-19"


def test_dates_in_an_impossible_order_are_not_given() -> None:
    found = read_labelled(
        page(line("Date of birth", 100, 100), line("01.01.2030", 100, 125), line("Date of expiry 01.01.1990", 500, 300))
    )
    assert "birthdate" not in found
    assert "expiration-date" not in found


def test_a_misread_label_is_still_no_value() -> None:
    assert is_label("Naticnalty Nationaáte")
    assert not is_label("ALEXANDRA JO")
    found = read_labelled(page(line("Given names", 100, 100), line("Naticnalty / Nationaáte", 100, 125)))
    assert "name-first" not in found


def zone(code: str, issuer: str, kind: str = "TD1") -> MrzFacts:
    return MrzFacts(format=kind, lines=(), fields={"document-code": code, "issuer": issuer})


@pytest.mark.parametrize(
    ("code", "issuer", "kind", "expected"),
    [
        ("P", "UTO", "TD3", ("pp", None)),
        ("PD", "D", "TD3", ("pp", "DE")),
        ("V", "FRA", "MRVA", ("visa", "FR")),
        ("I", "EST", "TD1", ("id", "EE")),
        ("ID", "FRA", "IDFRA", ("id", "FR")),
        ("IR", "GBR", "TD1", ("rp", "GB")),
        ("AR", "D", "TD1", ("rp", "DE")),
        ("C1", "USA", "TD1", ("pr", "US")),
        ("IP", "USA", "TD1", ("ppc", "US")),
    ],
)
def test_document_codes_tell_class_and_country(code: str, issuer: str, kind: str, expected: tuple[str, str]) -> None:
    found = classify((page(mrz=zone(code, issuer, kind)),))
    assert (found.id_class, found.country) == expected
    assert found.reasons


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CALIFORNIA DRIVER LICENSE", ("dl", "US", "CA")),
        ("BUNDESREPUBLIK DEUTSCHLAND FÜHRERSCHEIN", ("dl", "DE", None)),
        ("RÉPUBLIQUE FRANÇAISE CARTE NATIONALE D'IDENTITÉ", ("id", "FR", None)),
        ("TITRE DE SÉJOUR", ("rp", None, None)),
        ("lorem ipsum", (None, None, None)),
    ],
)
def test_printed_titles_tell_class_and_country(text: str, expected: tuple[str | None, str | None, str | None]) -> None:
    found = classify((page(line(text, 10, 10)),))
    assert (found.id_class, found.country, found.subdivision) == expected
