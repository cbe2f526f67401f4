"""A password is long and not among the first to be tried."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.access.passwords import MIN_LENGTH, check_password, is_guessable
from verilink.errors import BadRequest


@given(st.text(max_size=MIN_LENGTH - 1))
def test_a_short_password_is_refused_whatever_it_is_made_of(password: str) -> None:
    with pytest.raises(BadRequest, match="at least 10") as refusal:
        check_password(password)
    assert refusal.value.pointer == "password"


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Passw0rd2024",
        "qwertyuiop1",
        "1234567890ab",
        "aaaaaaaaaaaaa",
        "abababababab",
        "iloveyou2025!",
        "Summer2026!!",
        "letmeinletmein",
        "P@ssw0rdP@ssw0rd",
        "0987654321ab",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    with pytest.raises(BadRequest, match="easy to guess"):
        check_password(password)


@pytest.mark.parametrize(
    "password", ["marble-otter-lantern", "vQ7$kzR1pWm2", "ещё один длинный пароль", "tidal copper fern"]
)
def test_unrelated_words_and_random_characters_are_accepted(password: str) -> None:
    check_password(password, about=("Ada Ruiz", "ada@northwind.example", "Northwind"))


def test_a_password_made_of_the_persons_own_words_is_refused() -> None:
    assert is_guessable("northwind-ada1", about=("Ada Ruiz", "ada@northwind.example"))
    assert not is_guessable("northwind-lantern-otter", about=("Ada Ruiz", "ada@northwind.example"))
