"""Modules: whatever is said of them, ordinary steps that always lead to an end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.flow.walking import next_event
from verilink.flow.document import Consent, EndStep, Page, ScreenStep, Template
from verilink.flow.executor import Context, advance, start
from verilink.flow.modules import model
from verilink.flow.modules.expansion import expand
from verilink.flow.modules.fragments import KINDS
from verilink.flow.modules.model import ModuleStep
from verilink.flow.outcomes import (
    Answer,
    Attempt,
    Captured,
    Event,
    Finish,
    InvalidAnswer,
    Open,
    Outcome,
    Show,
    State,
    Submit,
    Wait,
)
from verilink.flow.plan import plan_of
from verilink.flow.problems import InvalidTemplate
from verilink.flow.source import Source
from verilink.flow.yaml import InvalidYaml, dump, lined, parse, parse_source
from verilink.templates.actions import validated

WHOLE = """\
schema: 1
name: Whole
steps:
  start: {kind: screen, screen: {kind: consent}, next: country}
  country:
    kind: module
    module: {kind: country-select-with-branching, ways: [{countries: [US, CA], to: phone_number}]}
    next: government_id
  government_id:
    kind: module
    module: {kind: government-id, attempts: 5, countries: [DE]}
    next: selfie
    otherwise: failure
  selfie: {kind: module, module: {kind: selfie, compare-with: government_id}, next: success, otherwise: failure}
  phone_number: {kind: module, module: {kind: phone-number, required: false}, next: government_id, otherwise: failure}
  success: {kind: module, module: {kind: standard-success, decide: approve}}
  failure: {kind: module, module: {kind: standard-failed}}
