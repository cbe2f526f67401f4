"""Addresses that codes are sent to: cleaned, or refused with a sentence that says why."""

from __future__ import annotations

import pytest

from verilink.checks.contact.facts import ContactCase, ContactFacts
from verilink.checks.contact.phone_number import DEFINITIONS
from verilink.flow.contacts import clean_contact
from verilink.flow.fields import InvalidValue
from verilink.flow.verifications import PhoneNumber
from verilink.kit import clock

NUMBER = PhoneNumber()
CASE = ContactCase(today=clock.now().date(), code_seconds=600)


@pytest.mark.parametrize(
    ("typed", "country", "said"),
    [
        ("06 12", "FR", "too short for FR"),
        ("0612345678901", "FR", "too long for FR"),
        ("0151 2345678", None, "Choose the country"),
        ("call me", "FR", "with its country code"),
        ("01 42 68 53 00", "FR", "do not reach this number"),
        ("030 12345678", "DE", "do not reach this number"),
        ("", "DE", "Fill this in"),
        (["+49"], "DE", "Fill this in"),
    ],
)
def test_what_gets_no_code_is_told_why(typed: object, country: str | None, said: str) -> None:
    with pytest.raises(InvalidValue, match=said):
        clean_contact(NUMBER, typed, country)


def test_where_the_plan_does_not_tell_landlines_apart_they_are_taken() -> None:
    assert clean_contact(NUMBER, "(202) 555-0147", "US") == "+12025550147"


def test_a_number_outside_the_allowed_countries_is_refused() -> None:
    with pytest.raises(InvalidValue, match="numbers of this country"):
        clean_contact(PhoneNumber(countries=("DE",)), "+33 6 12 34 56 78")


def _found(name: str, **facts: object) -> tuple[str, dict[str, object]]:
    definition = next(each for each in DEFINITIONS if each.name == f"phone_number_{name}")
    finding = definition.judge(ContactFacts(**({"contact": None, "proof": None} | facts)), CASE, {})  # type: ignore[arg-type]
    return finding.status, dict(finding.metadata)


def test_the_checks_know_the_kind_of_line() -> None:
    status, metadata = _found("invalid_number_format_detection", contact="+33612345678")
    assert (status, metadata) == ("passed", {"number-kind": "mobile", "known-range": True})
    assert _found("invalid_number_format_detection", contact="+3361234")[0] == "failed"
    assert _found("invalid_number_format_detection", contact="+491512345678")[1]["known-range"] is False
    held = {"contact": "+33142685300", "delivery": "sent"}
    assert _found("deliverable_detection", number_kind="fixed-line", **held)[0] == "failed"
    assert _found("deliverable_detection", number_kind="mobile", **held)[0] == "passed"
    assert _found("deliverable_detection", number_kind="fixed-line", proof="matched", **held)[0] == "passed"
