from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.useragent import UserAgent, parse

_WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
_BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (
            f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {_BLINK} Chrome/115.0.0.0 Safari/537.36",
            UserAgent("Mac", "10.15.7", "desktop", None, "Chrome", "115.0.0.0"),
        ),
        (
            f"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) {_WEBKIT} "
            "Version/17.4.1 Mobile/15E148 Safari/604.1",
            UserAgent("iOS", "17.4.1", "smartphone", "Apple iPhone", "Safari", "17.4.1"),
        ),
        (
            f"Mozilla/5.0 (iPad; CPU OS 16_5 like Mac OS X) {_WEBKIT} Version/16.5 Mobile/15E148 Safari/604.1",
            UserAgent("iOS", "16.5", "tablet", "Apple iPad", "Safari", "16.5"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 13; SM-S918B) {_BLINK} Chrome/112.0.0.0 Mobile Safari/537.36",
            UserAgent("Android", "13", "smartphone", "Samsung SM-S918B", "Chrome", "112.0.0.0"),
        ),
        (
            f"Mozilla/5.0 (Linux; Android 12; SM-T870) {_BLINK} Chrome/112.0.0.0 Safari/537.36",
            UserAgent("Android", "12", "tablet", "SM-T870", "Chrome", "112.0.0.0"),
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0",
            UserAgent("Linux", None, "desktop", None, "Firefox", "120.0"),
        ),
        (
            f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {_BLINK} Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91",
            UserAgent("Windows", "10", "desktop", None, "Edge", "120.0.2210.91"),
        ),
        (
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            UserAgent(None, None, "bot", None, "Googlebot", "2.1"),
        ),
        ("curl/8.0", UserAgent(browser_name="curl", browser_full_version="8.0")),
        ("", UserAgent()),
        (None, UserAgent()),
    ],
)
def test_common_devices(header: str | None, expected: UserAgent) -> None:
    assert parse(header) == expected


@given(st.text(max_size=2_000))
def test_any_header_is_read_without_error(header: str) -> None:
    assert isinstance(parse(header), UserAgent)
