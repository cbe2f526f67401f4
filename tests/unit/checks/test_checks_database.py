"""What records say of a person: comparisons, the verdict, and names that are the same however they are written."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.checks.addresses import is_po_box, same_address
from verilink.checks.advice import advice_for
from verilink.checks.database import facts as known
from verilink.checks.database.agreement import compare
from verilink.checks.database.facts import Agreements, DatabaseCase, RecordFacts, SourceFacts
from verilink.checks.model import CheckResult
from verilink.checks.registry import DATABASE
from verilink.checks.run import failing_reasons, run_database, verdict
from verilink.flow import verifications
from verilink.flow.node import CheckSetting

CLAIMS = {"name-first": "Zoë", "name-last": "Müller", "birthdate": "1990-02-03", "phone-number": "0151 2345678"}
CASE = DatabaseCase(today=date(2026, 1, 2), match=("name", "birthdate"))
AGREEING: Agreements = {"name": "match", "birthdate": "match", "phone-number": "mismatch"}
ADDRESS = {
    "address-street-1": "12 Sample Road",
    "address-city": "Köln",
    "address-postal-code": "SW1A 1AA",
    "address-country-code": "GB",
}


def source(name: str = "customers", agreements: Agreements | None = None, status: Any = "found") -> SourceFacts:
    said = AGREEING if agreements is None and status == "found" else agreements or {}
    return SourceFacts(name=name, version="1", status=status, records=1, agreements=said)


def results(
    *sources: SourceFacts, claims: dict[str, str] = CLAIMS, case: DatabaseCase = CASE
) -> dict[str, CheckResult]:
    every = {name: CheckSetting(requirement="not_required") for name in DATABASE} | {
        "database_identity_comparison": CheckSetting()
    }
    return {one.name: one for one in run_database(RecordFacts(claims=claims, sources=sources), case, every)}


def said(found: dict[str, CheckResult], name: str) -> tuple[str, tuple[str, ...]]:
    one = found[f"database_{name}"]
    return one.status, one.reasons


def test_the_flow_and_the_checks_mean_the_same_names() -> None:
    assert get_args(verifications.Claim) == get_args(known.Claim)
    assert get_args(verifications.Compared) == get_args(known.Compared)


def test_a_record_that_agrees_passes_and_its_other_values_are_compared() -> None:
    found = results(source())
    assert said(found, "identity_comparison") == ("passed", ())
    assert said(found, "name_comparison") == ("passed", ())
    assert said(found, "birthdate_comparison") == ("passed", ())
    assert said(found, "phone_number_comparison") == ("failed", ("record_mismatch_phone_number",))
    assert said(found, "email_address_comparison") == ("not_applicable", ("not_entered",))
    assert said(found, "service_available_detection") == ("passed", ())
    assert said(found, "two_plus_two_detection") == ("not_applicable", ("one_source",))
    assert said(found, "deceased_detection") == ("not_applicable", ("no_provider",))
    assert verdict(found.values())
    assert found["database_identity_comparison"].metadata == {
        "sources": ["customers"], "records": 1, "match": ["name", "birthdate"], "mismatch": ["phone-number"],
        "missing": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ((), ("not_applicable", ("no_provider",))),
        ((source(status="no_record"),), ("failed", ("no_matching_record",))),
        ((source(status="unavailable"),), ("not_applicable", ("provider_unavailable",))),
        (
            (source(status="no_record"), source("b", status="unavailable")),
            ("not_applicable", ("provider_unavailable",)),
        ),
        ((source(agreements={"name": "match"}),), ("failed", ("record_mismatch_identity",))),
        ((source(agreements={"name": "match", "birthdate": "missing"}),), ("failed", ("record_mismatch_identity",))),
    ],
)
def test_what_could_not_be_found_or_judged_never_passes(
    sources: tuple[SourceFacts, ...], expected: tuple[str, tuple[str, ...]]
) -> None:
    found = results(*sources)
    assert said(found, "identity_comparison") == expected
    assert not verdict(found.values())


def test_nothing_entered_fails() -> None:
    found = results(source(status="no_record"), claims={})
    assert said(found, "identity_comparison") == ("failed", ("not_entered",))


def test_values_are_never_put_together_from_records_of_two_people() -> None:
    somebody_else: Agreements = {"name": "mismatch", "birthdate": "match", "phone-number": "match"}
    found = results(source("a", somebody_else), source("b"))
    assert said(found, "phone_number_comparison") == ("failed", ("record_mismatch_phone_number",))
    assert found["database_phone_number_comparison"].metadata == {"sources": ["b"]}


def test_two_values_in_two_sources() -> None:
    assert said(results(source("a"), source("b")), "two_plus_two_detection") == ("passed", ())
    one: Agreements = {"name": "match", "birthdate": "mismatch"}
    assert said(results(source("a"), source("b", one)), "two_plus_two_detection")[1] == ("too_few_sources",)
    away = results(source("a"), source("b", status="unavailable"))
    assert said(away, "two_plus_two_detection") == ("not_applicable", ("provider_unavailable",))
    assert said(away, "service_available_detection") == ("failed", ("source_unavailable",))
    assert said(away, "identity_comparison") == ("passed", ())


def test_what_was_prefilled_is_held_against_what_was_looked_up() -> None:
    changed = msgspec.structs.replace(CASE, prefilled={"birthdate": "1990-02-04", "name-last": "MUELLER"})
    assert said(results(source(), case=changed), "inquiry_comparison") == ("failed", ("differs_from_prefill",))
    same = msgspec.structs.replace(CASE, prefilled={"birthdate": "1990-02-03"})
    assert said(results(source(), case=same), "inquiry_comparison") == ("passed", ())
    assert said(results(source()), "inquiry_comparison") == ("not_applicable", ("nothing_to_compare",))


def test_a_person_is_told_the_same_whatever_differs() -> None:
    wrong: list[Agreements] = [{"name": "mismatch", "birthdate": "match"}, {"name": "match", "birthdate": "mismatch"}]
    told = {advice_for(failing_reasons(results(source(agreements=one)).values())) for one in wrong}
    told.add(advice_for(failing_reasons(results(source(status="no_record")).values())))
    assert told == {("What you entered does not match the records. Check every detail and enter it again.",)}


@pytest.mark.parametrize(
    ("key", "claim", "record", "expected"),
    [
        ("birthdate", "1990-02-03", "1990-02-03", "match"),
        ("birthdate", "1990-02-03", "1990-03-02", "mismatch"),
        ("phone-number", "0151 2345678", "+49 (151) 234-5678", "match"),
        ("phone-number", "+491512345679", "+491512345678", "mismatch"),
        ("phone-number", "none", "+491512345678", "mismatch"),
        ("email-address", "Ada@Example.com", "ada@example.COM ", "match"),
        ("email-address", "ada@example.com", "bob@example.com", "mismatch"),
        ("identification-number", "AB 123-4", "ab1234", "match"),
        ("social-security-number", "123-45-6789", "123456789", "match"),
        ("social-security-number", "123-45-6789", "", "missing"),
        ("social-security-number", "6789", "123-45-6789", "match"),
        ("social-security-number", "6780", "123456789", "mismatch"),
    ],
)
def test_values_are_compared_as_what_they_are(key: str, claim: str, record: str, expected: str) -> None:
    country = {"address-country-code": "DE"}
    assert compare({key: claim, **country}, {key: record, **country}) == {key: expected}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, True),
        ({"address-street-1": "12 sample road", "address-city": "KOELN"}, True),
        ({"address-street-2": "Flat 4"}, True),
        ({"address-street-1": "12 Sample Road, Flat 4"}, True),
        ({"address-street-1": "13 Sample Road"}, False),
        ({"address-street-1": "12"}, False),
        ({"address-street-1": "Sample Road"}, False),
        ({"address-street-1": "12 13 14 15 Sample Other Third Road"}, False),
        ({"address-city": "Bonn"}, False),
        ({"address-postal-code": "sw1a1aa"}, True),
        ({"address-postal-code": "SW1A 1AB"}, False),
        ({"address-country-code": "DE"}, False),
        ({"address-country-code": ""}, True),
        ({"address-city": "", "address-postal-code": ""}, None),
    ],
)
def test_an_address_agrees_in_all_that_both_say(change: dict[str, str], expected: bool | None) -> None:
    assert same_address(ADDRESS | change, ADDRESS) is expected


def test_a_post_office_box_is_known_by_its_words() -> None:
    assert is_po_box("P.O. Box 3")
    assert not is_po_box("Box Hill Road 3")
    found = results(source(), claims=CLAIMS | {"address-street-1": "Postfach 12"})
    assert said(found, "po_box_detection") == ("failed", ("po_box_entered",))


NAME = st.lists(
    st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüéèçñåøłßжит", min_size=2, max_size=9), min_size=2, max_size=4
)


@given(words=NAME, order=st.randoms(use_true_random=False), form=st.sampled_from(["NFC", "NFD"]), upper=st.booleans())
def test_case_order_and_diacritics_never_make_a_mismatch(words: list[str], order: Any, form: Any, upper: bool) -> None:
    written = [word.upper() if upper else word.capitalize() for word in words]
    order.shuffle(written)
    record = {"name-first": written[0], "name-last": unicodedata.normalize(form, " ".join(written[1:]))}
    claims = {"name-first": " ".join(words[:-1]), "name-last": words[-1]}
    assert compare(claims, record) == {"name": "match"}
    bare = {key: _plain(value) for key, value in record.items()}
    assert compare(claims, bare) == {"name": "match"}


def _plain(name: str) -> str:
    """Without the marks over and under its letters, as many systems keep names."""
    return "".join(one for one in unicodedata.normalize("NFD", name) if not unicodedata.combining(one))
