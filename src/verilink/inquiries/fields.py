"""Field values from outside, checked against the template's field schemas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from verilink.errors import BadRequest
from verilink.flow.document import FieldSchema, Template
from verilink.flow.fields import InvalidValue, clean
from verilink.kit.inflection import to_kebab

MAX_FIELDS: Final = 200


def initial(template: Template) -> dict[str, Any]:
    """Every field of the template with its default value, in read form."""
    return {key: {"type": schema.type, "value": schema.default} for key, schema in template.fields.items()}


def incoming(template: Template, values: Mapping[str, Any], *, lenient: bool) -> dict[str, Any]:
    """Values in write form (``key: value``, any key inflection; ``{type, value}`` is accepted too) in read form.

    ``lenient``: for links, whose unknown keys and values that do not fit are left out; otherwise they raise
    ``BadRequest`` with a pointer to the field.
    """
    result: dict[str, Any] = {}
    for raw_key, raw in list(values.items())[:MAX_FIELDS]:
        key = to_kebab(str(raw_key))
        schema = template.fields.get(key)
        try:
            if schema is None:
                raise InvalidValue("is not a field of this inquiry template")
            result[key] = {"type": schema.type, "value": _cleaned(schema, raw)}
        except InvalidValue as problem:
            if not lenient:
                raise BadRequest(
                    f"fields.{key[:80]}: {problem}", pointer=f"/data/attributes/fields/{key[:80]}"
                ) from None
    return result


def _cleaned(schema: FieldSchema, raw: Any) -> Any:
    if isinstance(raw, Mapping) and "value" in raw:
        raw = raw["value"]
    return clean(schema, raw)
