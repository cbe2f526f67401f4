"""Every defect that is planted is found, with its place."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from unit.flow.walking import walk
from verilink.flow.document import (
    ActionStep,
    AddTag,
    BranchStep,
    CaptureId,
    CaptureSelfie,
    ChooseId,
    Consent,
    EndStep,
    FieldSchema,
    Form,
    Input,
    Message,
    Redirect,
    Rule,
    RunVerification,
    ScreenStep,
    Security,
    SetField,
    Step,
    Template,
)
from verilink.flow.executor import start
from verilink.flow.plan import InvalidTemplate, plan_of
from verilink.flow.shipped import shipped_templates
from verilink.flow.verifications import Database, Selfie

GOOD = shipped_templates()["Government ID and selfie"]


def with_steps(template: Template = GOOD, **steps: Step | None) -> Template:
    merged = {**template.steps, **steps}
    return msgspec.structs.replace(template, steps={name: step for name, step in merged.items() if step is not None})


def with_verification(name: str, **changes: Any) -> Template:
    changed = msgspec.structs.replace(GOOD.verifications[name], **changes)
    return msgspec.structs.replace(GOOD, verifications={**GOOD.verifications, name: changed})


def with_fields(**fields: FieldSchema) -> Template:
    return msgspec.structs.replace(GOOD, fields={**GOOD.fields, **fields})


def problems(template: Template, **kwargs: Any) -> dict[str, str]:
    with pytest.raises(InvalidTemplate) as caught:
        plan_of(template, **kwargs)
    return {problem.path: problem.message for problem in caught.value.problems}


def branch(when: str) -> Template:
    rules = (Rule(when=when, to="verification_selfie"),)
    return with_steps(check_government_id=BranchStep(rules=rules, otherwise="retry_verification_government_id"))


FORM = Form(title="You", inputs=(Input(field="name-first"),))


def form(*inputs: str, onward: str = "select_government_id") -> Template:
    asked = Form(title="You", inputs=tuple(Input(field=key) for key in inputs))
    return with_steps(start=ScreenStep(screen=Consent(), next="form"), form=ScreenStep(screen=asked, next=onward))


RUN_ID = RunVerification(verification="government_id")

DEFECTS: list[tuple[str, Template, str, str]] = [
    ("unknown start", msgspec.structs.replace(GOOD, start="nowhere"), "start", "no step 'nowhere'"),
    ("unknown next", with_steps(start=ScreenStep(screen=Consent(), next="x")), "steps.start.next", "no step 'x'"),
    ("unknown rule target",
     with_steps(check_selfie=BranchStep(rules=(Rule(when="true", to="x"),), otherwise="success")),
     "steps.check_selfie.rules[0].to", "no step 'x'"),
    ("unreachable", with_steps(island=EndStep(status="failed", title="x")), "steps.island", "no step leads here"),
    ("no way to an end",
     with_steps(trap=ScreenStep(screen=Message(title="x"), next="trap"),
                check_selfie=BranchStep(rules=(Rule(when="country == 'US'", to="success"),), otherwise="trap")),
     "steps.trap", "no end can be reached"),
    ("automatic loop",
     with_steps(start=ScreenStep(screen=Consent(), next="a"),
                a=BranchStep(rules=(Rule(when="country == 'US'", to="select_government_id"),), otherwise="b"),
                b=ActionStep(do=(AddTag(tag="x"),), next="a")),
     "steps.a", "loops without a screen"),
    ("no completed end", with_steps(success=EndStep(status="failed", title="x")), "steps", "status completed"),
    ("no failed end", with_steps(failure=EndStep(status="completed", title="x")), "steps", "status failed"),
    ("unknown verification on a screen",
     with_steps(verification_selfie=ScreenStep(screen=CaptureSelfie(verification="x"), next="submit_selfie")),
     "steps.verification_selfie.screen.verification", "no verification 'x'"),
    ("wrong kind of verification",
     with_steps(verification_selfie=ScreenStep(screen=CaptureId(verification="selfie"), next="submit_selfie")),
     "steps.verification_selfie.screen.verification", "of type government-id"),
    ("unknown verification in an action",
     with_steps(submit_selfie=ActionStep(do=(RunVerification(verification="x"),), next="check_selfie")),
     "steps.submit_selfie.do[0].verification", "no verification"),
    ("message about nothing",
     with_steps(retry_verification_selfie=ScreenStep(screen=Message(title="x", about="y"), next="verification_selfie")),
     "steps.retry_verification_selfie.screen.about", "no verification 'y'"),
    ("two verifications in one action",
     with_steps(submit_government_id=ActionStep(do=(RUN_ID, RUN_ID), next="check_government_id")),
     "steps.submit_government_id.do[0]", "last action"),
    ("unknown form field", form("shoe-size"), "steps.form.screen.inputs[0].field", "no field"),
    ("untypeable form field", form("current-selfie"), "steps.form.screen.inputs[0].field", "cannot be typed"),
    ("empty form", form(), "steps.form.screen.inputs", "at least one"),
    ("unknown field set", with_steps(submit_selfie=ActionStep(
        do=(SetField(field="x", value=1), RunVerification(verification="selfie")), next="check_selfie")),
     "steps.submit_selfie.do[0].field", "no field"),
    ("constant that does not fit", with_steps(submit_selfie=ActionStep(
        do=(SetField(field="birthdate", value="soon"), RunVerification(verification="selfie")), next="check_selfie")),
     "steps.submit_selfie.do[0].value", "does not fit"),
    ("not CEL", branch("1 +"), "steps.check_government_id.rules[0].when", "not a valid CEL"),
    ("unknown variable", branch("moon == 1"), "steps.check_government_id.rules[0].when", "moon"),
    ("unknown verification in a rule", branch("verifications.x.passed"),
     "steps.check_government_id.rules[0].when", "verifications.x"),
    ("unknown field in a rule", branch("fields['x'] == 'a'"), "steps.check_government_id.rules[0].when", "fields.x"),
    ("no boolean", branch("country"), "steps.check_government_id.rules[0].when", "true or false"),
    ("nested loops", branch("[1].all(x, [2].all(y, x == y))"), "steps.check_government_id.rules[0].when", "one loop"),
    ("choices without options", with_fields(colour=FieldSchema(type="choices")), "fields.colour.options", "needed"),
    ("options without choices", with_fields(colour=FieldSchema(options=("a",))), "fields.colour.options", "only for"),
    ("bad default", with_fields(age=FieldSchema(type="integer", default="x")), "fields.age.default", "does not fit"),
    ("foreign check", with_verification("selfie", checks={"id_blur_detection": {}}),
     "verifications.selfie.checks.id_blur_detection", "no such check"),
    ("unknown class", with_verification("government_id", id_classes=("zz",)),
     "verifications.government_id.id-classes[0]", "unknown ID class"),
    ("no class", with_verification("government_id", id_classes=()),
     "verifications.government_id.id-classes", "at least"),
    ("unknown country", with_verification("government_id", countries=("XX",)),
     "verifications.government_id.countries[0]", "ISO 3166"),
    ("no country", with_verification("government_id", countries=()),
     "verifications.government_id.countries", "at least"),
    ("copy to nowhere", with_verification("government_id", copy={"x": "birthdate"}),
     "verifications.government_id.copy.x", "no field"),
    ("copy of nothing", with_verification("government_id", copy={"birthdate": "shoe-size"}),
     "verifications.government_id.copy.birthdate", "shoe-size"),
    ("copy from a selfie", with_verification("selfie", copy={"birthdate": "birthdate"}),
     "verifications.selfie.copy", "no values to copy"),
    ("comparison with itself", with_verification("selfie", compare_with="selfie"),
     "verifications.selfie.compare-with", "not a government-id"),
    ("redirect to a script", msgspec.structs.replace(GOOD, redirect=Redirect(uri="javascript:alert(1)")),
     "redirect.uri", "scheme"),
    ("domain with a path", msgspec.structs.replace(GOOD, security=Security(allowed_domains=("https://a.example/b",))),
     "security.allowed-domains[0]", "bare host"),
    ("no consent", with_steps(start=ScreenStep(screen=Message(title="x"), next="select_government_id")),
     "steps.select_government_id", "before the person has agreed"),
    ("no fresh photos on a retry",
     with_steps(retry_verification_selfie=ScreenStep(screen=Message(title="x"), next="submit_selfie")),
     "steps.submit_selfie", "without anything gathered"),
    ("another choice after the photos",
     with_steps(verification_government_id=ScreenStep(screen=CaptureId(verification="government_id"), next="change"),
                change=ScreenStep(screen=ChooseId(verification="government_id"), next="submit_government_id")),
     "steps.submit_government_id", "without anything gathered"),
    ("photos before the choice",
     with_steps(start=ScreenStep(screen=Consent(), next="verification_government_id")),
     "steps.verification_government_id", "before the kind of document"),
    ("verification that can be skipped",
     with_steps(check_government_id=BranchStep(
         rules=(Rule(when="verifications.government_id.tries_left > 0", to="retry_verification_government_id"),
                Rule(when="verifications.government_id.passed", to="verification_selfie")), otherwise="success")),
     "steps.success", "without running 'selfie'"),
    ("verification that leads nowhere",
     with_steps(check_selfie=BranchStep(otherwise="failure"), check_government_id=BranchStep(
         rules=(Rule(when="verifications.government_id.passed", to="verification_selfie"),), otherwise="success")),
     "verifications.selfie", "leads to no completed end"),
    ("comparison before the document",
     with_steps(start=ScreenStep(screen=Consent(), next="fork"),
                fork=BranchStep(rules=(Rule(when="country == 'US'", to="verification_selfie"),),
                                otherwise="select_government_id")),
     "steps.submit_selfie", "may not have been run"),
]  # fmt: skip


@pytest.mark.parametrize(("template", "path", "message"), [d[1:] for d in DEFECTS], ids=[d[0] for d in DEFECTS])
def test_a_planted_defect_is_found_in_its_place(template: Template, path: str, message: str) -> None:
    found = problems(template)
    assert path in found, found
    assert message in found[path]


def test_a_verification_that_is_never_run_is_found() -> None:
    more = {**GOOD.verifications, "second": Selfie()}
    found = problems(msgspec.structs.replace(GOOD, verifications=more))
    assert found == {"verifications.second": "is never run"}


def test_all_problems_are_told_at_once() -> None:
    broken = with_steps(
        with_verification("selfie", checks={"id_blur_detection": {}}),
        start=ScreenStep(screen=Consent(), next="nowhere"),
    )
    assert set(problems(broken)) == {"steps.start.next", "verifications.selfie.checks.id_blur_detection"}


def test_unknown_check_names_are_found_when_the_names_are_known() -> None:
    template = with_verification("selfie", checks={"selfie_aura_detection": {}})
    assert plan_of(template)
    assert problems(template, check_names={"selfie": {"selfie_pose_detection"}})


def test_too_many_steps_are_refused() -> None:
    steps: dict[str, Step] = {
        f"s{index}": ScreenStep(screen=Message(title="x"), next=f"s{index + 1}") for index in range(200)
    }
    steps |= {"start": ScreenStep(screen=Consent(), next="s0"), "s200": EndStep(status="completed", title="x")}
    assert "steps" in problems(Template(name="Long", steps=steps))


def test_the_shipped_templates_are_valid() -> None:
    for template in shipped_templates().values():
        assert plan_of(template).failure == "failure"


def test_a_lost_cause_ends_at_the_failed_end() -> None:
    """A branch that calls a failed verification done does not make the flow complete."""
    from unit.flow.walking import walk
    from verilink.flow.executor import start

    careless = with_steps(check_selfie=BranchStep(otherwise="success"))
    plan = plan_of(with_steps(careless, retry_verification_selfie=None))
    state, _ = walk(plan, start(plan), [True, False])
    assert (state.step, state.finished) == ("failure", "failed")


def test_a_template_that_never_counts_the_tries_is_bounded_all_the_same() -> None:
    rules = (Rule(when="verifications.selfie.passed", to="success"),)
    careless = with_steps(check_selfie=BranchStep(rules=rules, otherwise="retry_verification_selfie"))
    plan = plan_of(careless)
    state, _ = walk(plan, start(plan), [True, False, False, False])
    assert (state.step, state.finished) == ("failure", "failed")
    assert len(state.results["selfie"]) == 3


def test_a_second_capture_screen_takes_the_photos_anew() -> None:
    again = ScreenStep(screen=CaptureSelfie(verification="selfie"), next="submit_selfie")
    first = ScreenStep(screen=CaptureSelfie(verification="selfie"), next="again")
    plan = plan_of(with_steps(verification_selfie=first, again=again))
    state, steps = walk(plan, start(plan), [True, True])
    assert state.finished == "completed"
    assert steps.count("again") == 3


def _looking_up(**changes: Any) -> Template:
    """Consent, then a look-up of what is prefilled."""
    run = ActionStep(do=(RunVerification(verification="records"),), next="decide")
    rules = (Rule(when="verifications.records.passed", to="success"),)
    steps: dict[str, Step] = {
        "start": ScreenStep(screen=Consent(), next="run"),
        "run": run,
        "decide": BranchStep(rules=rules, otherwise="failure"),
        "success": EndStep(status="completed", title="Done"),
        "failure": EndStep(status="failed", title="Sorry"),
    }
    fields = {"name-first": FieldSchema(), "name-last": FieldSchema(), "birthdate": FieldSchema(type="date")}
    records = Database(attempts=1, **changes)
    return Template(name="Records", fields=fields, steps=steps, verifications={"records": records})


def test_what_is_prefilled_is_looked_up_after_consent_and_never_before() -> None:
    template = _looking_up()
    plan = plan_of(template)
    assert walk(plan, start(plan), [True])[1] == ["start", "run", "success"]
    hasty = msgspec.structs.replace(template, start="run")
    assert "before the person has agreed" in problems(hasty)["steps.run"]


@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"fields": ("name-first", "email-address"), "match": ("email-address",)}, "fields[1]", "there is no field"),
        ({"match": ()}, "match", "at least one"),
        ({"match": ("phone-number",)}, "match[0]", "needs 'phone-number'"),
        ({"fields": ("name-first", "birthdate")}, "match[0]", "needs 'name-last'"),
    ],
)
def test_a_look_up_needs_fields_that_exist_and_something_to_match(
    changes: dict[str, Any], path: str, message: str
) -> None:
    assert message in problems(_looking_up(**changes))[f"verifications.records.{path}"]
