from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit import clock, ids

_NOON = datetime(2026, 1, 10, 12, 0, 0, 123_456, tzinfo=UTC)
_EARLIEST = datetime(1900, 1, 1)  # noqa: DTZ001 - hypothesis adds the zone
_LATEST = datetime(2200, 1, 1)  # noqa: DTZ001


def test_time_is_aware_and_cut_to_milliseconds() -> None:
    with clock.frozen(_NOON):
        assert clock.now() == datetime(2026, 1, 10, 12, 0, 0, 123_000, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_frozen_time_moves_only_when_told_and_thaws() -> None:
    with clock.frozen(_NOON) as advance:
        first = clock.now()
        assert clock.now() == first
        advance(timedelta(seconds=5))
        assert clock.now() - first == timedelta(seconds=5)
        assert clock.in_seconds(10) - first == timedelta(seconds=15)
        with clock.frozen(_NOON - timedelta(days=1)):
            assert clock.now() < first
        assert clock.now() > first
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(seconds=5)


def test_moments_are_written_in_utc_with_milliseconds() -> None:
    assert clock.iso(_NOON) == "2026-01-10T12:00:00.123Z"
    assert clock.iso(_NOON.astimezone(timezone(timedelta(hours=5)))) == "2026-01-10T12:00:00.123Z"
    assert clock.iso(None) is None


@given(st.datetimes(_EARLIEST, _LATEST, timezones=st.just(UTC)))
def test_written_moments_read_back(moment: datetime) -> None:
    written = clock.iso(moment)
    assert written is not None
    assert abs(datetime.fromisoformat(written) - moment) < timedelta(milliseconds=1)


def test_ids_have_their_shape_and_never_repeat() -> None:
    made = {ids.new("inq") for _ in range(5_000)}
    assert len(made) == 5_000
    assert all(len(each) == 4 + ids.LENGTH and ids.has_shape(each, "inq") for each in made)


@given(st.lists(st.integers(ids.EPOCH_MS, ids.EPOCH_MS + 2**42 - 1), min_size=2, max_size=20, unique=True))
def test_ids_sort_by_the_time_they_were_made(moments: list[int]) -> None:
    made = [ids.new("inq", at_ms=moment) for moment in sorted(moments)]
    assert made == sorted(made)
    assert all(left < right for left, right in itertools.pairwise(made))


def test_ids_of_one_process_sort_within_a_millisecond_too() -> None:
    made = [ids.new("inq") for _ in range(500)]
    assert made == sorted(made)


@pytest.mark.parametrize("value", ["", "inq", "inq_", "act_abc", "inq_a b", "inq_ä", "inq_" + "a" * 65, None, 5])
def test_other_values_do_not_have_the_shape(value: object) -> None:
    assert not ids.has_shape(value, "inq")


def test_secrets_are_long_enough_and_unalike() -> None:
    assert len(ids.secret(192)) * 5.857 >= 192
    assert len({ids.secret() for _ in range(1_000)}) == 1_000
    assert set(ids.secret(4_096)) <= set(ids.ALPHABET)