"""
VALUES = {"name-first": "Ada", "name-last": "Sample", "birthdate": "1990-02-03", "selected-country-code": "DE"}
_COUNTRIES = st.none() | st.lists(st.sampled_from(["DE", "US", "BR"]), min_size=1, unique=True).map(tuple)
_TITLES = st.none() | st.text(max_size=20)
_CLASSES = st.lists(st.sampled_from(["pp", "id", "dl"]), min_size=1, unique=True).map(tuple)


@st.composite
def modules(draw: st.DrawFn, index: int, document: str | None) -> Any:
    """Any module with a way on. ``document``: a government ID before it."""
    tries: dict[str, Any] = {"attempts": draw(st.integers(1, 10)), "required": draw(st.booleans())}
    match draw(st.sampled_from([*KINDS, "country-select", "country-select-with-branching"])):
        case "government-id":
            return model.GovernmentIdModule(
                countries=draw(_COUNTRIES), id_classes=draw(_CLASSES), auto_classification=draw(st.booleans()), **tries
            )
        case "selfie":
            poses: Any = draw(st.sampled_from(["center", "center-left-right"]))
            return model.SelfieModule(poses=poses, compare_with=document, **tries)
        case "database":
            return model.DatabaseModule(countries=draw(_COUNTRIES), **tries)
        case "email-address":
            return model.EmailAddressModule(title=draw(_TITLES), code_tries=draw(st.integers(1, 10)), **tries)
        case "phone-number":
            return model.PhoneNumberModule(countries=draw(st.sampled_from([None, ("DE",)])), **tries)
        case "document":
            return model.DocumentModule(body=draw(_TITLES), most_files=draw(st.integers(1, 10)), **tries)
        case "country-select":
            return model.CountrySelectModule()
        case _:
            way = model.CountryWay(countries=("DE", "AT"), to=f"m{index + 1}")
            return model.CountryBranchModule(ways=(way,))


@st.composite
def sources(draw: st.DrawFn) -> Source:
    count = draw(st.integers(1, 4))
    steps: dict[str, Any] = {"start": ScreenStep(screen=Consent(), next="m0")}
    document: str | None = None
    for index in range(count):
        one = draw(modules(index, document))
        failed = "failure" if isinstance(one, model.Verifying) else None
        steps[f"m{index}"] = ModuleStep(module=one, next=f"m{index + 1}", otherwise=failed)
        document = f"m{index}" if isinstance(one, model.GovernmentIdModule) else document
    steps[f"m{count}"] = ModuleStep(module=model.StandardSuccess(title=draw(st.text(max_size=9))))
    if any(step.otherwise for step in steps.values() if isinstance(step, ModuleStep)):
        steps["failure"] = ModuleStep(module=model.StandardFailed())
    return Source(name="Modules", steps=steps)


def going_on(outcome: Outcome, *, passes: bool, serial: str) -> Event | None:
    if isinstance(outcome, Show) and isinstance(outcome.screen, Page):
        asked = {each["field"]: VALUES[each["field"]] for each in outcome.model["inputs"]}
        offered = next(
            (countries for one in outcome.screen.components if (countries := getattr(one, "countries", None))), ()
        )
        return Answer(
            step=outcome.step,
            values=asked
            | ({"selected-country-code": offered[0]} if "selected-country-code" in asked and offered else {}),
        )
    event = next_event(outcome, passes=passes, serial=serial)
    if isinstance(event, Answer) and isinstance(outcome, Show) and (offered := outcome.model.get("countries")):
        return msgspec.structs.replace(event, values={**event.values, "country": offered[0]})
    return event


@given(sources(), st.lists(st.booleans(), min_size=50, max_size=50))
@settings(max_examples=40, deadline=None)
def test_any_modules_make_a_template_that_always_ends(source: Source, verdicts: list[bool]) -> None:
    plan = plan_of(expand(source).template)
    state, context, fields = start(plan), Context(proof="matched"), {}
    outcome = advance(plan, state, Open(), context).outcome
    for serial in range(400):
        passes = verdicts.pop() if isinstance(outcome, Wait) and verdicts else True
        event = going_on(outcome, passes=passes, serial=str(serial))
        if event is None:
            break
        transition = advance(plan, state, event, replace(context, fields=fields))
        state, outcome = transition.state, transition.outcome
        for effect in transition.effects:
            fields |= getattr(effect, "values", {})
    assert isinstance(outcome, Finish)
    assert outcome.status == ("completed" if all_passed(state, plan.template) else "failed")


def all_passed(state: State, template: Template) -> bool:
    return all(state.results[name][-1].passed for name in template.verifications if name in state.results)


@given(sources())
@settings(max_examples=20, deadline=None)
def test_what_the_author_wrote_goes_round(source: Source) -> None:
    assert parse_source(dump(source)) == source
    assert parse(dump(source)) == expand(source).template


def test_every_kind_of_module_can_be_written_and_has_official_step_names() -> None:
    template = parse(WHOLE)
    assert {"verification_government_id", "retry_verification_government_id", "success"} <= set(template.steps)
    assert template.steps["success"] == EndStep(
        status="completed", decide="approve", title="You are done", body=model.StandardSuccess().body
    )
    assert template.verifications["government_id"].attempts == 5
    assert template.fields["selected-country-code"].label == "Chosen country"
    assert {kind.__struct_config__.tag for kind in get_args(model.Module)} == {
        *KINDS, "standard-success", "standard-failed", "country-select", "country-select-with-branching",
    }  # fmt: skip


def test_a_field_of_the_authors_own_stays_as_it_is() -> None:
    text = WHOLE.replace("steps:", "fields:\n  name-first: {label: Given name, max-char-length: 9}\nsteps:", 1)
    assert parse(text).fields["name-first"].label == "Given name"


@pytest.mark.parametrize(
    ("before", "after", "place", "line"),
    [
        ("attempts: 5", "video: true", "steps.government_id.module.video: video is not recorded", 11),
        ("attempts: 5", "attempts: 11", "steps.government_id.module.attempts", 11),
        ("kind: selfie,", "kind: selfie-with-video,", "steps.selfie.module", 14),
        ("countries: [DE]", "countries: [XX]", "steps.government_id.module.countries[0]: 'XX' is not", 11),
        ("attempts: 5", "checks: {id_none: {}}", "steps.government_id.module.checks.id_none: there is no", 11),
        ("next: selfie", "next: nowhere", "steps.government_id.next: there is no step 'nowhere'", 12),
        ("    next: selfie\n", "", "steps.government_id: a government-id module needs 'next'", 9),
        ("decide: approve}}", "decide: approve}, next: country}", "steps.success.next: a standard-success", 16),
        ("compare-with: government_id", "compare-with: nobody", "steps.selfie.module.compare-with", 14),
        ("to: phone_number", "to: nowhere", "steps.country.module.ways[0].to: there is no step", 7),
        ("[US, CA]", "[US, QQ]", "steps.country.module.ways[0].countries: 'QQ'", 7),
        ("  success:", "  check_selfie: {kind: end, status: failed, title: x}\n  success:", "steps.selfie: the", 14),
        ("next: government_id\n  gov", "next: success\n  gov", "steps.success: can be reached without", 16),
    ],
)  # fmt: skip
def test_a_defect_is_told_where_its_author_wrote_it(before: str, after: str, place: str, line: int) -> None:
    assert before in WHOLE
    text = WHOLE.replace(before, after, 1)
    with pytest.raises(InvalidTemplate) as caught:
        validated(parse_source(text))
    told = caught.value
    problems = told.problems if isinstance(told, InvalidYaml) else lined(text, told.problems)
    said = [f"{each.path}: {each.message}" for each in problems]
    assert any(one.startswith(place) and f"(line {line})" in one for one in said), said


TOLD = """\
name: Told from the photos
steps:
  start: {kind: screen, screen: {kind: consent}, next: id_card}
  id_card: {kind: module, module: {kind: government-id, auto-classification: true}, next: success, otherwise: failure}
  success: {kind: module, module: {kind: standard-success}}
  failure: {kind: module, module: {kind: standard-failed}}
