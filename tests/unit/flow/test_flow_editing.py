"""Steps put into the text of a template; everything else in it stays as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.flow.editing import insert
from verilink.flow.problems import InvalidTemplate
from verilink.flow.shipped import shipped_templates
from verilink.flow.yaml import dump, parse_source

TEXT = """\
# ours
name: Small   # the name
steps:
    start:
        kind: screen
        screen: {kind: consent}
        next: success  # then
    success: {kind: end, status: completed, title: Done}

# below
expiry: {create: 3600}
"""
STEP = {"kind": "module", "module": {"kind": "selfie"}, "otherwise": "success"}


def test_a_step_comes_last_and_is_led_to_and_the_rest_stays() -> None:
    done = insert(TEXT, "selfie", STEP, "start")
    assert done == TEXT.replace("next: success  #", "next: selfie  #").replace(
        "title: Done}\n",
        "title: Done}\n    selfie:\n      kind: module\n      module:\n        kind: selfie\n"
        "      next: success\n      otherwise: success\n",
    )
    parse_source(done)


@pytest.mark.parametrize("ending", ["", "\n", "\n\n", "\n# a word\n"])
def test_it_does_not_matter_how_the_text_ends(ending: str) -> None:
    text = "name: x\nsteps:\n  start: {kind: end, status: completed, title: x}" + ending
    assert list(parse_source(insert(text, "two", STEP)).steps) == ["start", "two"]


def test_a_text_in_several_lines_can_be_the_last() -> None:
    text = (
        "name: x\nsteps:\n  start:\n    kind: end\n    status: failed\n    title: |\n      One\n      two\nexpiry: {}\n"
    )
    done = parse_source(insert(text, "two", STEP))
    assert list(done.steps) == ["start", "two"]


@given(st.sampled_from(list(shipped_templates())), st.data())
def test_any_step_that_leads_on_can_be_followed_by_it(name: str, data: st.DataObject) -> None:
    text = dump(shipped_templates()[name])
    leading = [key for key, step in parse_source(text).steps.items() if hasattr(step, "next")]
    after = data.draw(st.sampled_from(leading))
    was, done = parse_source(text), parse_source(insert(text, "added", STEP, after))
    assert done.steps[after].next == "added"  # type: ignore[union-attr]
    assert done.steps["added"].next == was.steps[after].next  # type: ignore[union-attr]
    assert {key: step for key, step in done.steps.items() if key not in ("added", after)} == {
        key: step for key, step in was.steps.items() if key != after
    }


@pytest.mark.parametrize(
    ("text", "name", "after", "told"),
    [
        (TEXT, "start", None, "is there already"),
        (TEXT, "new", "success", "has no next step"),
        (TEXT, "new", "nowhere", "has no next step"),
        ("name: x\nsteps: {a: {kind: end}}\n", "new", None, "one below the other"),
        ("name: x\n", "new", None, "one below the other"),
        ("", "new", None, "is empty"),
        ("a: [", "new", None, "is not YAML"),
    ],
)
def test_where_nothing_can_be_put_is_said(text: str, name: str, after: str | None, told: str) -> None:
    with pytest.raises(InvalidTemplate) as caught:
        insert(text, name, STEP, after)
    assert told in str(caught.value)
