"""One API request, authenticated and parsed."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from verilink.access.model import Caller
from verilink.errors import BadRequest
from verilink.kit.jsonapi import Fieldsets
from verilink.kit.query import Query, commas, group
from verilink.kit.ratelimit import Verdict
from verilink.organizations.model import Environment
from verilink.services import Services


@dataclass(frozen=True, slots=True)
class Call:
    """``body``: the JSON body with kebab-case keys, ``{}`` when there was none. ``verdict``: on the rate limit."""

    services: Services
    caller: Caller
    verdict: Verdict
    path: str
    parameters: dict[str, str]
    query: Query
    body: dict[str, Any]
    version: str
    fieldsets: Fieldsets = field(default_factory=Fieldsets)

    @property
    def environment(self) -> Environment:
        """The environment of the key: everything this call may see."""
        return self.caller.environment

    @property
    def environment_id(self) -> str:
        """Its id, the first argument of every query."""
        return self.caller.environment.id

    def attributes(self) -> dict[str, Any]:
        """``data.attributes`` of the body. Raises ``BadRequest`` when it is not an object."""
        return _object(_object(self.body, "data", ""), "attributes", "data.")

    def meta(self) -> dict[str, Any]:
        """``meta`` of the body. Raises ``BadRequest`` when it is not an object."""
        return _object(self.body, "meta", "")

    def filters(self, known: Sequence[str]) -> dict[str, list[str]]:
        """``filter[name]=a,b`` by name. Raises ``BadRequest`` for a filter that does not exist here."""
        given = group(self.query, "filter")
        for name, value in given.items():
            if name not in known:
                raise BadRequest(f"filter[{name[:60]}] is not supported; use {', '.join(known)}")
            if not isinstance(value, str):
                raise BadRequest(f"filter[{name}] must be one comma-separated value")
        return {name: commas(str(value)) for name, value in given.items()}


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What a handler returns: a JSON:API document in the newest form. ``wake``: events were written."""

    document: dict[str, Any]
    status: int = 200
    wake: bool = False


def _object(parent: dict[str, Any], name: str, path: str) -> dict[str, Any]:
    value = parent.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise BadRequest(f"{path}{name} must be an object")
    return value


def refuse_unknown(attributes: dict[str, Any], known: Container[str], path: str = "data.attributes") -> None:
    """Raises ``BadRequest`` for a name that means nothing here, rather than leaving it out in silence."""
    for name in attributes:
        if name not in known:
            raise BadRequest(f"{path}.{name[:60]} is not supported")


def text(attributes: dict[str, Any], name: str, path: str = "data.attributes") -> str | None:
    """A text attribute or ``None``. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name)
    if value is None or isinstance(value, str):
        return value
    raise BadRequest(f"{path}.{name} must be a string", pointer=f"/{path.replace('.', '/')}/{name}")


def required_text(attributes: dict[str, Any], name: str, path: str = "data.attributes") -> str:
    """A text attribute that must be there. Raises ``BadRequest``."""
    value = text(attributes, name, path)
    if not value:
        raise BadRequest(f"{path}.{name} is missing")
    return value


def flag(attributes: dict[str, Any], name: str, default: bool, path: str = "meta") -> bool:
    """A boolean attribute. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name, default)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise BadRequest(f"{path}.{name} must be true or false")
    return value


def number(attributes: dict[str, Any], name: str, path: str = "meta") -> int | None:
    """A whole number or ``None``. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadRequest(f"{path}.{name} must be a whole number")
    return value


def texts(attributes: dict[str, Any], name: str, path: str = "data.attributes") -> list[str] | None:
    """A list of texts or ``None``. Raises ``BadRequest`` for any other kind of value."""
    value = attributes.get(name)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadRequest(f"{path}.{name} must be a list of strings")
    return value


def tag_names(call: Call) -> list[str]:
    """The tags of ``set-tags``, by name or id (a tag's id is its name). Raises ``BadRequest``."""
    meta = call.meta()
    found = [meta[name] for name in ("tag-name", "tag-id") if meta.get(name) is not None]
    if not found:
        raise BadRequest("meta.tag-name is missing")
    names = found[0]
    if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
        raise BadRequest("meta.tag-name must be a list of strings")
    return names


def tag_name(call: Call) -> str:
    """The one tag of ``add-tag`` and ``remove-tag``. Raises ``BadRequest``."""
    meta = call.meta()
    name = text(meta, "tag-name", "meta") or text(meta, "tag-id", "meta")
    if not name:
        raise BadRequest("meta.tag-name is missing")
    return name
