"""One API request, authenticated and parsed."""

from __future__ import annotations

from collections.abc import Sequence
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
