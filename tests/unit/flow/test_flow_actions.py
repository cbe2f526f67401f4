"""Actions between the steps: tags, values copied under a rule, the account, decisions."""

from __future__ import annotations

from typing import Any

import pytest

from verilink.flow.executor import Context, advance
from verilink.flow.outcomes import Decided, Finish, LinkAccount, Result, SetFields, State, UntagInquiry
from verilink.flow.plan import plan_of
from verilink.flow.problems import InvalidTemplate
from verilink.flow.yaml import parse

TEXT = """\
name: Actions
fields:
  customer: {}
  name-first: {}
  birthdate: {type: date}
  plan: {type: choices, options: [a, b]}
  typed: {}
  ready: {type: boolean}
steps:
  start: {kind: screen, screen: {kind: consent}, next: form}
  form: {kind: screen, screen: {kind: form, title: You, inputs: [{field: typed}]}, next: photo}
  photo: {kind: screen, screen: {kind: capture-id, verification: passport}, next: submit}
  submit: {kind: action, do: [{run: verification, verification: passport}], next: act}
  act:
    kind: action
    do:
      - {run: remove-tag, tag: new}
      - {run: copy, verification: passport, fields: {name-first: name-first, birthdate: birthdate}}
      - {run: account, reference: customer, tags: [seen]}
    next: fork
  fork: {kind: branch, rules: [{when: "fields['name-first'] == 'Ada'", to: success}], otherwise: failure}
  success: {kind: end, status: completed, title: Done}
  failure: {kind: end, status: failed, title: Sorry}
verifications:
  passport: {type: government-id, required: false, id-classes: [pp]}
"""
READ = {"name-first": "Ada", "birthdate": "soon"}


def decided(text: str = TEXT, *, passed: bool = True, **known: Any) -> Any:
    plan = plan_of(parse(text))
    state = State(step="submit", waiting="passport", consented=True)
    context = Context(**({"extractions": {"passport": READ} if passed else {}} | known))
    result = Result(verification_id="ver_1", passed=passed)
    return advance(plan, state, Decided(verification="passport", result=result), context)


def written(effects: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for effect in effects:
        found |= effect.values if isinstance(effect, SetFields) else {}
    return found


def test_what_was_read_is_seen_by_the_rules_and_the_account_after_it() -> None:
    done = decided(fields={"customer": "C-7"})
    assert isinstance(done.outcome, Finish)
    assert done.outcome.status == "completed"
    assert written(done.effects) == {"name-first": "Ada"}, "a date that is none is left out"
    assert LinkAccount(reference="C-7", fields={"name-first": "Ada"}, tags=("seen",)) in done.effects
    assert UntagInquiry(tag="new") in done.effects


def test_nothing_is_copied_from_an_attempt_that_did_not_pass() -> None:
    assert written(decided(passed=False, extractions={"passport": READ}).effects) == {}


@pytest.mark.parametrize(
    ("overwrite", "given", "copied"),
    [
        ("always", True, True),
        ("when-empty", False, False),
        ("unless-given", True, False),
        ("unless-given", False, True),
    ],
)
def test_when_a_known_value_is_overwritten(overwrite: str, given: bool, copied: bool) -> None:
    text = TEXT.replace("verification: passport, fields", f"verification: passport, overwrite: {overwrite}, fields")
    done = decided(text, fields={"name-first": "Grace"}, given={"name-first"} if given else set())
    assert written(done.effects) == ({"name-first": "Ada"} if copied else {})


@pytest.mark.parametrize(
    ("decision", "first", "end", "outcome"),
    [
        ("approve", "Ada", "", "approve"),
        ("approve", "Eve", "", None),
        ("review", "Eve", "", "review"),
        ("decline", "Ada", "", "decline"),
        ("decline", "Ada", "decide: review, ", "review"),
    ],
)
def test_a_decision_waits_for_the_end(decision: str, first: str, end: str, outcome: str | None) -> None:
    text = TEXT.replace("{run: remove-tag, tag: new}", f"{{run: decide, decision: {decision}}}")
    text = text.replace("status: completed, ", f"status: completed, {end}")
    assert decided(text, extractions={"passport": {"name-first": first}}).outcome.decide == outcome


def test_an_approval_by_an_action_is_not_a_way_around_a_required_verification() -> None:
    text = TEXT.replace("required: false, ", "").replace("otherwise: failure", "otherwise: success")
    text = text.replace("{run: remove-tag, tag: new}", "{run: decide, decision: approve}")
    done = decided(text.replace("to: success", "to: failure"),
                   passed=False)  # fmt: skip
    assert (done.outcome.status, done.outcome.decide) == ("failed", None)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("reference: customer", "reference: typed", "a person types this field in"),
        ("reference: customer", "reference: nothing", "there is no field 'nothing'"),
        ("tags: [seen]", "fields: {name-first: ready}", "a field of type boolean cannot be kept"),
        ("name-first: name-first", "name-first: shoe-size", "yields no 'shoe-size'"),
        (", fields: {name-first: name-first, birthdate: birthdate}", "", "nothing is copied"),
        ("copy, verification: passport", "copy, verification: nothing", "there is no verification 'nothing'"),
    ],
)
def test_what_cannot_be_done_is_told(before: str, after: str, told: str) -> None:
    assert before in TEXT
    with pytest.raises(InvalidTemplate) as caught:
        plan_of(parse(TEXT.replace(before, after, 1)))
    assert told in str(caught.value)
