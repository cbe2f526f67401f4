"""Templates as YAML and as JSON Schema."""

from __future__ import annotations

import json
import time

import jsonschema
import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from unit.flow.walking import templates
from verilink.flow.diagram import mermaid
from verilink.flow.document import ActionStep, EndStep, Message, ScreenStep, SetField, Template
from verilink.flow.plan import InvalidTemplate
from verilink.flow.schema import template_schema
from verilink.flow.shipped import shipped_templates
from verilink.flow.yaml import dump, parse

SMALL = """\
name: Small
steps:
  start:
    kind: screen
    screen: {kind: message, title: no}
    next: end
  end: {kind: end, status: completed, title: 2024-01-02}
"""


def problems(text: str | bytes) -> list[tuple[str, str]]:
    with pytest.raises(InvalidTemplate) as caught:
        parse(text)
    return [(problem.path, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("name", list(shipped_templates()))
def test_a_shipped_template_goes_round(name: str) -> None:
    template = shipped_templates()[name]
    text = dump(template)
    assert parse(text) == template
    assert dump(parse(text)) == text


@given(templates())
@settings(max_examples=30, deadline=None)
def test_any_template_goes_round_and_its_order_does_not_matter(template: Template) -> None:
    text = dump(template)
    assert parse(text) == template
    shuffled = msgspec.structs.replace(template, steps=dict(sorted(template.steps.items(), reverse=True)))
    assert dump(shuffled) == text


@given(
    st.text(max_size=40),
    st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.text(max_size=20),
)
@settings(deadline=None)
def test_any_text_and_value_goes_round(title: str, value: object) -> None:
    steps = {
        "start": ScreenStep(screen=Message(title=title), next="set"),
        "set": ActionStep(do=(SetField(field="a", value=value),), next="end"),
        "end": EndStep(status="completed", title="x"),
    }
    template = Template(name="Text", steps=steps)
    try:
        text = dump(template).encode()
    except UnicodeEncodeError:
        return
    assert parse(text) == template


def test_words_stay_words() -> None:
    template = parse(SMALL)
    start, end = template.steps["start"], template.steps["end"]
    assert isinstance(start, ScreenStep)
    assert isinstance(start.screen, Message)
    assert isinstance(end, EndStep)
    assert (start.screen.title, end.title) == ("no", "2024-01-02")


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        ("", "", "is empty"),
        ("[1, 2]", "", "must be a mapping"),
        ("name: [", "line 1", "is not YAML"),
        ("a: &x 1\nb: *x", "line 1", "anchors"),
        ("name: A\nname: B", "line 2", "comes twice"),
        ("? [a]\n: b", "line 1", "keys must be text"),
        ("[" * 30 + "]" * 30, "line 1", "nested more"),
        ("name: !!python/object:os.system x", "line 1", "is not YAML"),
        ("a: 1\n---\nb: 2", "line 2", "is not YAML"),
        ("a: \x01", "", "is not YAML"),
        (SMALL.replace("status: completed", "status: done"), "steps.end.status", "(line 7)"),
        (SMALL.replace("title: no", "titel: no"), "steps.start.screen", "(line 5)"),
        (SMALL.replace("next: end", "next: 3"), "steps.start.next", "(line 6)"),
        (SMALL + "colour: red", "", "unknown field `colour`"),
        (SMALL + "expiry:\n  create: 1", "expiry.create", "(line 9)"),
        (SMALL.replace("  start:", "  Start:"), "steps.Start", "(line 3)"),
    ],
)
def test_a_defect_is_told_with_its_line(text: str, path: str, message: str) -> None:
    found = problems(text)
    assert any(where.startswith(path) and message in what for where, what in found), found


def test_several_defects_are_told_at_once() -> None:
    text = SMALL.replace("status: completed", "status: done").replace("next: end", "next: 3")
    assert {path for path, _ in problems(text)} == {"steps.start.next", "steps.end.status"}


def test_a_large_or_expanding_text_is_refused_quickly() -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(20)
    )
    began = time.process_time()  # whatever else the machine does
    assert problems(bomb)
    assert problems("x" * 300_000)
    assert problems(b"\xff\xfe\x00")
    assert time.process_time() - began < 2


@given(st.text(alphabet="ab:-[]{}#&*!|>'\"%@, \n", max_size=60) | st.binary(max_size=40))
@settings(deadline=None)
def test_any_noise_is_refused(text: str | bytes) -> None:
    assert problems(text)


@pytest.mark.parametrize("name", list(shipped_templates()))
def test_the_published_schema_accepts_the_shipped_templates(name: str) -> None:
    schema = template_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    document = json.loads(msgspec.json.encode(shipped_templates()[name]))
    jsonschema.validate(document, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**document, "start": "Not a name"}, schema)


def test_the_yaml_is_plain_yaml() -> None:
    template = next(iter(shipped_templates().values()))
    assert yaml.safe_load(dump(template))["name"] == template.name


def test_a_diagram_shows_every_step_and_way() -> None:
    template = shipped_templates()["Selfie"]
    drawn = mermaid(template)
    assert drawn.startswith("flowchart TD\n")
    assert all(f"    {name}" in drawn for name in template.steps)
    assert 'check_selfie -->|"verifications.selfie.passed"| success' in drawn
    assert "check_selfie -->|otherwise| failure" in drawn
    assert "tries_left &gt; 0" in drawn
