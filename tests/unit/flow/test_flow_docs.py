"""The reference of the template document says what the code does."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import get_args

import msgspec
import pytest

from verilink.checks.requirements import setting_problems
from verilink.flow import components, document, node, schemas, verifications
from verilink.flow.executor import Context, advance
from verilink.flow.modules import model
from verilink.flow.outcomes import Attempt, Open, Result, Seen, State
from verilink.flow.pagecontent import every
from verilink.flow.plan import plan_of
from verilink.flow.rules import is_true, validate, variables
from verilink.flow.schema import template_schema
from verilink.flow.yaml import parse, parse_source
from verilink.templates.actions import validated

REFERENCE = Path(__file__).parents[3] / "docs" / "reference"
PAGE = (REFERENCE / "template.md").read_text(encoding="utf-8")


def nodes() -> list[type[document.Node]]:
    found = {**vars(document), **vars(verifications), **vars(components), **vars(schemas), **vars(model)}.values()
    return [one for one in found if isinstance(one, type) and issubclass(one, document.Node)]


@pytest.mark.parametrize("node", nodes(), ids=lambda node: node.__name__)
def test_every_key_is_on_the_page(node: type[document.Node]) -> None:
    keys = [field.encode_name for field in msgspec.structs.fields(node)]
    assert [key for key in keys if f"`{key}`" not in PAGE] == []
    tag = node.__struct_config__.tag
    assert tag is None or f"`{tag}`" in PAGE


def test_the_example_is_a_valid_template() -> None:
    (example,) = re.findall(r"```yaml\n(schema.*?)```", PAGE, re.DOTALL)
    template = parse(example)
    assert plan_of(template).failure == "failure"
    for one in template.verifications.values():
        assert list(setting_problems(one.type, one.checks, poses=getattr(one, "poses", None))) == []


def test_the_published_schema_is_current() -> None:
    """Write it anew with ``python -m verilink.flow.schema > docs/reference/template.schema.json``."""
    published = json.loads((REFERENCE / "template.schema.json").read_text(encoding="utf-8"))
    assert published == json.loads(json.dumps(template_schema()))


def rules() -> list[str]:
    (block,) = re.findall(r"<!-- rules -->\n```\n(.*?)```", PAGE, re.DOTALL)
    return [line for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("when", rules())
def test_every_rule_on_the_page_is_valid_and_can_hold(when: str) -> None:
    checks = {"id_age_comparison": node.CheckSetting(), "id_glare_detection": node.CheckSetting()}
    template = document.Template(
        name="Rules",
        fields={"name-first": document.FieldSchema(), "birthdate": document.FieldSchema(type="date")},
        steps={},
        verifications={"passport": verifications.GovernmentId(attempts=3, checks=checks)},
    )
    validate(when, template)
    failed = Result(
        verification_id="ver_1",
        passed=False,
        reasons=("too_much_glare",),
        checks={"id_age_comparison": "failed", "id_glare_detection": "failed"},
    )
    state = State(
        step="x",
        results={"passport": (failed, failed)},
        attempts={"passport": Attempt(country="DE", id_class="id")},
        seen=Seen(device="desktop", language="de"),
    )
    fields = {"name-first": "Ada", "birthdate": "2004-02-29"}
    assert is_true(when, variables(template, state, fields, date(2024, 2, 28)))


def test_the_modules_in_the_documents_make_a_valid_template() -> None:
    (example,) = re.findall(r"```yaml module\n(.*?)```", PAGE, re.DOTALL)
    assert "select_government_id" in plan_of(parse(f"name: Modules\n{example}")).graph


def test_the_actions_in_the_documents_are_valid_and_all_there() -> None:
    (example,) = re.findall(r"```yaml step\n(  remember:.*?)```", PAGE, re.DOTALL)
    (whole,) = re.findall(r"```yaml\n(schema.*?)```", PAGE, re.DOTALL)
    whole = whole.replace("passed, to: success}", "passed, to: remember}").replace("  again:\n", f"{example}  again:\n")
    template = parse(whole.replace("fields:\n", "fields:\n  customer-tier: {}\n  customer-number: {}\n", 1))
    assert plan_of(template).graph["remember"] == ("success",)
    steps = [step for step in template.steps.values() if isinstance(step, document.ActionStep)]
    assert {type(action) for step in steps for action in step.do} == set(get_args(document.Action))


def test_the_example_of_everything_has_everything_and_can_be_shown() -> None:
    (example,) = re.findall(r"```yaml all\n(.*?)```", PAGE, re.DOTALL)
    source = parse_source(example)
    plan = validated(source)
    steps = plan.template.steps.values()
    screens = [step.screen for step in steps if isinstance(step, document.ScreenStep)]
    placed = [
        one.component for screen in screens if isinstance(screen, document.Page) for one in every(screen.components)
    ]
    assert {type(step) for step in source.steps.values()} == {*get_args(document.Step), model.ModuleStep}
    assert {type(screen) for screen in screens} == set(get_args(document.Screen))
    assert {type(component) for component in placed} == set(get_args(components.PageComponent))
    shown = advance(plan, State(step="about", consented=True), Open(), Context())
    assert {"name-first", "phone-number", "contract"} <= {each["field"] for each in shown.outcome.model["inputs"]}  # type: ignore[union-attr]


def test_the_page_in_the_documents_is_a_valid_page() -> None:
    (example,) = re.findall(r"```yaml\n(  household:.*?)```", PAGE, re.DOTALL)
    (whole,) = re.findall(r"```yaml\n(schema.*?)```", PAGE, re.DOTALL)
    whole = whole.replace("    next: photo\n  photo:", f"    next: household\n{example}  photo:")
    fields = "fields:\n  address-country-code: {}\n  address-city: {}\n  tax-number: {}\n"
    template = parse(whole.replace("fields:\n", fields))
    assert plan_of(template).graph["household"] == ("photo", "failure")
