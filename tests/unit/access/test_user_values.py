"""Addresses and names as people type them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.access.users import checked_email, checked_person_name, email_key
from verilink.errors import BadRequest


@given(st.emails())
def test_ordinary_addresses_are_accepted(address: str) -> None:
    quoted_or_unusual = set(address) & set("\"',;:\\()[]<>")
    if not quoted_or_unusual:
        assert checked_email(f" {address} ") == address


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "@x.example", "ada@x", "a b@x.example", "ada@x.example\nBcc: y", "a@@x.example"]
)
def test_what_cannot_be_an_address_is_refused(address: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        checked_email(address)
    assert refusal.value.pointer == "email"


def test_an_endless_address_is_refused_quickly() -> None:
    with pytest.raises(BadRequest):
        checked_email("a" * 100_000 + "@x.example")


def test_addresses_compare_without_regard_to_case() -> None:
    assert email_key(" Ada@NORTHWIND.example ") == email_key("ada@northwind.example")


def test_a_name_loses_spare_spaces_and_cannot_be_empty() -> None:
    assert checked_person_name("  Ada   Ruiz ") == "Ada Ruiz"
    for name in ("", "   ", "x" * 121):
        with pytest.raises(BadRequest):
            checked_person_name(name)
