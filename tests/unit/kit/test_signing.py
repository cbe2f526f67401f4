from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.signing import sign, signature, verify

_SECRET = "wbhsec_11111111-2222-3333-4444-555555555555"
_BODY = b'{"data":{"type":"event"}}'
_AT = 1710000000
_V1 = "ed4bbbb1ec720cca9ba3e044b5870899203d1e96f9246f8430bd5c018dd329ca"


def test_the_published_vector() -> None:
    assert signature(_SECRET, _AT, _BODY) == _V1
    assert sign([_SECRET], _AT, _BODY) == f"t={_AT},v1={_V1}"
    assert verify(f"t={_AT},v1={_V1}", _BODY, [_SECRET], now=_AT)


def test_during_rotation_both_sets_are_sent_and_either_secret_verifies() -> None:
    header = sign(["new", "old"], _AT, _BODY)
    assert header == f"{sign(['new'], _AT, _BODY)} {sign(['old'], _AT, _BODY)}"
    for known in (["new"], ["old"], ["other", "old"]):
        assert verify(header, _BODY, known, now=_AT)
    assert not verify(header, _BODY, ["other"], now=_AT)


def test_a_signature_grows_stale_in_both_directions() -> None:
    header = sign([_SECRET], _AT, _BODY)
    assert verify(header, _BODY, [_SECRET], tolerance=300, now=_AT + 300)
    assert not verify(header, _BODY, [_SECRET], tolerance=300, now=_AT + 301)
    assert not verify(header, _BODY, [_SECRET], tolerance=300, now=_AT - 301)


@given(st.binary(max_size=100), st.integers(0, 2**40), st.text(min_size=1, max_size=40))
def test_what_was_signed_verifies_and_any_change_does_not(body: bytes, at: int, secret: str) -> None:
    header = sign([secret], at, body)
    assert verify(header, body, [secret], now=at)
    assert not verify(header, body + b" ", [secret], now=at)
    assert not verify(header, body, [secret + "x"], now=at)
    moved = header.replace(f"t={at},", f"t={at + 1},")
    assert not verify(moved, body, [secret], now=at)


@given(st.text(max_size=200))
def test_no_text_passes_for_a_signature(header: str) -> None:
    assert not verify(header, _BODY, [_SECRET], now=_AT)


@pytest.mark.parametrize(
    "header",
    ["", f"t={_AT}", f"v1={_V1}", f"t={_AT},v1={_V1.upper()}", f"t={_AT},v1={_V1} " * 200, f"t=x,v1={_V1}"],
)
def test_malformed_headers_do_not_verify(header: str) -> None:
    assert not verify(header, _BODY, [_SECRET], now=_AT)


def test_signing_without_a_secret_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="secret"):
        sign([], _AT, _BODY)
