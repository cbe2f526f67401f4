from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.ratelimit import FixedWindow, MemoryStore, Verdict

_START = datetime(2026, 1, 10, 12, tzinfo=UTC)


def _after(seconds: float) -> datetime:
    return _START + timedelta(seconds=seconds)


def test_the_window_starts_at_the_first_request_and_ends_whole() -> None:
    window = FixedWindow(2, 60)
    assert window.hit("a", _after(0)) == Verdict(2, 1, 60, True)
    assert window.hit("a", _after(59)) == Verdict(2, 0, 1, True)
    assert window.hit("a", _after(59.5)) == Verdict(2, 0, 1, False)
    assert window.hit("a", _after(60)) == Verdict(2, 1, 60, True)


def test_keys_do_not_share_a_window() -> None:
    window = FixedWindow(1, 60)
    assert window.hit("a", _START).allowed
    assert window.hit("b", _START).allowed
    assert not window.hit("a", _START).allowed


def test_refused_hits_do_not_lengthen_the_window() -> None:
    window = FixedWindow(1, 10)
    window.hit("a", _after(0))
    for second in range(1, 10):
        assert window.hit("a", _after(second)) == Verdict(1, 0, 10 - second, False)
    assert window.hit("a", _after(10)).allowed


def test_memory_is_bounded_and_ended_windows_are_forgotten() -> None:
    window = FixedWindow(1, 60, max_keys=100)
    for number in range(1_000):
        window.hit(str(number), _START)
    assert len(window) == 100
    window.hit("late", _after(61))
    assert len(window) == 1


@given(st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 40)), max_size=60), st.integers(1, 4))
def test_never_more_than_the_limit_in_any_window(steps: list[tuple[str, float]], limit: int) -> None:
    window, at, seconds = FixedWindow(limit, 60), 0.0, 60
    granted: dict[str, list[float]] = {}
    for key, gap in steps:
        at += gap
        verdict = window.hit(key, _after(at))
        assert 1 <= verdict.reset_seconds <= seconds
        assert 0 <= verdict.remaining < limit
        if verdict.allowed:
            granted.setdefault(key, []).append(at)
    assert all(_within_limit(times, seconds, limit) for times in granted.values())


def _within_limit(times: list[float], seconds: int, limit: int) -> bool:
    """Replay: cut the granted times into windows that start at their first hit; none may hold more than the limit."""
    start, held = times[0], 0
    for at in times:
        if at - start >= seconds - 0.001:
            start, held = at, 0
        held += 1
        if held > limit:
            return False
    return True


@pytest.mark.parametrize(("limit", "seconds", "keys"), [(0, 1, 1), (1, 0, 1), (1, 1, 0)])
def test_nonsense_limits_are_refused(limit: int, seconds: int, keys: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        FixedWindow(limit, seconds, max_keys=keys)


async def test_the_store_keeps_limits_apart() -> None:
    store = MemoryStore()
    assert (await store.hit("a", limit=1, seconds=60, now=_START)).allowed
    assert not (await store.hit("a", limit=1, seconds=60, now=_START)).allowed
    assert (await store.hit("a", limit=2, seconds=60, now=_START)).allowed


def test_the_verdict_speaks_in_headers() -> None:
    assert Verdict(300, 299, 60, True).headers() == {
        "RateLimit-Limit": "300",
        "RateLimit-Remaining": "299",
        "RateLimit-Reset": "60",
    }
    assert list(Verdict(1, 0, 1, False).headers("Quota")) == ["Quota-Limit", "Quota-Remaining", "Quota-Reset"]
