"""A page of components, some of them bound to fields."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from verilink.flow.components import (
    Component,
    Container,
    DatabaseBlock,
    FieldInput,
    Footer,
    IdTypeSelect,
    Pressable,
)
from verilink.flow.document import Form, Page
from verilink.flow.fields import InvalidValue, clean, label_of
from verilink.flow.masks import example
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, InvalidAnswer, SetFields
from verilink.flow.pagecontent import (
    Placed,
    asked_fields,
    components_of,
    every,
    inputs_of,
    typed,
    value_of,
)
from verilink.flow.pages import id_pages
from verilink.flow.rules import is_true, variables
from verilink.flow.steps import block
from verilink.flow.verifications import GovernmentId


def enter(moment: Moment, screen: Form | Page) -> Moment:
    """Begin the attempt of every verification whose kind of document is chosen here."""
    for select in id_selects(screen):
        moment = moment.with_attempt(select.verification, moment.attempt(select.verification))
    return moment


def model(moment: Moment, screen: Form | Page) -> dict[str, Any]:
    """``inputs``: one entry per input shown, with the value known so far. ``shown``: places of all components shown.

    ``live``: fields whose value decides what else is shown. ``locked``: written once, cannot be changed.
    """
    shown = list(_shown(moment, screen, moment.context.draft))
    inputs = {each.field: each for one in shown for each in one.inputs}
    return {
        "inputs": [_input(moment, each) for each in inputs.values()],
        "shown": [one.path for one in shown],
        "live": sorted(_live(moment, screen)),
    }


def accept(moment: Moment, screen: Form | Page, answer: Answer) -> Moment:
    """Store what was entered, or raise :class:`InvalidAnswer` with a sentence for every input that does not fit."""
    pressed = _pressed(moment, screen, answer)
    if pressed is not None and pressed.skips:
        return _set(moment, pressed)
    known = asked_fields(moment.plan.template, screen)
    errors = {key: "This page does not ask for that." for key in answer.values if key not in known}
    values: dict[str, Any] = {}
    asked = _asked(moment, screen, answer.values)
    for key, item in asked.items():
        try:
            values[key] = _value(moment, item, answer.values.get(key))
        except InvalidValue as error:
            errors[key] = error.sentence
    if errors:
        raise InvalidAnswer(errors)
    values |= block.of_countries(moment, _shown(moment, screen, answer.values))
    moment = moment.after(SetFields(values=values)) if values else moment
    return _set(_choose(moment, asked, values), pressed)


def onward(moment: Moment, screen: Form | Page, answer: Answer, following: str) -> str:
    """The step that comes next: the one what was pressed leads to, else ``following``."""
    pressed = _pressed(moment, screen, answer)
    return following if pressed is None or pressed.to is None else pressed.to


def _shown(moment: Moment, screen: Form | Page, values: Mapping[str, Any]) -> Iterator[Placed]:
    """Components whose rule holds, in order. A rule sees what is typed above it, and what is kept already."""
    fields = dict(moment.fields)
    yield from _walk(moment, components_of(moment.plan.template, screen), "", fields, values)


def _walk(
    moment: Moment, components: Sequence[Component], prefix: str, fields: dict[str, Any], values: Mapping[str, Any]
) -> Iterator[Placed]:
    template = moment.plan.template
    for index, component in enumerate(components):
        seen = component.when and _seen(moment, fields)
        if component.when and seen and not is_true(component.when, seen):
            continue
        for each in inputs_of(template, component):
            fields |= typed(values, each, template.fields[each.field])
        yield Placed(f"{prefix}{index}", component, inputs_of(template, component, fields))
        if isinstance(component, Container | Footer):
            yield from _walk(moment, component.components, f"{prefix}{index}.", fields, values)


def _seen(moment: Moment, fields: Mapping[str, Any]) -> dict[str, Any]:
    return variables(moment.plan.template, moment.state, fields, moment.context.today, moment.context.seen)


def _asked(moment: Moment, screen: Form | Page, values: Mapping[str, Any]) -> dict[str, FieldInput]:
    found: dict[str, FieldInput] = {}
    for one in _shown(moment, screen, values):
        for each in one.inputs:
            found.setdefault(each.field, each)
    return found


def _live(moment: Moment, screen: Form | Page) -> set[str]:
    """Fields of this page that one of its rules names."""
    placed = list(every(components_of(moment.plan.template, screen)))
    rules = " ".join(one.component.when for one in placed if one.component.when)
    countries = {one.component.country for one in placed if isinstance(one.component, DatabaseBlock)}
    if not rules:
        return countries
    by_age = {"birthdate"} if re.search(r"\bage\b", rules) else set()
    return countries | {key for key in asked_fields(moment.plan.template, screen) if key in rules or key in by_age}


def _pressed(moment: Moment, screen: Form | Page, answer: Answer) -> Pressable | None:
    if answer.press is None:
        return None
    shown = (one.component for one in _shown(moment, screen, answer.values))
    for component in shown:
        if isinstance(component, Pressable) and component.name == answer.press:
            return component
    raise InvalidAnswer({"press": "Choose one of the buttons on this page."})


def _set(moment: Moment, pressed: Pressable | None) -> Moment:
    if pressed is None or not pressed.sets:
        return moment
    schemas = moment.plan.template.fields
    return moment.after(SetFields(values={key: clean(schemas[key], value) for key, value in pressed.sets.items()}))


def id_selects(screen: Form | Page) -> list[IdTypeSelect]:
    """Every choice of a kind of document on a page."""
    components = screen.components if isinstance(screen, Page) else ()
    return [one.component for one in every(components) if isinstance(one.component, IdTypeSelect)]


def _choose(moment: Moment, asked: Mapping[str, FieldInput], values: Mapping[str, Any]) -> Moment:
    """A kind of document chosen here belongs to its attempt; pictures of another document are forgotten."""
    for item in asked.values():
        if isinstance(item, IdTypeSelect):
            id_class, country = values.get(item.field), moment.fields.get("selected-country-code") or None
            allowed = moment.spec(item.verification, GovernmentId).countries
            if allowed is not None and country not in allowed:
                raise InvalidAnswer({item.field: "Choose the country that issued your document."})
            attempt = msgspec.structs.replace(
                moment.attempt(item.verification),
                country=country,
                id_class=id_class,
                order=id_pages(str(id_class)),
                pages={},
            )
            moment = moment.with_attempt(item.verification, attempt)
    return moment


def _input(moment: Moment, item: FieldInput) -> dict[str, Any]:
    schema = moment.plan.template.fields[item.field]
    value = moment.fields.get(item.field)
    return {
        "field": item.field,
        "type": schema.type,
        "label": item.label or label_of(item.field, schema),
        "required": item.required or schema.required,
        "value": schema.default if value is None else value,
        "options": list(_options(moment, item)),
        "hint": item.hint,
        "example": example(mask) if (mask := getattr(item, "mask", "")) else "",
        "autocomplete": item.autocomplete,
        "max-char-length": schema.max_char_length,
        "locked": schema.write_once and value is not None,
    }


def _options(moment: Moment, item: FieldInput) -> tuple[str, ...]:
    if isinstance(item, IdTypeSelect):
        return moment.spec(item.verification, GovernmentId).id_classes
    return tuple(option.value for option in moment.plan.template.fields[item.field].choices())


def _value(moment: Moment, item: FieldInput, raw: Any) -> Any:
    schema = moment.plan.template.fields[item.field]
    known = moment.fields.get(item.field)
    if schema.write_once and known is not None:
        if raw is not None and value_of(item, schema, raw) != known:
            raise InvalidValue("This can no longer be changed.")
        return known
    value = value_of(item, schema, raw)
    if value is None and schema.type == "file":
        value = known  # a file that was sent before need not be sent again
    if value is None and (item.required or schema.required):
        raise InvalidValue("Fill this in to go on.")
    if isinstance(item, IdTypeSelect) and value not in _options(moment, item):
        raise InvalidValue("Choose the document you have.")
    return value
