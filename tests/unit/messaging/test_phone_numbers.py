from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.messaging.numbers import e164, masked


@pytest.mark.parametrize(
    ("given_", "plain"),
    [
        ("+49 (151) 234-5678", "+491512345678"),
        ("0049 151 2345678", "+491512345678"),
        (" +1.202.555.0147 ", "+12025550147"),
        ("+44\u00a020\u20117946\u00a00018", "+442079460018"),
    ],
)
def test_numbers_as_people_write_them_are_understood(given_: str, plain: str) -> None:
    assert e164(given_) == plain


@pytest.mark.parametrize(
    "given_", ["", "0151 2345678", "+0 151 2345678", "+49", "+49151234567890123", "+49١٥١٢٣٤٥٦٧", "+49x"]
)
def test_anything_else_is_refused(given_: str) -> None:
    with pytest.raises(BadRequest):
        e164(given_)


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_a_plain_number_stays_as_it_is_and_its_mask_hides_most_of_it(number: str) -> None:
    assert e164(number) == number
    assert e164(e164(number)) == number
    assert len(masked(number)) == 6
