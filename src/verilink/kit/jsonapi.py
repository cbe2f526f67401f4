"""JSON:API documents as plain dictionaries with kebab-case keys, sparse fieldsets and ``include``.

The wire's own habits (published wire contract): errors carry ``title``/``details``; with a sparse fieldset the
``relationships`` block is left out; ``fields[verification]`` stands for every ``verification/…`` type.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from verilink.errors import BadRequest, VerilinkError
from verilink.kit.query import Query, commas, group, one

Resource = dict[str, Any]
Document = dict[str, Any]


def resource(
    type_: str, id_: str, attributes: Mapping[str, Any], relationships: Mapping[str, Any] | None = None
) -> Resource:
    """One resource object; ``relationships`` as made by ``to_one`` and ``to_many``, left out when ``None``."""
    built: Resource = {"type": type_, "id": id_, "attributes": attributes}
    if relationships is not None:
        built["relationships"] = relationships
    return built


def to_one(type_: str, id_: str | None) -> dict[str, Any]:
    """A relationship to one resource or to none."""
    return {"data": None if id_ is None else {"type": type_, "id": id_}}


def to_many(references: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """A relationship to any number of (type, id)."""
    return {"data": [{"type": type_, "id": id_} for type_, id_ in references]}


def document(
    data: Resource, included: Sequence[Resource] | None = None, meta: Mapping[str, Any] | None = None
) -> Document:
    """A document about one resource; ``included`` and ``meta`` are left out when ``None``."""
    built: Document = {"data": data}
    if included is not None:
        built["included"] = list(included)
    if meta is not None:
        built["meta"] = dict(meta)
    return built


def listing(data: Sequence[Resource], links: Mapping[str, str | None]) -> Document:
    """A page of resources, newest first, with its ``prev`` and ``next`` links."""
    return {"data": list(data), "links": dict(links)}


def error(title: str, details: str | None = None, *, pointer: str | None = None) -> dict[str, Any]:
    """One error object; ``pointer`` is a JSON pointer into the request body."""
    built: dict[str, Any] = {"title": title}
    if details is not None:
        built["details"] = details
    if pointer is not None:
        built["source"] = {"pointer": pointer}
    return built


def error_body(errors: Sequence[VerilinkError] | VerilinkError) -> Document:
    """``{"errors": […]}`` for one or several expected failures.

    Where in the body a value stands goes into ``source`` of a 422 and into ``meta`` of others, as the contract has it.
    """
    many = [errors] if isinstance(errors, VerilinkError) else errors
    return {"errors": [_error_of(each) for each in many]}


def _error_of(failure: VerilinkError) -> dict[str, Any]:
    if failure.status == 422 or failure.pointer is None:
        return error(failure.title, failure.details, pointer=failure.pointer)
    return {**error(failure.title, failure.details), "meta": {"pointer": failure.pointer}}


class Fieldsets(msgspec.Struct, frozen=True):
    """The sparse fieldsets of a request: attribute paths by resource type."""

    by_type: Mapping[str, tuple[str, ...]] = {}

    def paths(self, type_: str) -> tuple[str, ...] | None:
        """The wanted attribute paths of a type, by its own name or its umbrella's; ``None`` means all."""
        if not self.by_type:
            return None
        own = self.by_type.get(type_)
        return self.by_type.get(type_.split("/", 1)[0]) if own is None else own

    def apply(self, item: Resource) -> Resource:
        """``item`` with only the wanted attributes, and then without ``relationships``; unknown names are ignored."""
        wanted = self.paths(item["type"])
        if wanted is None:
            return item
        kept: Resource = {name: item[name] for name in ("type", "id") if name in item}  # a rate limit has no id
        return {**kept, "attributes": _pick(item["attributes"], wanted)}


def _pick(attributes: Mapping[str, Any], wanted: tuple[str, ...]) -> dict[str, Any]:
    nested: dict[str, list[str]] = {}
    for path in wanted:
        name, _, rest = path.partition(".")
        nested.setdefault(name, []).append(rest)
    return {name: _part(attributes[name], tuple(rests)) for name, rests in nested.items() if name in attributes}


def _part(value: Any, rests: tuple[str, ...]) -> Any:
    whole = "" in rests or not isinstance(value, Mapping)
    return value if whole else _pick(value, rests)


def parse_fieldsets(query: Query) -> Fieldsets:
    """``fields[TYPE]=a,b.c`` of a parsed query. Raises ``BadRequest`` unless each is one comma-separated value."""
    wanted: dict[str, tuple[str, ...]] = {}
    for type_, value in group(query, "fields").items():
        if not isinstance(value, str):
            raise BadRequest(f"fields[{type_}] must be a comma-separated list of attribute names")
        wanted[type_] = tuple(commas(value))
    return Fieldsets(wanted)


def parse_include(query: Query, allowed: Iterable[str]) -> tuple[str, ...] | None:
    """The relationship paths of ``include=a,b.c``, each once; ``None`` when the parameter is absent, ``()`` when empty.

    Raises ``BadRequest`` for a path that is not in ``allowed`` (which names nested ones too, one level, as ``a.b``).
    """
    value = one(query, "include")
    if value is None:
        return None
    names, known = tuple(dict.fromkeys(commas(value))), frozenset(allowed)
    for name in names:
        if name not in known:
            raise BadRequest(f"include has the unknown relationship {name[:60]}")
    return names
