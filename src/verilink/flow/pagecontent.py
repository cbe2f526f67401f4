"""Walking through the components of a page: what is asked, what can be pressed, what is shown now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from verilink.flow.components import (
    ADDRESS_PARTS,
    AddressInput,
    Button,
    Checkbox,
    CheckboxGroup,
    ClickableContainer,
    Component,
    Container,
    CountrySelect,
    DatabaseBlock,
    DateInput,
    FieldInput,
    FileUpload,
    Footer,
    NumberInput,
    Pressable,
    RadioGroup,
    Select,
    TextInput,
)
from verilink.flow.contact_values import phone_number, web_address
from verilink.flow.countries import COUNTRIES
from verilink.flow.database_block import ANYWHERE, NationalNumber, SocialSecurityNumber, block_inputs, country_of
from verilink.flow.document import Form, Input, Page, Template
from verilink.flow.fields import InvalidValue, clean
from verilink.flow.identity_numbers import national_number, social_security_number
from verilink.flow.schemas import FieldSchema

SELECT_FROM: Final = 7
"""A form shows as many options at once; more go into a list."""

_OPTIONAL_PARTS: Final = frozenset({"street-2", "subdivision"})
_FORM_INPUTS: Final[dict[str, type[FieldInput]]] = {
    "number": NumberInput,
    "integer": NumberInput,
    "boolean": Checkbox,
    "date": DateInput,
    "multi_choices": CheckboxGroup,
    "file": FileUpload,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A component with its place on the page, such as ``2.0``: the first one in the third.

    ``inputs``: those it stands for now, where the page is walked through with what is known.
    """

    path: str
    component: Component
    inputs: tuple[FieldInput, ...] = ()


def components_of(template: Template, screen: Form | Page) -> tuple[Component, ...]:
    """The components of a page; a form stands for one input after the other."""
    if isinstance(screen, Page):
        return screen.components
    return tuple(_input_for(each, template.fields.get(each.field, FieldSchema())) for each in screen.inputs)


def _input_for(given: Input, schema: FieldSchema) -> FieldInput:
    kind = _FORM_INPUTS.get(schema.type, TextInput)
    if schema.type == "choices":
        kind = RadioGroup if len(schema.options) < SELECT_FROM else Select
    return kind(field=given.field, required=given.required, hint=given.hint, autocomplete=given.autocomplete)


def every(components: Sequence[Component], prefix: str = "") -> Iterator[Placed]:
    """All components, each container before what it holds."""
    for index, component in enumerate(components):
        path = f"{prefix}{index}"
        yield Placed(path, component)
        if isinstance(component, Container | Footer | ClickableContainer):
            yield from every(component.components, f"{path}.")


def inputs_of(
    template: Template, component: Component, fields: Mapping[str, Any] | None = None
) -> tuple[FieldInput, ...]:
    """The inputs a component stands for: itself, the parts of an address, or what a block asks.

    ``fields``: what is known, for a block; without it, all that it may ask.
    """
    if isinstance(component, FieldInput):
        return (component,)
    if isinstance(component, DatabaseBlock):
        country = ANYWHERE if fields is None else country_of(component, fields)
        return tuple(block_inputs(template, component, country))
    return tuple(_address(template, component)) if isinstance(component, AddressInput) else ()


def _address(template: Template, address: AddressInput) -> Iterator[FieldInput]:
    for part in ADDRESS_PARTS:
        key = f"{address.prefix}-{part}"
        if key in template.fields:
            kind = CountrySelect if part == "country-code" else TextInput
            yield kind(field=key, required=address.required and part not in _OPTIONAL_PARTS)


def asked_fields(template: Template, screen: Form | Page) -> dict[str, FieldInput]:
    """Every field a page may ask for, whether shown now or not, with the first input for it."""
    found: dict[str, FieldInput] = {}
    for placed in every(components_of(template, screen)):
        for each in inputs_of(template, placed.component):
            found.setdefault(each.field, each)
    return found


def pressables(template: Template, screen: Form | Page) -> list[Pressable]:
    """What can be pressed on a page, in order."""
    found = every(components_of(template, screen))
    return [one.component for one in found if isinstance(one.component, Button | ClickableContainer)]


def value_of(asked: FieldInput, schema: FieldSchema, raw: Any) -> Any:
    """The cleaned value of one input. Raises :class:`InvalidValue`."""
    if asked.__struct_config__.tag == "phone-number" and isinstance(raw, dict):
        raw = phone_number(raw) if str(raw.get("number") or "").strip() else None
    value = clean(schema, raw)
    if value is None:
        return False if isinstance(asked, Checkbox) and not asked.required else None
    return _as_asked(asked, value)


def _as_asked(asked: FieldInput, value: Any) -> Any:
    if isinstance(asked, NationalNumber):
        return national_number(asked.country, value)
    if isinstance(asked, SocialSecurityNumber):
        return social_security_number(value, last_4=asked.last_4)
    match asked.__struct_config__.tag:
        case "phone-number":
            return phone_number(value)
        case "url-input":
            return web_address(value)
        case "country-select":
            return _country(asked, value)
        case "checkbox" if asked.required and value is not True:
            raise InvalidValue("Tick the box to go on.")
        case _:
            return value


def _country(asked: FieldInput, value: str) -> str:
    assert isinstance(asked, CountrySelect)
    code = value.upper()
    if code not in (COUNTRIES if asked.countries is None else asked.countries):
        raise InvalidValue("Choose a country from the list.")
    return code


def typed(values: Mapping[str, Any], asked: FieldInput, schema: FieldSchema) -> dict[str, Any]:
    """What rules see of an input that is being filled in: its cleaned value, nothing when there is none that fits."""
    if asked.field not in values:
        return {}
    try:
        return {asked.field: value_of(asked, schema, values[asked.field])}
    except InvalidValue:
        return {asked.field: None}
