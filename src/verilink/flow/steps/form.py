"""A page of inputs bound to fields."""

from __future__ import annotations

from typing import Any

from verilink.flow.document import FieldSchema, Form, Input
from verilink.flow.fields import InvalidValue, clean, label_of
from verilink.flow.moment import Moment
from verilink.flow.outcomes import Answer, InvalidAnswer, SetFields


def model(moment: Moment, screen: Form) -> dict[str, Any]:
    """``inputs``: one entry per input, with the value known so far. ``locked``: written once, cannot be changed."""
    return {"inputs": [_input(moment, item) for item in screen.inputs]}


def _input(moment: Moment, item: Input) -> dict[str, Any]:
    schema = moment.plan.template.fields[item.field]
    value = moment.fields.get(item.field)
    return {
        "field": item.field,
        "type": schema.type,
        "label": label_of(item.field, schema),
        "required": item.required or schema.required,
        "value": schema.default if value is None else value,
        "options": list(schema.options),
        "hint": item.hint,
        "autocomplete": item.autocomplete,
        "max-char-length": schema.max_char_length,
        "locked": schema.write_once and value is not None,
    }


def accept(moment: Moment, screen: Form, answer: Answer) -> Moment:
    """Store what was entered, or raise :class:`InvalidAnswer` with a sentence for every input that does not fit."""
    asked = {item.field: item for item in screen.inputs}
    errors = {key: "This page does not ask for that." for key in answer.values if key not in asked}
    values: dict[str, Any] = {}
    for key, item in asked.items():
        try:
            values[key] = _value(moment, item, answer.values.get(key))
        except InvalidValue as error:
            errors[key] = str(error)
    if errors:
        raise InvalidAnswer(errors)
    return moment.after(SetFields(values=values))


def _value(moment: Moment, item: Input, raw: Any) -> Any:
    schema: FieldSchema = moment.plan.template.fields[item.field]
    known = moment.fields.get(item.field)
    if schema.write_once and known is not None:
        if raw is not None and clean(schema, raw) != known:
            raise InvalidValue("This can no longer be changed.")
        return known
    value = clean(schema, raw)
    if value is None and (item.required or schema.required):
        raise InvalidValue("Fill this in to go on.")
    return value
