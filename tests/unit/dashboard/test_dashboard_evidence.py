"""Checks, values and reasons as a reviewer reads them."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from verilink.checks.advice import ADVICE
from verilink.dashboard.inquiries.checks import lines_of, numbers, reason
from verilink.dashboard.inquiries.naming import facts, field_values, person_name, shown


def check(name: str, status: str, requirement: str = "required", **more: Any) -> dict[str, Any]:
    return {"name": name, "status": status, "requirement": requirement, "reasons": [], "metadata": {}} | more


def test_what_failed_and_decides_comes_first_then_what_was_not_judged() -> None:
    lines = lines_of(
        [
            check("id_blur_detection", "passed"),
            check("id_barcode_detection", "not_applicable", reasons=["front_only_for_now"]),
            check("id_glare_detection", "failed", "not_required"),
            check("id_expired_detection", "failed", reasons=["expired"]),
        ]
    )
    assert [line.name for line in lines] == [
        "id_expired_detection",
        "id_glare_detection",
        "id_barcode_detection",
        "id_blur_detection",
    ]
    assert [line.notable for line in lines] == [True, True, True, False]
    assert lines[0].reasons == (("expired", "The document had expired when it was submitted."),)


def test_a_check_that_was_turned_off_is_not_notable() -> None:
    (line,) = lines_of([check("id_age_comparison", "not_applicable", reasons=["disabled_by_check_config"])])
    assert not line.notable


def test_what_rightly_had_nothing_to_judge_is_not_notable() -> None:
    (line,) = lines_of([check("id_barcode_detection", "not_applicable", reasons=["no_back_required"])])
    assert not line.notable


def test_every_known_reason_is_one_sentence_about_what_was_seen() -> None:
    for code in ADVICE:
        said = reason(code)
        assert said.endswith(".")
        assert said.count(". ") == 0
    assert reason("some_new_reason") == "Some new reason."


def test_numbers_leave_out_what_is_none() -> None:
    assert numbers({"sharpness": 182.44, "simulated": True, "word": "x", "count": 3}) == "sharpness 182 · count 3"
    assert numbers(None) == ""


def test_a_person_is_named_by_what_is_known() -> None:
    fields = {"name-first": {"type": "string", "value": "Ada"}, "name-last": {"type": "string", "value": None}}
    assert person_name(fields) == "Ada"
    assert person_name({}) == ""


def test_values_stand_in_the_order_a_document_is_read() -> None:
    values = {"expiration-date": "2031-01-01", "zeta": "z", "name-last": "Sample", "name-first": "Alex", "empty": None}
    assert [label for label, _ in facts(values)] == ["First name", "Last name", "Expiration date", "Zeta"]


def test_references_to_pictures_are_not_shown_as_values() -> None:
    fields = {"a": {"type": "string", "value": "x"}, "b": {"type": "selfie", "value": {"id": "self_1"}}}
    assert field_values(fields) == {"a": "x"}


plain = st.none() | st.booleans() | st.integers() | st.text(max_size=20)


@given(
    st.recursive(
        plain, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    )
)
def test_any_stored_value_can_be_shown(value: Any) -> None:
    assert isinstance(shown(value), str)
