"""Parsing machine-readable zones: the published specimens, and anything composed from valid fields."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verilink.evidence.documents.mrz import check_digits
from verilink.evidence.documents.mrz.compose import Holder, compose, transliterate
from verilink.evidence.documents.mrz.countries import to_alpha_2
from verilink.evidence.documents.mrz.dates import expand_birthdate, expand_expiration
from verilink.evidence.documents.mrz.layouts import LAYOUTS
from verilink.evidence.documents.mrz.names import split_name
from verilink.evidence.documents.mrz.parse import parse

TODAY = date(2026, 3, 1)

# ICAO Doc 9303 part 4 appendix B, part 5 appendix B, part 6 appendix B, part 7 appendices.
SPECIMENS = {
    "TD3": (
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
    ),
    "TD1": (
        "I<UTOD231458907<<<<<<<<<<<<<<<",
        "7408122F1204159UTO<<<<<<<<<<<6",
        "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
    ),
    "TD2": (
        "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "D231458907UTO7408122F1204159<<<<<<<6",
    ),
    "MRVA": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L8988901C4XXX4009078F96121096ZE184226B<<<<<<",
    ),
    "MRVB": (
        "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<",
        "L8988901C4XXX4009078F9612109<<<<<<<<",
    ),
}


@pytest.mark.parametrize("kind", sorted(SPECIMENS))
def test_published_specimens_parse_with_every_check_digit_right(kind: str) -> None:
    parsed = parse(SPECIMENS[kind], TODAY)
    assert parsed is not None
    assert parsed.format == kind
    assert parsed.consistent
    assert (parsed.fields["name-last"], parsed.fields["name-first"]) == ("ERIKSSON", "ANNA MARIA")


def test_the_passport_specimen_gives_its_fields() -> None:
    parsed = parse(SPECIMENS["TD3"], TODAY)
    assert parsed is not None
    assert parsed.fields == {
        "document-code": "P",
        "issuer": "UTO",
        "nationality": "UTO",
        "document-number": "L898902C3",
        "birthdate": "1974-08-12",
        "expiration-date": "2012-04-15",
        "sex": "F",
        "name-last": "ERIKSSON",
        "name-first": "ANNA MARIA",
        "optional": "ZE184226B",
    }


def test_the_french_identity_card_of_before_2021_parses() -> None:
    lines = ("IDFRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    parsed = parse(lines, TODAY)
    assert parsed is not None
    assert parsed.format == "IDFRA"
    assert parsed.consistent
    assert parsed.fields["document-number"] == "880692310285"
    assert parsed.fields["birthdate"] == "1965-12-06"
    assert parsed.fields["name-first"] == "CORINNE"


def test_a_zone_of_known_format_is_parsed_by_it_even_when_its_first_letters_were_misread() -> None:
    lines = ("I0FRABERTHIER<<<<<<<<<<<<<<<<<<<<<<<", "8806923102858CORINNE<<<<<<<6512068F6")
    parsed = parse(lines, TODAY, "IDFRA")
    assert parsed is not None
    assert (parsed.fields["document-number"], parsed.fields["birthdate"]) == ("880692310285", "1965-12-06")


def test_a_td2_card_with_the_first_letters_of_the_french_one_is_told_apart_by_its_check_digits() -> None:
    holder = Holder("FRA", "DOE", "JO", "40408614703", "FRA", "070429", "F", "260128", "ID")
    parsed = parse(compose("TD2", holder), TODAY)
    assert parsed is not None
    assert (parsed.format, parsed.fields["document-number"]) == ("TD2", "40408614703")


def test_a_document_number_of_more_than_nine_characters_goes_on_in_the_optional_field() -> None:
    lines = ("I<UTOD23145890<7349<<<<<<<<<<<", "3407127M9507122UTO<<<<<<<<<<<2", "STEVENSON<<PETER<JOHN<<<<<<<<<")
    parsed = parse(lines, TODAY)
    assert parsed is not None
    assert parsed.fields["document-number"] == "D23145890734"
    assert parsed.check_digits["document-number"]


@pytest.mark.parametrize("kind", sorted(SPECIMENS))
def test_any_changed_digit_of_the_data_line_breaks_a_check_digit(kind: str) -> None:
    head, data, *rest = SPECIMENS[kind]
    for column, old in enumerate(data[:28]):
        if old.isdigit():
            changed = data[:column] + str((int(old) + 1) % 10) + data[column + 1 :]
            parsed = parse((head, changed, *rest), TODAY)
            assert parsed is not None
            assert not parsed.consistent


letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=1, max_size=12)
names = st.lists(letters, min_size=1, max_size=3).map(" ".join)
six_digit_dates = st.dates(date(1930, 1, 1), date(2025, 12, 31)).map(lambda day: day.strftime("%y%m%d"))
holders = st.builds(
    Holder,
    issuer=st.sampled_from(["UTO", "DEU", "D", "GBR", "RKS", "EUE", "ZAF"]),
    last=letters,
    first=letters,
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=1, max_size=9),
    nationality=st.sampled_from(["UTO", "XXA", "D", "FRA", "CHE"]),
    birthdate=six_digit_dates,
    sex=st.sampled_from("MF<"),
    expiration=six_digit_dates,
    code=st.just("I"),
    optional=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", max_size=7),
)


@given(kind=st.sampled_from([kind for kind in sorted(LAYOUTS) if not kind.startswith("EDL")]), holder=holders)
@settings(max_examples=300, deadline=None)
def test_what_is_composed_parses_back_to_the_same_fields(kind: str, holder: Holder) -> None:
    code = {"TD3": "P", "MRVA": "V", "MRVB": "V", "IDFRA": "ID"}.get(kind, "I")
    issuer = "FRA" if kind == "IDFRA" else holder.issuer
    given_holder = Holder(
        issuer, holder.last, holder.first, holder.number, holder.nationality, holder.birthdate, holder.sex,
        holder.expiration, code, "" if kind in ("TD1", "TD2") else holder.optional,
    )  # fmt: skip
    lines = compose(kind, given_holder)  # type: ignore[arg-type]
    assert {len(line) for line in lines} == {LAYOUTS[kind].width}  # type: ignore[index]
    parsed = parse(lines, TODAY)
    assert parsed is not None
    assert parsed.format == kind
    assert parsed.consistent
    assert parsed.fields["document-number"] == holder.number
    assert parsed.fields["name-last"] == holder.last
    assert parsed.fields["name-first"] == holder.first
    assert parsed.fields["birthdate"][2:].replace("-", "") == holder.birthdate


@given(
    kind=st.sampled_from(["TD1", "TD2"]),
    number=st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=10, max_size=14),
)
def test_long_numbers_survive_composing_and_parsing(kind: str, number: str) -> None:
    holder = Holder(
        "UTO", "DOE", "JO", number[:14] if kind == "TD1" else number[:13], "UTO", "740812", "F", "300101", "I"
    )
    parsed = parse(compose(kind, holder), TODAY)  # type: ignore[arg-type]
    assert parsed is not None
    assert parsed.fields["document-number"] == holder.number
    assert parsed.consistent


@given(st.lists(st.text(check_digits.ALPHABET, min_size=25, max_size=46), min_size=0, max_size=4))
@settings(max_examples=300)
def test_any_lines_parse_or_are_refused_without_an_error(lines: list[str]) -> None:
    parsed = parse(tuple(lines), TODAY)
    # what a licence holds beyond its last digit is each country's own
    promised = {"composite"} if parsed and parsed.format.startswith("EDL") else {"document-number", "birthdate"}
    assert parsed is None or set(parsed.check_digits) >= promised


@given(st.lists(st.text(check_digits.ALPHABET, min_size=30, max_size=30), min_size=3, max_size=3))
def test_three_lines_of_thirty_characters_always_parse(lines: list[str]) -> None:
    assert parse(tuple(lines), TODAY) is not None


@given(st.text(check_digits.ALPHABET, min_size=1, max_size=40), st.data())
def test_a_check_digit_catches_every_single_changed_digit(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.sampled_from("0123456789").filter(lambda digit: digit != text[at]))
    if not text[at].isdigit():
        return
    assert check_digits.compute(text) != check_digits.compute(text[:at] + other + text[at + 1 :])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("740812", "1974-08-12"),
        ("250101", "2025-01-01"),
        ("260401", "1926-04-01"),
        ("74<<<<", "1974"),
        ("7408<<", "1974-08"),
        ("741312", None),
        ("740230", None),
        ("<<<<<<", None),
        ("ABCDEF", None),
    ],
)
def test_birth_dates_take_the_latest_century_that_is_past(text: str, expected: str | None) -> None:
    assert expand_birthdate(text, TODAY) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("120415", "2012-04-15"), ("960712", "1996-07-12"), ("750101", "2075-01-01")]
)
def test_expiry_dates_stay_within_fifty_years(text: str, expected: str) -> None:
    assert expand_expiration(text, TODAY) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [("D<<", "DE"), ("DEU", "DE"), ("GBO", "GB"), ("RKS", "XK"), ("EUE", "EU"), ("XXA", None), ("ZZZ", None)],
)
def test_country_codes_beyond_iso_are_known(code: str, expected: str | None) -> None:
    assert to_alpha_2(code) == expected


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("Müller-Lüdenscheidt", "MUELLER<LUEDENSCHEIDT"),
        ("D'Artagnan", "DARTAGNAN"),
        ("Ñandú", "NANDU"),
        ("Œuvré", "OEUVRE"),
    ],
)
def test_names_are_transliterated_as_the_standard_says(written: str, printed: str) -> None:
    assert transliterate(written) == printed


def test_a_full_name_field_counts_as_truncated() -> None:
    assert split_name("NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K").truncated
    assert not split_name("ERIKSSON<<ANNA<MARIA<<<").truncated


def test_a_french_licence_says_number_expiry_and_the_beginning_of_the_surname() -> None:
    found = parse(("D1FRA13AA000026181231MARTIN<<9",), TODAY)
    assert found is not None
    assert found.format == "EDLFRA"
    assert found.check_digits == {"document-number": True, "composite": True}
    assert found.fields["document-number"] == "13AA00002"
    assert found.fields["expiration-date"] == "2018-12-31"
    assert found.fields["name-last"] == "MARTIN"
    assert found.consistent


def test_a_dutch_licence_says_its_number_under_one_digit_over_the_whole_line() -> None:
    found = parse(("D1NLD15094962111659VW87Z78NB84",), TODAY)
    assert found is not None
    assert (found.format, found.fields["document-number"]) == ("EDLNLD", "5094962111")
    assert found.check_digits == {"composite": True}
    wrong = parse(("D1NLD15094962112659VW87Z78NB84",), TODAY)
    assert wrong is not None
    assert wrong.check_digits == {"composite": False}


def test_a_licence_of_a_country_whose_line_is_not_published_is_taken_whole() -> None:
    found = parse(("D1ROU00123456789ABC<<<<<<<<<<1",), TODAY)
    assert found is not None
    assert (found.format, found.fields["optional"]) == ("EDL", "00123456789ABC")


def test_a_swiss_licence_says_who_was_born_when_and_proves_nothing() -> None:
    found = parse(("FACHE305142128097<<800126<<<<<", "MARCHAND<<FABIENNE<<<<<<<<<<<<"), TODAY)
    assert found is not None
    assert (found.format, found.check_digits) == ("EDLCHE", {})
    assert (found.fields["name-last"], found.fields["name-first"]) == ("MARCHAND", "FABIENNE")
    assert found.fields["birthdate"] == "1980-01-26"
    assert "document-number" not in found.fields