"""


def test_where_the_kind_is_told_from_the_photos_nobody_chooses_and_a_back_may_be_missing() -> None:
    plan = plan_of(parse(TOLD))
    assert "select_id_card" not in plan.graph
    step = "verification_id_card"
    at_front = advance(plan, start(plan), Answer(step="start", values={"consent": True}), Context())
    assert isinstance(at_front.outcome, Show)
    with pytest.raises(InvalidAnswer):
        advance(plan, at_front.state, Answer(step=step, press="one-sided"), Context())
    at_back = advance(plan, at_front.state, Captured(step=step, page="front", file_id="file_1"), Context())
    assert isinstance(at_back.outcome, Show)
    assert (at_back.outcome.model["page"], at_back.outcome.model["may-lack"]) == ("back", True)
    done = advance(plan, at_back.state, Answer(step=step, press="one-sided"), Context())
    (submitted,) = [effect for effect in done.effects if isinstance(effect, Submit)]
    assert (submitted.attempt.order, submitted.attempt.id_class) == (("front",), None)
    both = advance(plan, at_back.state, Captured(step=step, page="back", file_id="file_2"), Context())
    (submitted,) = [effect for effect in both.effects if isinstance(effect, Submit)]
    assert submitted.attempt.order == ("front", "back")


def test_a_chosen_kind_never_lacks_its_back() -> None:
    plan = plan_of(parse(TOLD.replace("auto-classification: true", "id-classes: [id]")))
    chosen = State(step="verification_id_card", attempts={"id_card": Attempt(id_class="id", order=("front", "back"))})
    one = advance(plan, chosen, Captured(step=chosen.step, page="front", file_id="file_1"), Context())
    assert isinstance(one.outcome, Show)
    assert one.outcome.model["may-lack"] is False
    with pytest.raises(InvalidAnswer):
        advance(plan, one.state, Answer(step=chosen.step, press="one-sided"), Context())
