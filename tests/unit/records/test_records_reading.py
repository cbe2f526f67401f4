"""Tables of people as CSV, and what a record is found by."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.keys import Keys
from verilink.kit import crypto
from verilink.kit.text import names_agree
from verilink.records.keys import RecordKeys, name_words
from verilink.records.reading import Sheet

KEYS = RecordKeys.of(Keys.derive(b"k" * 32), "org_1")


def read(text: str) -> tuple[Sheet, list[tuple[int, dict[str, str]]]]:
    sheet = Sheet(io.StringIO(text, newline=""))
    return sheet, list(sheet.records())


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_are_named_like_fields_in_any_spelling(delimiter: str) -> None:
    head = delimiter.join(["nameFirst", "name_last", "birthdate", "shoe size", "address-street-1"])
    row = delimiter.join([" Ada ", "Sample", "1985-12-10", "41", ""])
    sheet, records = read(f"{head}\r\n{row}\r\n\r\n{row}")
    assert sheet.columns == ["name-first", "name-last", "birthdate", "address-street-1"]
    assert sheet.left_out == ["shoe size"]
    ada = {"name-first": "Ada", "name-last": "Sample", "birthdate": "1985-12-10"}
    assert records == [(2, ada), (4, ada)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("\n", "empty"),
        ("name-first,name-last\n", "Nobody could be found"),
        ("birthdate\n", "Nobody could be found"),
        ("identification-number,identification_number\n", "a name of its own"),
        ("identification-number,x\n1", "Row 2 has 1 cells"),
        ("name-last,birthdate\nSample,10.12.1985", "Row 2: the date of birth"),
        ("identification-number\n" + "1" * 501, "Row 2: identification-number"),
        ("identification-number\n1\0", "Row 2: identification-number"),
        ('identification-number\n"1', "not valid CSV"),
        ("identification-number" + ",x" * 300, "more than 200 columns"),
    ],
)
def test_what_cannot_be_kept_is_refused_with_its_place(text: str, problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        read(text)


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "old.csv"
    path.write_bytes(b"identification-number,name-first\n" + b"1,Zo\xeb\n" * 5_000)
    with path.open(encoding="utf-8-sig", newline="") as file, pytest.raises(BadRequest, match="UTF-8"):
        list(Sheet(file).records())


@given(text=st.text(max_size=300))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        _, records = read("identification-number,birthdate\n" + text)
    except BadRequest:
        return
    assert all(set(values) <= {"identification-number", "birthdate"} for _, values in records)


NAME = st.text(alphabet="abcdefgoäöüéñåøßжит -", min_size=1, max_size=12)


@given(first=NAME, last=NAME, upper=st.booleans())
def test_the_same_name_is_found_in_any_order_and_case(first: str, last: str, upper: bool) -> None:
    record = {"name-first": first, "name-last": last, "birthdate": "1990-02-03"}
    turned = {"name-first": last.upper() if upper else last, "name-last": first, "birthdate": "1990-02-03"}
    found = KEYS.by_person(record) & KEYS.by_person(turned)
    same = names_agree(f"{first} {last}", f"{turned['name-first']} {first}")[0]
    assert bool(found) or not same


def test_transliterations_meet_and_other_people_do_not() -> None:
    assert set(name_words("Müller")) & set(name_words("MUELLER"))
    assert set(name_words("Anne-Marie")) & set(name_words("Annemarie"))
    assert set(name_words("Жанна")) & set(name_words("Zhanna"))
    assert set(name_words("山田 太郎")) == {"山田", "太郎"}
    person = {"name-last": "Müller", "birthdate": "1990-02-03"}
    assert not KEYS.by_person(person) & KEYS.by_person(person | {"birthdate": "1990-02-04"})
    assert not KEYS.by_person({"name-last": "Müller"})
    elsewhere = RecordKeys.of(Keys.derive(b"k" * 32), "org_2")
    assert not KEYS.by_person(person) & elsewhere.by_person(person)


def test_numbers_are_found_without_spaces_and_never_as_another_kind() -> None:
    one = KEYS.by_number({"identification-number": "ab 12-3"})
    assert one == KEYS.by_number({"identification-number": "AB123"})
    assert not one & KEYS.by_number({"social-security-number": "AB123"})
    assert KEYS.by_number({"identification-number": " - "}) == frozenset()


def test_a_sealed_record_opens_only_in_its_place() -> None:
    values: dict[str, Any] = {"name-last": "Müller"}
    sealed = KEYS.seal(values, "rtbl_1", 2)
    assert KEYS.open(sealed, "rtbl_1", 2) == values
    for place in (("rtbl_1", 3), ("rtbl_2", 2)):
        with pytest.raises(crypto.Unsealable):
            KEYS.open(sealed, *place)
