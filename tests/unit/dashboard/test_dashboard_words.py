"""How times, states and checks are said."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.dashboard import words
from verilink.inquiries.model import STATUSES
from verilink.kit import clock

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (5, "just now"),
        (60, "1 min ago"),
        (720, "12 min ago"),
        (7200, "2 h ago"),
        (259_200, "3 days ago"),
        (90_000_000, "24 Apr 2023"),
    ],
)
def test_a_moment_in_the_past_is_said_in_its_largest_unit(seconds: int, said: str) -> None:
    with clock.frozen(NOW):
        assert words.ago(NOW - timedelta(seconds=seconds)) == said


def test_a_deadline_says_how_long_is_left() -> None:
    with clock.frozen(NOW):
        assert words.until(NOW + timedelta(hours=23)) == "in 23 h"
        assert words.until(NOW - timedelta(hours=1)) == "now"
        assert words.until(None) == ""


@pytest.mark.parametrize("status", STATUSES)
def test_every_status_of_an_inquiry_has_a_word(status: str) -> None:
    assert status in words.STATUS


def test_checks_and_keys_are_said_in_words() -> None:
    assert words.check("id_mrz_detection") == "MRZ detection"
    assert words.check("selfie_id_comparison") == "ID comparison"
    assert words.sentence("name-first") == "Name first"


@given(st.text(max_size=200))
def test_an_id_is_cut_but_its_ends_stay(value: str) -> None:
    short = words.short_id(value)
    assert len(short) <= max(18, 14)
    if len(value) > 18:
        assert short == f"{value[:9]}…{value[-4:]}"


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3650)))
def test_a_length_of_time_always_has_a_number_and_a_unit(length: timedelta) -> None:
    number, unit = words.span(length).split(" ")
    assert int(number) >= 1
    assert unit in {"min", "h", "day", "days"}
