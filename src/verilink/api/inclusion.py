"""``include``: related objects beside the primary ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from verilink.api import versions
from verilink.api.call import Call
from verilink.database import Connection
from verilink.kit import jsonapi

Loader = Callable[[Connection, Call, Sequence[str]], Awaitable[list[dict[str, Any]]]]


def wanted(call: Call, type_: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """The relations to include: as asked, else the version's default. Raises ``BadRequest`` for unknown names."""
    asked = jsonapi.parse_include(call.query, allowed)
    return versions.default_include(call.version, type_) if asked is None else asked


def ids_of(resource: dict[str, Any], relation: str) -> list[str]:
    """The ids a resource's relation points at."""
    data = resource.get("relationships", {}).get(relation, {}).get("data")
    items = data if isinstance(data, list) else [data] if data else []
    return [str(item["id"]) for item in items]
