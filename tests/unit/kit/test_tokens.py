from __future__ import annotations

from datetime import UTC, datetime, timedelta

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import InvalidToken
from verilink.kit import clock, tokens

_KEY = b"k" * 32
_NOON = datetime(2026, 1, 10, 12, tzinfo=UTC)
_LATER = datetime(2100, 1, 1, tzinfo=UTC)


def _issue(key: bytes = _KEY) -> str:
    return tokens.issue(key, "iqse_1", "https://verify.example", "verify", 86_400, extra={"sid": "iqse_1", "sub": "x"})


def test_a_session_token_has_the_published_claims() -> None:
    with clock.frozen(_NOON):
        token = _issue()
        claims = tokens.read(_KEY, token, "https://verify.example", "verify")
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "JWT"}
    at = int(_NOON.timestamp())
    assert claims == {
        "sub": "iqse_1",
        "sid": "iqse_1",
        "iss": "https://verify.example",
        "aud": "verify",
        "iat": at,
        "nbf": at,
        "exp": at + 86_400,
        "jti": claims["jti"],
    }
    assert len(claims["jti"]) == 36


def test_two_tokens_of_one_session_differ() -> None:
    with clock.frozen(_NOON):
        assert _issue() != _issue()


def test_a_session_token_expires_on_the_second_and_not_before() -> None:
    with clock.frozen(_NOON) as advance:
        token = _issue()
        advance(timedelta(seconds=86_399))
        assert tokens.read(_KEY, token, None, "verify")["sub"] == "iqse_1"
        advance(timedelta(seconds=1))
        with pytest.raises(InvalidToken):
            tokens.read(_KEY, token, None, "verify")


def test_a_session_token_is_not_valid_before_it_was_made() -> None:
    with clock.frozen(_NOON):
        token = _issue()
    with clock.frozen(_NOON - timedelta(minutes=1)), pytest.raises(InvalidToken):
        tokens.read(_KEY, token, None, "verify")


def test_another_key_issuer_audience_or_algorithm_is_refused() -> None:
    with clock.frozen(_NOON):
        claims = tokens.read(_KEY, _issue(), None, "verify")
        unsigned = jwt.encode(claims, "", algorithm="none")
        stronger = jwt.encode(claims, _KEY * 2, algorithm="HS512")
        for key, token, issuer, audience in [
            (_KEY, _issue(b"other" * 8), None, "verify"),
            (_KEY, _issue(), "https://other.example", "verify"),
            (_KEY, _issue(), None, "dashboard"),
            (_KEY, unsigned, None, "verify"),
            (_KEY * 2, stronger, None, "verify"),
        ]:
            with pytest.raises(InvalidToken):
                tokens.read(key, token, issuer, audience)


@pytest.mark.parametrize("missing", ["sub", "iss", "aud", "iat", "nbf", "exp", "jti"])
def test_a_token_without_a_required_claim_is_refused(missing: str) -> None:
    with clock.frozen(_NOON):
        claims = tokens.read(_KEY, _issue(), None, "verify")
        del claims[missing]
        with pytest.raises(InvalidToken):
            tokens.read(_KEY, jwt.encode(claims, _KEY, algorithm="HS256"), None, "verify")


@given(st.text(max_size=300))
def test_no_text_passes_for_a_token(text: str) -> None:
    with pytest.raises(InvalidToken):
        tokens.read(_KEY, text, None, "verify")
    with pytest.raises(InvalidToken):
        tokens.read_hmac_token(_KEY, text)


@given(st.text(min_size=1, max_size=60))
def test_a_file_token_gives_its_subject_back(subject: str) -> None:
    token = tokens.hmac_token(_KEY, subject, _LATER)
    assert tokens.read_hmac_token(_KEY, token) == subject
    assert token.replace("-", "").replace("_", "").isalnum()
    with pytest.raises(InvalidToken):
        tokens.read_hmac_token(b"other", token)


@given(st.data())
def test_a_file_token_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    token = tokens.hmac_token(_KEY, "file_abc", _LATER)
    place = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from("ABCXYZabcxyz0189-_").filter(lambda character: character != token[place]))
    with pytest.raises(InvalidToken):
        tokens.read_hmac_token(_KEY, token[:place] + other + token[place + 1 :])


def test_a_file_token_expires() -> None:
    with clock.frozen(_NOON) as advance:
        token = tokens.hmac_token(_KEY, "file_1", clock.in_seconds(60))
        advance(timedelta(seconds=59))
        assert tokens.read_hmac_token(_KEY, token) == "file_1"
        advance(timedelta(seconds=1))
        with pytest.raises(InvalidToken):
            tokens.read_hmac_token(_KEY, token)


def test_overlong_tokens_are_refused_unread() -> None:
    for read in (lambda t: tokens.read(_KEY, t, None, "verify"), lambda t: tokens.read_hmac_token(_KEY, t)):
        with pytest.raises(InvalidToken):
            read("a" * 5_000)
