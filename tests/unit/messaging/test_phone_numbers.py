from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit.phone import in_use
from verilink.messaging.numbers import e164, masked


@pytest.mark.parametrize(
    ("given_", "plain"),
    [
        ("+49 (151) 234-5678", "+491512345678"),
        ("0049 151 2345678", "+491512345678"),
        (" +1.202.555.0147 ", "+12025550147"),
        ("+44\u00a07400\u00a0123456", "+447400123456"),
        ("+٤٩ ١٥١ ٢٣٤٥٦٧٨", "+491512345678"),
    ],
)
def test_numbers_as_people_write_them_are_understood(given_: str, plain: str) -> None:
    assert e164(given_) == plain
    assert e164(plain) == plain
    assert len(masked(plain)) == 6


@pytest.mark.parametrize(
    "given_", ["", "0151 2345678", "+0 151 2345678", "+49", "+49151234567890123", "+49x", "+33 6 12"]
)
def test_anything_else_is_refused(given_: str) -> None:
    with pytest.raises(BadRequest):
        e164(given_)


@pytest.mark.parametrize("line", ["+33 1 42 68 53 00", "+49 30 12345678", "+1 800 555 0199"])
def test_lines_that_get_no_messages_are_refused(line: str) -> None:
    with pytest.raises(BadRequest, match="do not reach"):
        e164(line)


@given(st.from_regex(r"\+[1-9][0-9]{7,14}", fullmatch=True))
def test_a_plain_number_stays_as_it_is_and_its_mask_hides_most_of_it(number: str) -> None:
    try:
        plain = e164(number)
    except BadRequest:  # nobody's, or a line that gets no messages
        return
    assert plain == number or not in_use(number)
    assert e164(plain) == plain
    assert len(masked(plain)) == 6
