from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.hosted.hosts import label_of

PUBLIC = "https://app.verify.example"


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
    assert label_of(host, "verify.example", PUBLIC) == label


@given(st.text(max_size=60))
def test_without_a_base_domain_every_host_is_everybodys(host: str) -> None:
    assert label_of(host, None, PUBLIC) is None


@given(st.text(max_size=60))
def test_any_host_header_is_understood_or_left_alone(host: str) -> None:
    found = label_of(host, "verify.example", PUBLIC)
    assert found is None or host.lower().strip().partition(":")[0].rstrip(".").startswith(found)
