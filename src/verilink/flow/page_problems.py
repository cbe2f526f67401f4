"""What can be wrong with the components of a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Final

from verilink.flow.components import (
    AddressInput,
    ClickableContainer,
    Component,
    CountrySelect,
    DatabaseBlock,
    FieldInput,
    IdTypeSelect,
    Image,
    MaskedText,
    Pressable,
)
from verilink.flow.countries import COUNTRIES
from verilink.flow.document import Page, Template
from verilink.flow.pagecontent import Placed, every, inputs_of, pressables
from verilink.flow.problems import Problem, constant_problems, rule_problems, verification_problems

NOT_TYPED: Final = frozenset({"government_id", "selfie", "json", "array", "hash"})
"""Types of fields that nobody can type in."""

_TEXT: Final = frozenset({"string"})
_FITTING: Final[dict[str, frozenset[str]]] = {
    "text-input": frozenset({"string", "email-address", "number", "integer", "datetime"}),
    "text-area": _TEXT,
    "masked-text": _TEXT,
    "number": frozenset({"number", "integer"}),
    "phone-number": _TEXT,
    "url-input": _TEXT,
    "date": frozenset({"date"}),
    "checkbox": frozenset({"boolean"}),
    "checkbox-group": frozenset({"multi_choices"}),
    "radio-group": frozenset({"choices"}),
    "select": frozenset({"choices"}),
    "multi-select": frozenset({"multi_choices"}),
    "country-select": _TEXT,
    "file-upload": frozenset({"file"}),
    "government-id-type-select": _TEXT,
}
MOST_COMPONENTS: Final = 100


def page_problems(template: Template, page: Page, path: str) -> Iterator[Problem]:
    """Every problem of a page."""
    placed = list(every(page.components))
    if len(placed) > MOST_COMPONENTS:
        yield Problem(f"{path}.components", f"there are more than {MOST_COMPONENTS} components")
    for one in placed:
        place = f"{path}.components[{one.path.replace('.', '].components[')}]"
        if one.component.when:
            yield from rule_problems(template, one.component.when, f"{place}.when")
        yield from _component(template, one.component, place)
    yield from _twice(template, page, placed, path)


def _component(template: Template, component: Component, path: str) -> Iterator[Problem]:
    if isinstance(component, Pressable):
        for key, value in component.sets.items():
            yield from constant_problems(template, key, value, f"{path}.sets.{key}")
    if isinstance(component, ClickableContainer) and not component.components:
        yield Problem(f"{path}.components", "a card needs something to read on it")
    if isinstance(component, Image) and (component.drawing is None) == (component.src is None):
        yield Problem(path, "an image needs either a drawing or a src")
    if isinstance(component, FieldInput):
        yield from _input(template, component, path)
    if isinstance(component, DatabaseBlock):
        yield from _block(template, component, path)
    if isinstance(component, AddressInput) and not inputs_of(template, component):
        yield Problem(f"{path}.prefix", f"there is no field that begins with {component.prefix}-street-1 or its like")


def _input(template: Template, component: FieldInput, path: str) -> Iterator[Problem]:
    schema, kind = template.fields.get(component.field), str(component.__struct_config__.tag)
    if schema is None:
        yield Problem(f"{path}.field", f"there is no field {component.field!r}")
        return
    if schema.type not in _FITTING[kind]:
        yield Problem(f"{path}.field", f"a {kind} cannot fill a field of type {schema.type}")
    if isinstance(component, MaskedText) and schema.mask is None:
        yield Problem(f"{path}.field", f"the field {component.field!r} has no mask")
    if isinstance(component, CountrySelect):
        yield from _offered(component.countries, path)
    if isinstance(component, IdTypeSelect):
        yield from verification_problems(template, component.verification, f"{path}.verification", "government-id")
        if component.when:
            yield Problem(f"{path}.when", "the kind of document must always be asked for")


def _offered(countries: tuple[str, ...] | None, path: str) -> Iterator[Problem]:
    for index, code in enumerate(countries or ()):
        if code not in COUNTRIES:
            yield Problem(f"{path}.countries[{index}]", f"{code!r} is not an ISO 3166-1 alpha-2 code")


def _block(template: Template, block: DatabaseBlock, path: str) -> Iterator[Problem]:
    yield from verification_problems(template, block.verification, f"{path}.verification", "database")
    yield from _offered(block.countries, path)
    if block.countries == ():
        yield Problem(f"{path}.countries", "at least one is needed; leave it out to offer all")
    schema = template.fields.get(block.country)
    if schema is None or schema.type != "string":
        yield Problem(f"{path}.country", f"there is no field {block.country!r} of type string")


def _twice(template: Template, page: Page, placed: list[Placed], path: str) -> Iterator[Problem]:
    """A field may stand on a page twice only where rules show the one or the other."""
    names = Counter(one.name for one in pressables(template, page))
    for name in (name for name, count in names.items() if count > 1):
        yield Problem(f"{path}.components", f"two things to press are called {name!r}")
    always = Counter(
        item.field for one in placed if not one.component.when for item in inputs_of(template, one.component)
    )
    for key in (key for key, count in always.items() if count > 1):
        yield Problem(f"{path}.components", f"the field {key!r} is asked for twice without a rule")
