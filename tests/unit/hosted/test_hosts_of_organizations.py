from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.hosted.hosts import is_everybodys, label_of, name_of
from verilink.settings import Settings

SETTINGS = Settings(public_url="https://app.verify.example", base_domain="verify.example")


@pytest.mark.parametrize(
    ("host", "label"),
    [
        ("northwind.verify.example", "northwind"),
        ("NorthWind.Verify.Example.:8443", "northwind"),
        ("app.verify.example", None),
        ("verify.example", None),
        ("localhost:3000", None),
        ("127.0.0.1", None),
        ("[::1]:3000", None),
        ("", None),
        ("evilverify.example", None),
        ("verify.example.evil.example", None),
        ("a.b.verify.example", "a.b"),
        (".verify.example", ""),
        ("a@northwind.verify.example", "a@northwind"),
    ],
)
def test_the_label_is_what_stands_before_the_base_domain(host: str, label: str | None) -> None:
    assert label_of(name_of(host), SETTINGS) == label


@given(st.text(max_size=60))
def test_without_a_base_domain_every_host_is_everybodys(host: str) -> None:
    assert label_of(name_of(host), Settings()) is None


@given(st.text(max_size=60))
def test_any_host_header_is_understood_or_left_alone(host: str) -> None:
    found = label_of(name_of(host), SETTINGS)
    assert found is None or host.lower().strip().partition(":")[0].rstrip(".").startswith(found)


@pytest.mark.parametrize(
    ("host", "everybodys"),
    [
        ("app.verify.example", True),
        ("verify.example:443", True),
        ("localhost:3000", True),
        ("web:3000", True),
        ("10.0.0.7", True),
        ("[2001:db8::1]:3000", True),
        ("", True),
        ("northwind.example", False),
        ("localhost.example", False),
        ("app.verify.example.evil.example", False),
        ("10.0.0.7.example", False),
    ],
)
def test_names_that_can_be_nobodys_own_are_everybodys(host: str, everybodys: bool) -> None:
    assert is_everybodys(name_of(host), SETTINGS) is everybodys
