"""Printed labels and dates, and what kind of document the text makes it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.evidence.documents.classify import classify
from verilink.evidence.documents.echoes import find_echoes, find_issue_date
from verilink.evidence.documents.fields import merge_fields
from verilink.evidence.documents.visual.captions import is_caption
from verilink.evidence.documents.visual.read import read_print
from verilink.evidence.documents.visual.strip import strip_label
from verilink.evidence.documents.visual_dates import find_date, list_dates
from verilink.evidence.facts import MrzFacts, PageFacts, Quad, Quality, Reading, TextLine


def line(text: str, x: float, y: float, *, height: float = 20) -> TextLine:
    width = 11.0 * len(text)
    box = Quad(points=((x, y), (x + width, y), (x + width, y + height), (x, y + height)))
    return TextLine(text=text, confidence=0.95, box=box)


def page(*lines: TextLine, mrz: MrzFacts | None = None) -> PageFacts:
    quality = Quality(sharpness=300, brightness=120, contrast=40, glare=0, dark=0, resolution=1000)
    return PageFacts(width=1000, height=700, rotation=0, quality=quality, text=lines, mrz=mrz)


TODAY = date(2026, 3, 1)


def labelled(front: PageFacts) -> dict[str, Reading]:
    return read_print(front, TODAY)


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
    found = labelled(
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
    found = labelled(page(line("EXP 04/14/2035", 100, 100), line("DOB 11/19/1987", 100, 140)))
    assert found["expiration-date"].value == "2035-04-14"
    assert found["birthdate"].value == "1987-11-19"


def test_dates_in_an_impossible_order_are_not_given() -> None:
    found = labelled(
        page(line("Date of birth", 100, 100), line("01.01.2020", 100, 125), line("Date of expiry 01.01.1990", 500, 300))
    )
    assert "birthdate" not in found
    assert "expiration-date" not in found


def test_nobody_is_born_after_today() -> None:
    assert labelled(page(line("Date of birth", 100, 100), line("02.03.2026", 100, 125))) == {}


def test_a_misread_label_is_still_no_value() -> None:
    assert is_caption("Naticnalty Nationaáte")
    assert not is_caption("ALEXANDRA JO")
    found = labelled(page(line("Given names", 100, 100), line("Naticnalty / Nationaáte", 100, 125)))
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


STATED = {
    "name-last": "MUELLER SORENSEN",
    "name-first": "ANNA",
    "name-middle": "LUISE",
    "identification-number": "X2846013A",
    "birthdate": "1980-02-03",
    "expiration-date": "2031-04-15",
}


def values(found: dict[str, Reading]) -> dict[str, str]:
    return {name: reading.value for name, reading in found.items()}


def test_what_the_code_says_is_found_in_print_as_it_is_printed() -> None:
    lines = (
        line("Nrne / Sumarne", 300, 30),
        line("MÜLLER-SØRENSEN", 300, 55),
        line("Anna Luise", 300, 105),
        line("X284 6013A", 700, 55),
        line("03.02.1980 BERLIN", 300, 155),
        line("Valid until 15 APR/AVR 2031", 300, 205),
    )
    found = find_echoes(lines, STATED)
    assert values(found) == {
        "name-last": "MÜLLER-SØRENSEN",
        "name-first": "Anna",
        "name-middle": "Luise",
        "identification-number": "X2846013A",
        "birthdate": "1980-02-03",
        "expiration-date": "2031-04-15",
    }
    assert {reading.source for reading in found.values()} == {"visual"}
    assert found["name-last"].box == lines[1].box


def test_changed_print_has_no_echo_and_its_label_speaks_against_the_code() -> None:
    printed = (line("Surname", 300, 50), line("SCHMIDT", 300, 75), line("Date of birth 03.02.1990", 300, 120))
    assert find_echoes(printed, STATED) == {}
    zone_facts = MrzFacts(format="TD3", lines=("", ""), fields={**STATED, "name-first": "ANNA LUISE"}, confidence=0.9)
    fields = merge_fields((page(*printed, mrz=zone_facts),), TODAY)
    assert fields["name-last"].alternatives == (("visual", "SCHMIDT"),)
    assert fields["birthdate"].alternatives == (("visual", "1990-02-03"),)


@pytest.mark.parametrize(
    "text", ["P<UTOMUELLER<SORENSEN<<ANNA", "MUELLER", "MUSTERMANN SORENSON", "X28460", "03.02.1981"]
)
def test_the_zone_itself_and_what_is_only_alike_are_no_echoes(text: str) -> None:
    assert find_echoes((line(text, 10, 10),), STATED) == {}


def test_a_letter_left_of_a_label_is_no_name() -> None:
    found = find_echoes((line("P ANNA LUISE", 10, 10),), STATED)
    assert (found["name-first"].value, found["name-middle"].value) == ("ANNA", "LUISE")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_print_and_any_code_give_echoes_or_none(text: str, stated: str) -> None:
    for reading in find_echoes((line(text, 1, 1),), dict.fromkeys(STATED, stated)).values():
        assert reading.value


def test_the_one_date_left_over_is_the_date_of_issue() -> None:
    printed = (line("03.02.1980", 1, 1), line("16.04.2021", 1, 40), line("15.04.2031", 1, 80))
    issued = find_issue_date(printed, STATED, TODAY)
    assert issued is not None
    assert issued.value == "2021-04-16"
    assert issued.confidence < 0.5
    assert find_issue_date((*printed, line("01.01.2022", 1, 120)), STATED, TODAY) is None
    assert find_issue_date(printed[:1], STATED, TODAY) is None
    assert find_issue_date(printed, {"birthdate": "1980-02-03"}, TODAY) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("23111964", {"1964-11-23"}),
        ("2004-1231", {"2004-12-31"}),
        ("01/02/1980", {"1980-02-01", "1980-01-02"}),
        ("24 CEP/AUG 91", {"1991-08-24"}),
        ("13 LIPJUL 2016", {"2016-07-13"}),
        ("12345678901", set()),
    ],
)
def test_everything_a_date_can_mean_is_listed(text: str, expected: set[str]) -> None:
    assert list_dates(text) == expected


def test_a_european_licence_is_read_by_its_numbers() -> None:
    found = labelled(
        page(
            line("1. MÜLLER", 300, 50),
            line("2.", 300, 90),
            line("ANNA LUISE", 340, 90),
            line("3. 03.02.80 BERLIN", 300, 130),
            line("4a. 16.04.2021", 300, 170),
            line("4c. LANDRATSAMT", 600, 170),
            line("4b. 15.04.2031", 300, 210),
            line("5. B072RRE2I55", 300, 250),
            line("9. AM/B/L", 300, 300),
        )
    )
    assert values(found) == {
        "name-last": "MÜLLER",
        "name-first": "ANNA LUISE",
        "birthdate": "1980-02-03",
        "issue-date": "2021-04-16",
        "issuing-authority": "LANDRATSAMT",
        "expiration-date": "2031-04-15",
        "identification-number": "B072RRE2I55",
        "vehicle-class": "AM/B/L",
    }


def test_an_american_licence_is_read_by_its_numbers_and_labels() -> None:
    front = page(
        line("4d DLN S1234567", 300, 50),
        line("4b EXP 04/14/2035", 300, 90),
        line("1 SAMPLE", 300, 130),
        line("2 ALEXANDRA JO", 300, 170),
        line("8 12 SAMPLE ROAD", 300, 210),
        line("3 DOB 11/19/1987", 300, 250),
        line("4a ISS 04/15/2025", 300, 290),
        line("15 SEX F", 300, 330),
        line("16 HGT 5'-07\"", 500, 330),
        line("9 CLASS C", 300, 370),
    )
    expected = {
        "identification-number": "S1234567",
        "expiration-date": "2035-04-14",
        "name-last": "SAMPLE",
        "name-first": "ALEXANDRA JO",
        "address-street-1": "12 SAMPLE ROAD",
        "birthdate": "1987-11-19",
        "issue-date": "2025-04-15",
        "sex": "F",
        "height": "5'-07\"",
        "vehicle-class": "C",
    }
    assert values(labelled(front)) == expected
    merged = {**expected, "name-first": "ALEXANDRA", "name-middle": "JO"}
    assert values(merge_fields((front,), TODAY, "US")) == merged


def test_a_page_with_one_number_by_chance_is_not_numbered() -> None:
    assert labelled(page(line("1. KOWALSKA", 10, 10), line("PASSPORT", 10, 40))) == {}


@pytest.mark.parametrize(
    ("text", "script"),
    [("УДОСТОВЕРЕНИЕ ЛИЧНОСТИ ИВАНОВА", "Cyrillic"), ("ΔΕΛΤΙΟ ΤΑΥΤΟΤΗΤΑΣ ΠΑΠΑΔΟΠΟΥΛΟΥ", "Greek")],
)
def test_print_in_another_script_is_said_not_misread(text: str, script: str) -> None:
    front = page(line(text, 100, 100))
    assert any(script in reason for reason in classify((front,)).reasons)
    assert merge_fields((front,), TODAY) == {}
    assert not any(script in reason for reason in classify((page(line("IDENTITY CARD", 1, 1)),)).reasons)


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("1. KOWALSKA", "KOWALSKA"),
        ("LN SAMPLE", "SAMPLE"),
        ("Nom: MARTIN", "MARTIN"),
        ("4b EXP 04/14/2035", "04/14/2035"),
        ("NOMURA", "NOMURA"),
        ("12 SPECIMEN STREET", "SPECIMEN STREET"),
    ],
)
def test_numbers_and_labels_are_taken_off(text: str, bare: str) -> None:
    assert strip_label(text) == bare


@pytest.mark.parametrize("text", ["Pérans", "dertrées, bres", "GMIN NNEE", "NAME"])
def test_misread_labels_are_no_names(text: str) -> None:
    found = labelled(page(line("Given names", 100, 100), line(text, 100, 125)))
    assert "name-first" not in found or found["name-first"].confidence < 0.8


def test_address_height_and_class_have_labels_too() -> None:
    found = labelled(
        page(
            line("Adresse / Address", 100, 100),
            line("HEIDESTR. 17, 51147 KOLN", 100, 125),
            line("Größe / Height", 600, 100),
            line("160 cm", 600, 125),
            line("CLASS C ISS 04/15/2025", 100, 200),
            line("Nationality", 100, 300),
            line("EST", 100, 325),
        )
    )
    assert values(found) == {
        "address-street-1": "HEIDESTR. 17",
        "address-postal-code": "51147",
        "address-city": "KOLN",
        "height": "160 cm",
        "vehicle-class": "C",
        "issue-date": "2025-04-15",
        "nationality": "EE",
    }
