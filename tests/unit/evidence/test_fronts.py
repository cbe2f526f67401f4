"""Fronts with neither zone nor barcode: what a reader makes of drawn ones, whole and by its parts."""

from datetime import date

import pytest

from specimens.captures import Capture, take
from specimens.fronts import draw_front
from verilink.evidence import read_document
from verilink.evidence.documents.alphabets import letters_of
from verilink.evidence.documents.visual.addresses import split_address
from verilink.evidence.documents.visual.captions import find_captions
from verilink.evidence.documents.visual.classes import spell_classes
from verilink.evidence.documents.visual.nationalities import find_nationality
from verilink.evidence.documents.visual.sexes import find_sex
from verilink.evidence.documents.visual.values import Setting, accept
from verilink.evidence.documents.visual_dates import read_days

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("group", "number"),
    [
        ("licence of Europe", 6),
        ("licence of North America", 1),
        ("licence of North America", 7),
        ("identity card", 5),
        ("passport", 0),
        ("residence permit", 0),
    ],
)
def test_a_drawn_front_is_read_by_its_captions_alone(group: str, number: int) -> None:
    front = draw_front(group, number)
    facts = read_document(take(front.pixels, Capture(pitch=13, degrees=2)), faces=False, today=TODAY)
    said = {name: reading.value for name, reading in facts.fields.items()}
    for name in {"name-last", "birthdate", "issue-date", "expiration-date", "sex", "nationality"} & set(front.truth):
        assert said.get(name) == front.truth[name], name
    assert (facts.id_class, facts.country_code, facts.subdivision) == (
        front.id_class,
        front.country,
        front.subdivision,
    )
    assert facts.reasons
    assert facts.pages["front"].mrz is None


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("[a] Name/Surname/Nom", ["name-last"]),
        ("NOME / NAME", ["name-first"]),
        ("Nombre / Name", ["name-first"]),
        ("NAME/SURNAME, FORENAME", ["name-full"]),
        ("LUOGO E DATA DI NASCITA / PLACE AND DATE OF BIRTH", ["birthdate"]),
        ("Place of birth / Lieu de naissance", ["other"]),
        ("DateofbirthDatedenaissance", ["birthdate"]),
        ("Naticnalty Nationaáte", ["nationality"]),
        ("HGT 5'-07\" WGT 150 lb ISS 12/10/2024", ["height", "other", "issue-date"]),
        ("POLISMYNDIGHETEN", []),
        ("KEYES", []),
        ("MARÍA DEL CARMEN", []),
    ],
)
def test_captions_in_any_language_name_their_field(text: str, fields: list[str]) -> None:
    assert [caption.fields[0] for caption in find_captions(text)] == fields


@pytest.mark.parametrize(
    ("text", "country", "sex"),
    [
        ("M", None, "M"),
        ("K/F", "PL", "F"),
        ("V/F", "NL", "F"),
        ("V/M", "LT", "M"),
        ("V", "NL", "F"),
        ("M", "MX", "F"),
        ("PEREMPUAN", "ID", "F"),
        ("FÉRFI/M", "HU", "M"),
        ("X", None, "X"),
        ("MADRID", None, None),
    ],
)
def test_sex_is_read_as_the_country_prints_it(text: str, country: str | None, sex: str | None) -> None:
    found = find_sex(text, country)
    assert (found[0] if found else None) == sex


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DEUTSCH", "DE"),
        ("SVENSK / SWE", "SE"),
        ("Română / ROU", "RO"),
        ("BRITISH CITIZEN", "GB"),
        ("POLSKIE", "PL"),
        ("UNITED STATES OF AMERICA", "US"),
        ("RSA", "ZA"),
        ("lorem", None),
    ],
)
def test_nationalities_have_codes(text: str, code: str | None) -> None:
    found = find_nationality(text)
    assert (found[0] if found else None) == code


def test_day_and_month_come_in_the_order_of_the_country() -> None:
    assert [day.value for day in read_days("01/12/1985")] == ["1985-12-01"]
    assert [day.value for day in read_days("01/12/1985", month_first=True)] == ["1985-01-12"]
    assert [day.value for day in read_days("1998-FEB-08, JAN 05 1985, 12 sept./Sept 85")] == [
        "1998-02-08",
        "1985-01-05",
        "1985-09-12",
    ]
    unsure = accept("birthdate", "01/12/1985", Setting(TODAY, certain_order=False))
    sure = accept("birthdate", "13/12/1985", Setting(TODAY, certain_order=False))
    assert unsure
    assert sure
    assert unsure[1] < 0.8 < sure[1]


def test_two_digits_of_a_year_are_of_the_field_s_century() -> None:
    assert accept("birthdate", "10.03.49", Setting(TODAY)) == ("1949-03-10", 1.0)
    assert accept("expiration-date", "10.03.49", Setting(TODAY)) == ("2049-03-10", 1.0)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("222 829 623", "222 829 623"),
        ("77876051-S", "77876051-S"),
        ("1165040043 -12/06/1979", "1165040043"),
        ("12.01.1985", None),
        ("MAIN STREET 12", None),
    ],
)
def test_numbers_are_told_from_dates_and_words(text: str, number: str | None) -> None:
    found = accept("identification-number", text, Setting(TODAY))
    assert (found[0] if found else None) == number


def test_addresses_and_classes_are_split() -> None:
    assert split_address(["12 ELM ST APT 4B", "AUSTIN, TX 78701-1234"]) == {
        "address-street-1": "12 ELM ST APT 4B",
        "address-city": "AUSTIN",
        "address-subdivision": "TX",
        "address-postal-code": "78701-1234",
    }
    assert split_address(["ul. Długa 5 m. 12, 00-238 Warszawa"])["address-city"] == "Warszawa"
    assert split_address(["SOMEWHERE"]) == {"address-street-1": "SOMEWHERE"}
    assert [spell_classes(text) for text in ("AMB1B", "AM/B/L", "XYZ")] == ["AM B1 B", "AM/B/L", "XYZ"]


def test_letters_of_a_language_are_known_or_not() -> None:
    assert {"ğ", "ı", "Ş"} <= (letters_of("TR") or set())
    assert letters_of("US") == frozenset()
    assert letters_of("JP") is None
