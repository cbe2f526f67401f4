"""Phone numbers as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.callingcodes import CODE_OF, COUNTRY_OF
from verilink.kit.phone import InvalidNumber, country_of, read_phone


@pytest.mark.parametrize(
    ("given_", "country", "number", "found"),
    [
        ("+49 (151) 234-5678", None, "+491512345678", "DE"),
        ("0049 151 2345678", "FR", "+491512345678", "DE"),
        ("0151 2345678", "DE", "+491512345678", "DE"),
        ("(202) 555-0147", "US", "+12025550147", "US"),
        ("1 416 555 0147", "CA", "+14165550147", "CA"),
        ("876 555 0147", "JM", "+18765550147", "JM"),
        ("06 12 34 56 78", "FR", "+33612345678", "FR"),
        ("8 912 345-67-89", "RU", "+79123456789", "RU"),
        ("8005551234", "RU", "+78005551234", "RU"),
        ("06 20 123 4567", "HU", "+36201234567", "HU"),
        ("340 123 4567", "IT", "+393401234567", "IT"),
        ("06 1234 5678", "IT", "+390612345678", "IT"),
        ("07 01 02 03 04", "CI", "+2250701020304", "CI"),
        ("٠٥٠ ١٢٣ ٤٥٦٧", "SA", "+966501234567", "SA"),
        ("+7 701 234 56 78", None, "+77012345678", "KZ"),
    ],
)
def test_what_people_write_is_read(given_: str, country: str | None, number: str, found: str) -> None:
    phone = read_phone(given_, country)
    assert (phone.number, phone.country) == (number, found)


@pytest.mark.parametrize(
    "given_", ["", "call me", "0151 2345678", "+49", "+0151234567", "+1" + "2" * 20, "+49 151 x 234"]
)
def test_what_is_no_number_is_refused(given_: str) -> None:
    with pytest.raises(InvalidNumber):
        read_phone(given_)


@given(st.text(max_size=40), st.sampled_from([None, *CODE_OF]))
def test_whatever_is_read_can_be_dialled(text: str, country: str | None) -> None:
    try:
        phone = read_phone(text, country)
    except InvalidNumber:
        return
    assert phone.number.startswith("+")
    assert phone.number[1:].isascii()
    assert phone.number[1:].isdecimal()
    assert 9 <= len(phone.number) <= 16
    assert read_phone(phone.number) == phone


def test_every_country_is_found_by_its_code() -> None:
    assert set(COUNTRY_OF.values()) == set(CODE_OF)
    for country, code in CODE_OF.items():
        found = country_of(f"+{code}")
        assert found == country or CODE_OF.get(found or "") == code


def test_satellites_belong_to_no_country() -> None:
    assert read_phone("+881612345678").country is None
