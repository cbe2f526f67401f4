"""Branching rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.flow.document import FieldSchema, Rule, Template
from verilink.flow.outcomes import Attempt, Result, State
from verilink.flow.rules import InvalidRule, compiled, holds, validate, variables
from verilink.flow.verifications import GovernmentId

TEMPLATE = Template(
    name="Rules",
    fields={"name-first": FieldSchema(), "age": FieldSchema(type="integer"), "selected-country-code": FieldSchema()},
    steps={},
    verifications={"document": GovernmentId()},
)
FAILED = Result(verification_id="ver_1", passed=False, reasons=("too_blurry",))
STATE = State(step="x", results={"document": (FAILED,)}, attempts={"document": Attempt(country="DE", id_class="pp")})


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("verifications.document.passed", False),
        ("!verifications.document.passed", True),
        ("verifications.document.status == 'failed'", True),
        ("verifications.document.attempts == 1 && attempts.document == 1", True),
        ("verifications.document.tries_left > 0", True),
        ("'too_blurry' in verifications.document.reasons", True),
        ("country == 'DE' && id_class == 'pp'", True),
        ("fields['name-first'] == 'Ada'", True),
        ("fields.age == null", True),
        ("fields.age < 18", False),
        ("!(fields.age < 18)", False),
        ("country in ['US', 'CA']", False),
        ("fields['name-first']", False),
        ("1 / 0 == 1", False),
        ("nonsense", False),
    ],
)
def test_a_rule_holds_or_does_not(when: str, expected: bool) -> None:
    assert holds(Rule(when=when, to="x"), variables(TEMPLATE, STATE, {"name-first": "Ada"})) is expected


def test_before_anything_happened_there_are_no_results() -> None:
    seen = variables(TEMPLATE, State(step="x"), {"selected-country-code": "FR"})
    assert seen["verifications"]["document"] == {
        "passed": False, "status": "none", "attempts": 0, "tries_left": 3, "reasons": [], "checks": {},
    }  # fmt: skip
    assert (seen["country"], seen["id_class"]) == ("FR", "")


def test_waiting_shows() -> None:
    seen = variables(TEMPLATE, State(step="x", waiting="document"), {})
    assert seen["verifications"]["document"]["status"] == "waiting"


def test_a_name_inside_a_text_is_no_name() -> None:
    validate("fields['name-first'] == 'verifications.nothing.passed'", TEMPLATE)


def test_programs_are_compiled_once() -> None:
    assert compiled("country == 'US'") is compiled("country == 'US'")


@given(st.text(max_size=60) | st.text(alphabet="fields.vrtoncuy()[]{}'\"&|!=<>1+-*/?:, ", max_size=80))
def test_any_text_is_a_rule_or_an_invalid_rule(when: str) -> None:
    try:
        validate(when, TEMPLATE)
    except InvalidRule:
        return
    assert holds(Rule(when=when, to="x"), variables(TEMPLATE, STATE, {})) in (True, False)
