from __future__ import annotations

import io
import logging
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.obfuscate import MASK, ObfuscatingFilter, is_personal, mask, obfuscate, obfuscate_values


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("GET /verify?fields[name-first]=Ada&x=1", "Ada"),
        ("GET /verify?fields%5Bbirthdate%5D=1990-02-03", "1990"),
        ("GET /verify?code=us1-XYZ&language=de", "XYZ"),
        ("GET /f.jpg?access_token=abc.def", "abc.def"),
        ("GET /verify?session-token=abcdef", "abcdef"),
        ("GET /verify?reference-id=user-42", "user-42"),
        ("Authorization: Bearer persona_sandbox_1234-abcd", "1234-abcd"),
        ("key persona_production_00000000-1111 was used", "1111"),
        ("secret wbhsec_11111111-2222", "2222"),
        ("token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln bad", "eyJzdWIi"),
        ("mail to ada.lovelace@example.com failed", "lovelace"),
        ("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "ERIKSSON"),
        ("L898902C36UTO7408122F1204159ZE184226B<<<<<10", "L898902"),
        ("call +1 (555) 000-0006 now", "000-0006"),
        ("passport AB1234567 read", "1234567"),
        ("born 1990-02-03", "1990"),
        ("connecting to postgresql://verilink:hunter2@db/x", "hunter2"),
    ],
)
def test_personal_values_and_secrets_are_masked(text: str, secret: str) -> None:
    shown = obfuscate(text)
    assert secret not in shown
    assert MASK in shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-01-10T09:00:00.000Z inquiry.completed inq_7mKq2XwVtR9sHcLp4YdBnGzFaE3J took 1234 ms",
        "listening on http://127.0.0.1:3000",
        "webhook wbh_3nW5kLpMdYcHbGfJs2A7E3vQx8Rz answered 204 in 35 ms",
        "GET /api/v1/inquiries?page%5Bsize%5D=10 200",
        "PostgreSQL 18.6 is ready",
    ],
)
def test_what_an_operator_needs_stays(text: str) -> None:
    assert obfuscate(text) == text


def test_masks_show_at_most_one_letter() -> None:
    assert mask("Ada") == MASK
    assert mask("Augusta") == "A" + MASK
    assert mask(19900203) == "1" + MASK


def test_values_under_personal_keys_are_masked_at_every_depth() -> None:
    body = {
        "data": {
            "type": "inquiry",
            "attributes": {
                "status": "created",
                "name-first": "Augusta",
                "birthdate": None,
                "emailAddress": "a@b.example",
                "fields": {"anything": {"type": "string", "value": "Augusta"}},
                "photo-urls": ["https://x/y?access_token=zzzz"],
                "note": "write to ada@example.com",
            },
        }
    }
    attributes = obfuscate_values(body)["data"]["attributes"]
    assert attributes["status"] == "created"
    assert attributes["birthdate"] is None
    assert "Augusta" not in str(attributes)
    assert "zzzz" not in str(attributes)
    assert "ada@" not in str(attributes)
    assert body["data"]["attributes"]["name-first"] == "Augusta"


@pytest.mark.parametrize("key", ["nameFirst", "name_last", "birthdate", "PHONE_NUMBER", "api-key", "session_token"])
def test_personal_keys_are_known_in_every_spelling(key: str) -> None:
    assert is_personal(key)


@pytest.mark.parametrize("key", ["status", "country-code", "created-at", "type", "id"])
def test_other_keys_are_not(key: str) -> None:
    assert not is_personal(key)


def _logged(*arguments: object, fail: bool = False) -> str:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(ObfuscatingFilter())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        if fail:
            raise ValueError("bad mail ada.lovelace@example.com")
        logger.info(*arguments)
    except ValueError:
        logger.exception("failed")
    return stream.getvalue()


def test_the_filter_masks_messages_arguments_and_exceptions() -> None:
    assert _logged("mail to %s", "ada.lovelace@example.com") == f"mail to a{MASK}\n"
    told = _logged(fail=True)
    assert "lovelace" not in told
    assert "ValueError: bad mail" in told
    assert "Traceback" in told


def test_the_filter_survives_arguments_that_do_not_fit() -> None:
    assert _logged("%d things", "x") == "%d things\n"


@given(st.text(max_size=400))
def test_obfuscating_twice_changes_nothing_more(text: str) -> None:
    once = obfuscate(text)
    assert obfuscate(once) == once


@pytest.mark.parametrize("piece", ["A", "<", "A<", "1 ", "a@", "a.", "eyJ", "://", "fields[", "1-"])
def test_hostile_text_takes_no_long_time(piece: str) -> None:
    started = time.perf_counter()
    obfuscate(piece * 100_000)
    assert time.perf_counter() - started < 2
