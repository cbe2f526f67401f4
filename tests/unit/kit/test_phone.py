"""Phone numbers as people write them."""

from __future__ import annotations

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.flow.settings import COUNTRIES
from verilink.kit.phone import InvalidNumber, calling_code, country_of, in_use, kind_of, read_phone, written

REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


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
        ("\u2066+33 6 12 34 56 78\u2069", None, "+33612345678", "FR"),
        ("9 11 2345-6789", "AR", "+5491123456789", "AR"),
    ],
)
def test_what_people_write_is_read(given_: str, country: str | None, number: str, found: str) -> None:
    phone = read_phone(given_, country)
    assert (phone.number, phone.country) == (number, found)


@pytest.mark.parametrize(
    ("given_", "country", "reason", "named"),
    [
        ("", None, "none", None),
        ("call me", "US", "none", None),
        ("1-800-FLOWERS", "US", "none", None),
        ("+49 151 x 234", None, "none", None),
        ("call me", None, "none", None),
        ("0151 2345678", None, "no-country", None),
        ("15 55 1234 5678", "XX", "no-country", "XX"),
        ("+49", None, "none", None),
        ("+0151234567", None, "unknown-code", None),
        ("+999 123456789", None, "unknown-code", None),
        ("06 12 34", "FR", "too-short", "FR"),
        ("+33 6 12 34 56 78 90", None, "too-long", "FR"),
        ("202 555 01", "US", "too-short", "US"),
        ("+1" + "2" * 20, None, "none", None),
    ],
)
def test_what_is_no_number_is_refused_with_a_reason(
    given_: str, country: str | None, reason: str, named: str | None
) -> None:
    with pytest.raises(InvalidNumber) as refused:
        read_phone(given_, country)
    assert (refused.value.reason, refused.value.country) == (reason, named)


@given(st.text(max_size=40), st.sampled_from([None, *REGIONS]))
def test_whatever_is_read_can_be_dialled(text: str, country: str | None) -> None:
    try:
        phone = read_phone(text, country)
    except InvalidNumber:
        return
    assert phone.number.startswith("+")
    assert phone.number[1:].isascii()
    assert phone.number[1:].isdecimal()
    assert 8 <= len(phone.number) <= 16
    assert read_phone(phone.number) == phone


@pytest.mark.parametrize("region", REGIONS)
def test_a_number_of_every_country_survives_being_written_and_read(region: str) -> None:
    example = phonenumbers.example_number(region)
    assert example is not None
    number = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    country = country_of(number)
    assert country is not None
    assert in_use(number)
    assert read_phone(written(number)).number == number
    assert read_phone(written(number, country), region).number == number


def test_every_country_with_telephones_can_be_dialled() -> None:
    without = {country for country in COUNTRIES if calling_code(country) is None}
    assert without == {"AQ", "BV", "GS", "HM", "PN", "TF", "UM"}


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("+33612345678", "mobile"),
        ("+33142685300", "fixed-line"),
        ("+12025550147", "fixed-line-or-mobile"),
        ("+18005550199", "toll-free"),
        ("+4915123456789", "mobile"),
        ("+493012345678", "fixed-line"),
        ("+445600000000", "voip"),
        ("+491512345678", "unknown"),
        ("+882", "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_the_kind_of_line_is_told_where_the_plan_tells_it(number: str, kind: str) -> None:
    assert kind_of(number) == kind


def test_numbers_are_written_as_in_the_readers_country() -> None:
    assert written("+33612345678", "FR") == "06 12 34 56 78"
    assert written("+33612345678", "DE") == "+33 6 12 34 56 78"
    assert written("+12025550147", "US") == "(202) 555-0147"
    assert written("nonsense") == "nonsense"


def test_satellites_belong_to_no_country() -> None:
    assert read_phone("+881612345678").country is None
