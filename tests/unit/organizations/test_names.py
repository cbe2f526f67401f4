"""Names of organizations and subdomains."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit import clock
from verilink.organizations.model import Environment, Kind
from verilink.organizations.names import check_label, checked_name


@given(st.text(max_size=80))
def test_only_a_dns_label_becomes_a_subdomain(label: str) -> None:
    try:
        check_label(label)
    except BadRequest:
        return
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", label)


@pytest.mark.parametrize(
    "label", ["north.wind", "-north", "north-", "NORTH", "nörth", "", "a" * 64, "www", "api", "xn--nrth-5qa"]
)
def test_what_is_no_label_or_is_reserved_is_refused(label: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        check_label(label)
    assert refusal.value.pointer == "subdomain"


def test_names_are_trimmed_and_bounded() -> None:
    assert checked_name(" Northwind ") == "Northwind"
    for name in ("", "  ", "x" * 121):
        with pytest.raises(BadRequest):
            checked_name(name)


def test_production_never_simulates_whatever_its_settings_say() -> None:
    def environment(kind: Kind, engine: str) -> Environment:
        settings = {"engine": engine}
        return Environment(organization_id="o", id="e", kind=kind, settings=settings, created_at=clock.now())

    assert not environment(Kind.PRODUCTION, "simulate").simulates
    assert environment(Kind.SANDBOX, "simulate").simulates
    assert not environment(Kind.SANDBOX, "real").simulates
