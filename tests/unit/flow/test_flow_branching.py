"""Branches: whatever a rule may look at sends a person the one way or the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from verilink.flow.executor import Context, advance
from verilink.flow.outcomes import Answer, Attempt, Result, Seen, State
from verilink.flow.plan import plan_of
from verilink.flow.yaml import parse

TEXT = """\
name: Branching
fields:
  plan: {}
  birthdate: {type: date}
steps:
  start: {kind: screen, screen: {kind: consent}, next: photo}
  photo: {kind: screen, screen: {kind: capture-id, verification: card}, next: submit}
  submit: {kind: action, do: [{run: verification, verification: card}], next: note}
  note: {kind: screen, screen: {kind: message, title: Well}, next: fork}
  fork: {kind: branch, rules: [{when: "WHEN", to: this}], otherwise: that}
  this: {kind: screen, screen: {kind: message, title: This}, next: success}
  that: {kind: screen, screen: {kind: message, title: That}, next: failure}
  success: {kind: end, status: completed, title: Done}
  failure: {kind: end, status: failed, title: Sorry}
verifications:
  card: {type: government-id, id-classes: [id], checks: {id_glare_detection: {requirement: not_required}}}
"""


def tried(times: int, glare: str = "passed") -> dict[str, Any]:
    results = [
        Result(verification_id=f"ver_{n}", passed=True, checks={"id_glare_detection": glare}) for n in range(times)
    ]
    return {"results": {"card": tuple(results)}}


def chosen(country: str) -> dict[str, Any]:
    return {"attempts": {"card": Attempt(country=country, id_class="id")}}


@pytest.mark.parametrize(
    ("when", "this", "that"),
    [
        ("fields.plan == 'large'", {"fields": {"plan": "large"}}, {"fields": {}}),
        ("checks.id_glare_detection == 'failed'", tried(1, "failed"), tried(1)),
        ("attempts.card >= 2", tried(2), tried(1)),
        ("country in ['US', 'CA']", chosen("CA"), chosen("DE")),
        ("age >= 18", {"fields": {"birthdate": "2006-05-01"}}, {"fields": {"birthdate": "2006-05-02"}}),
        ("device == 'phone'", {"seen": Seen(device="phone")}, {"seen": Seen(device="desktop")}),
    ],
)
def test_a_rule_sends_people_its_way_and_others_on(when: str, this: dict[str, Any], that: dict[str, Any]) -> None:
    plan = plan_of(parse(TEXT.replace("WHEN", when)))
    for known, way in ((this, "this"), (that, "that")):
        context = Context(fields=known.get("fields", {}), seen=known.get("seen"), today=date(2024, 5, 1))
        settled = {key: value for key, value in known.items() if key in ("results", "attempts")}
        state = State(step="note", consented=True, **settled)
        assert advance(plan, state, Answer(step="note"), context).state.step == way
