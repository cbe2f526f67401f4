from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest, Conflict, Unprocessable
from verilink.kit.idempotency import Replay, State, Stored, fingerprint, parse_key, settle

_PRINT = fingerprint("POST", "/api/v1/inquiries", b"{}")


def test_the_header_may_be_absent_or_any_printable_text() -> None:
    assert parse_key(None) is None
    assert parse_key(" 0b9e2d1a-uuid ") == "0b9e2d1a-uuid"
    assert parse_key("x" * 255) == "x" * 255


@pytest.mark.parametrize("header", ["", "  ", "x" * 256, "a\nb", "a\x00b", "clé"])
def test_other_headers_are_refused(header: str) -> None:
    with pytest.raises(BadRequest, match="Idempotency-Key"):
        parse_key(header)


@given(st.tuples(st.text(), st.text(), st.binary()), st.tuples(st.text(), st.text(), st.binary()))
def test_only_equal_requests_share_a_fingerprint(left: tuple[str, str, bytes], right: tuple[str, str, bytes]) -> None:
    same = (left[0].upper(), *left[1:]) == (right[0].upper(), *right[1:])
    assert (fingerprint(*left) == fingerprint(*right)) is same


def test_a_new_key_runs() -> None:
    assert settle(None, _PRINT) is None


def test_a_finished_request_is_replayed_whatever_its_outcome() -> None:
    assert settle(Stored(State.FINISHED, _PRINT, 500, b"sorry"), _PRINT) == Replay(500, b"sorry")


def test_other_parameters_are_an_error_even_while_running() -> None:
    for state in State:
        with pytest.raises(Unprocessable, match="other parameters"):
            settle(Stored(state, b"other", 200, b""), _PRINT)


def test_a_running_request_conflicts() -> None:
    with pytest.raises(Conflict, match="still running"):
        settle(Stored(State.RUNNING, _PRINT), _PRINT)
