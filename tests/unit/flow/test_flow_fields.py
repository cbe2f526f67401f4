"""Field values and the form screen."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.flow.document import Consent, EndStep, FieldSchema, FieldType, Form, Input, ScreenStep, Template
from verilink.flow.executor import Context, advance, start
from verilink.flow.fields import InvalidValue, clean, label_of
from verilink.flow.outcomes import Answer, InvalidAnswer, SetFields, Show
from verilink.flow.plan import plan_of

OPTIONS = ("red", "blue")


def schema(kind: FieldType, **more: Any) -> FieldSchema:
    return FieldSchema(type=kind, options=OPTIONS if kind.endswith("choices") else (), **more)


@pytest.mark.parametrize(
    ("kind", "raw", "value"),
    [
        ("string", "  Ada ", "Ada"),
        ("string", "", None),
        ("string", "   ", None),
        ("number", "1.5", 1.5),
        ("number", 2.0, 2),
        ("integer", "42", 42),
        ("boolean", "on", True),
        ("boolean", False, False),
        ("date", "2024-02-29", "2024-02-29"),
        ("datetime", "2024-03-15T18:30:00+02:00", "2024-03-15T16:30:00.000Z"),
        ("datetime", "2024-03-15T18:30:00Z", "2024-03-15T18:30:00.000Z"),
        ("choices", "red", "red"),
        ("multi_choices", ["red", "red", "blue"], ["red", "blue"]),
        ("multi_choices", [], None),
        ("email-address", "ada@example.com", "ada@example.com"),
        ("json", {"a": [1]}, {"a": [1]}),
        ("selfie", {"id": "self_1", "type": "selfie"}, {"id": "self_1", "type": "selfie"}),
    ],
)
def test_a_good_value_is_cleaned(kind: FieldType, raw: Any, value: Any) -> None:
    assert clean(schema(kind), raw) == value


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("string", "a\x00b"),
        ("string", "\ud800"),
        ("string", "x" * 256),
        ("string", 3),
        ("number", "nan"),
        ("number", "inf"),
        ("number", True),
        ("number", 10**400),
        ("integer", 1.5),
        ("boolean", "perhaps"),
        ("date", "2023-02-29"),
        ("date", "2023-2-1"),
        ("date", "20230201"),
        ("date", 20230201),
        ("datetime", "yesterday"),
        ("datetime", "0001-01-01T00:00:00+10:00"),
        ("choices", "green"),
        ("choices", ["red"]),
        ("multi_choices", ["green"]),
        ("multi_choices", {"red": 1}),
        ("email-address", "ada@example"),
        ("email-address", "a b@example.com"),
        ("json", "x" * 10_001),
        ("json", {"a": "\x00"}),
        ("government_id", "doc_1"),
    ],
)
def test_a_bad_value_is_refused_with_a_sentence(kind: FieldType, raw: Any) -> None:
    with pytest.raises(InvalidValue) as caught:
        clean(schema(kind), raw)
    assert str(caught.value).endswith(".")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
KINDS = st.sampled_from(FieldType.__args__)


@given(kind=KINDS, raw=JSON)
def test_any_value_is_cleaned_or_refused_and_cleaning_again_changes_nothing(kind: FieldType, raw: Any) -> None:
    try:
        value = clean(schema(kind), raw)
    except InvalidValue:
        return
    assert clean(schema(kind), value) == value


@given(name=st.text(max_size=300_000))
def test_a_long_text_costs_nothing(name: str) -> None:
    try:
        assert len(clean(schema("email-address"), name * 50) or "") <= 255
    except InvalidValue:
        return


def test_labels_fall_back_to_plain_words() -> None:
    assert label_of("name-first", FieldSchema(label="Given name")) == "Given name"
    assert label_of("name-first", FieldSchema()) == "First name"
    assert label_of("shoe-size", None) == "Shoe size"


def form_plan(**fields: FieldSchema) -> Any:
    inputs = tuple(Input(field=key, required=False) for key in fields)
    steps = {
        "start": ScreenStep(screen=Consent(), next="form"),
        "form": ScreenStep(screen=Form(title="You", inputs=inputs), next="end"),
        "end": EndStep(status="completed", title="Done"),
    }
    return plan_of(Template(name="Form", fields=fields, steps=steps))


def answer(plan: Any, values: dict[str, Any], known: dict[str, Any] | None = None) -> Any:
    context = Context(fields=known or {})
    state = advance(plan, start(plan), Answer(step="start"), context).state
    return advance(plan, state, Answer(step="form", values=values), context)


def test_every_wrong_input_is_told_at_once() -> None:
    plan = form_plan(age=FieldSchema(type="integer"), name=FieldSchema(required=True))
    with pytest.raises(InvalidAnswer) as caught:
        answer(plan, {"age": "x", "other": 1})
    assert set(caught.value.errors) == {"age", "name", "other"}


def test_the_values_are_stored_clean() -> None:
    plan = form_plan(age=FieldSchema(type="integer"), name=FieldSchema())
    assert answer(plan, {"age": "7", "name": " Ada "}).effects[0] == SetFields(values={"age": 7, "name": "Ada"})


def test_a_write_once_field_keeps_its_first_value() -> None:
    plan = form_plan(name=FieldSchema(write_once=True))
    assert answer(plan, {}, {"name": "Ada"}).effects[0] == SetFields(values={"name": "Ada"})
    with pytest.raises(InvalidAnswer):
        answer(plan, {"name": "Bob"}, {"name": "Ada"})


def test_the_form_shows_what_is_known() -> None:
    plan = form_plan(name=FieldSchema(label="Your name", max_char_length=40))
    context = Context(fields={"name": "Ada"})
    outcome = advance(plan, start(plan), Answer(step="start"), context).outcome
    assert isinstance(outcome, Show)
    (shown,) = outcome.model["inputs"]
    assert (shown["label"], shown["value"], shown["max-char-length"]) == ("Your name", "Ada", 40)
