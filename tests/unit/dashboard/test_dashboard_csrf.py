"""Forged requests are refused."""

from __future__ import annotations

import pytest
from starlette.requests import Request

from verilink.dashboard.csrf import check_origin, check_token
from verilink.errors import Forbidden

PUBLIC = "https://verify.example"


def request(**headers: str) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": "/", "headers": raw, "query_string": b""})


@pytest.mark.parametrize("origin", ["https://verify.example", "http://10.0.0.5:3000", "http://10.0.0.5:3000/"])
def test_our_own_pages_pass_under_the_public_address_and_the_one_asked_for(origin: str) -> None:
    check_origin(request(host="10.0.0.5:3000", origin=origin), PUBLIC)


@pytest.mark.parametrize(
    "origin", ["", "null", "https://evil.example", "https://verify.example.evil.example", "http://10.0.0.5:3001"]
)
def test_other_origins_and_none_are_refused(origin: str) -> None:
    with pytest.raises(Forbidden):
        check_origin(request(host="10.0.0.5:3000", origin=origin), PUBLIC)


def test_a_request_without_host_and_origin_is_refused() -> None:
    with pytest.raises(Forbidden):
        check_origin(request(), PUBLIC)


def test_only_the_sessions_own_token_passes() -> None:
    check_token("abc", "abc")
    for sent in ("", "abd", "ab", "é"):
        with pytest.raises(Forbidden):
            check_token(sent, "abc")
