"""``include``: related objects beside the primary one, each once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from verilink.api import versions
from verilink.api.call import Call
from verilink.api.relations import LOADERS, allowed
from verilink.database import Connection
from verilink.kit import jsonapi

Resource = dict[str, Any]
Known = dict[tuple[str, str], Resource]
_allowed = lru_cache(maxsize=64)(allowed)


async def included(conn: Connection, call: Call, resource: Resource) -> list[Resource]:
    """What ``include`` asks for, else what the version brings along; never the primary object itself.

    Relations that are empty, and objects that are gone, bring nothing. Raises ``BadRequest`` for an unknown relation.
    """
    family = resource["type"].partition("/")[0]
    wanted = _wanted(call, family)
    if not wanted:
        return []
    known: Known = {}
    for name in dict.fromkeys(path.partition(".")[0] for path in wanted):
        found = await _related(conn, call, [resource], name, known)
        for inner in [path.partition(".")[2] for path in wanted if path.startswith(name + ".")]:
            await _related(conn, call, found, inner, known)
    known.pop((resource["type"], resource["id"]), None)
    return list(known.values())


async def if_asked(conn: Connection, call: Call, resource: Resource) -> list[Resource] | None:
    """The same for operations whose documented answer has no ``included`` of its own: ``None`` unless asked for."""
    return await included(conn, call, resource) if call.query.get("include") else None


def _wanted(call: Call, family: str) -> tuple[str, ...]:
    if "include" not in call.query:
        return versions.default_include(call.version, family)
    return jsonapi.parse_include(call.query, _allowed(family)) or ()


async def _related(
    conn: Connection, call: Call, parents: Iterable[Resource], name: str, known: Known
) -> list[Resource]:
    """The objects that relation ``name`` of ``parents`` points at; those not loaded yet are added to ``known``."""
    references = dict.fromkeys(reference for parent in parents for reference in references_of(parent, name))
    missing: dict[str, list[str]] = {}
    for reference in references:
        if reference not in known:
            missing.setdefault(reference[0].partition("/")[0], []).append(reference[1])
    for family, ids in missing.items():
        for loaded in await LOADERS[family](conn, call, ids) if family in LOADERS else ():
            known[loaded["type"], loaded["id"]] = loaded
    return [known[reference] for reference in references if reference in known]


def references_of(resource: Resource, relation: str) -> list[tuple[str, str]]:
    """Type and id of what a relation of ``resource`` points at."""
    data = resource.get("relationships", {}).get(relation, {}).get("data")
    items = data if isinstance(data, list) else [data] if data else []
    return [(str(item["type"]), str(item["id"])) for item in items]
