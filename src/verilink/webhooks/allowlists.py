"""Which related objects and relationships a webhook's payload carries (published wire contract)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from verilink.errors import BadRequest
from verilink.webhooks.event_names import EVENT_NAMES, EVERYTHING, kind_of
from verilink.webhooks.model import INCLUDE_ALL, INCLUDE_NONE

MAX_EVENT_TYPES: Final = 200
MAX_RELATIONSHIPS: Final = 50
_KINDS: Final = frozenset(kind_of(name) for name in EVENT_NAMES)


def normalise_included(given: Any, enabled_events: Sequence[str]) -> dict[str, Any]:
    """The stored form of an included-allowlist: kinds not subscribed to are dropped, all-``*`` is ``include_all``.

    Raises ``BadRequest`` when it is not in the contract's form.
    """
    if given is None:
        return INCLUDE_NONE
    if given in (INCLUDE_ALL, INCLUDE_NONE):
        return dict(given)
    if not isinstance(given, dict) or given.get("state") != "custom" or set(given) != {"state", "event-types"}:
        raise BadRequest("included-allowlist must have the state include_none, include_all, or custom with event-types")
    entries = given["event-types"]
    if not isinstance(entries, list) or not 1 <= len(entries) <= MAX_EVENT_TYPES:
        raise BadRequest(f"included-allowlist takes 1 to {MAX_EVENT_TYPES} event-types")
    chosen = dict(_entry(entry) for entry in entries)
    if len(chosen) < len(entries):
        raise BadRequest("included-allowlist names an event-type twice")
    return _reduced(chosen, subscribed_kinds(enabled_events))


def _entry(entry: Any) -> tuple[str, list[str]]:
    if not isinstance(entry, dict) or set(entry) != {"event-type", "relationships"}:
        raise BadRequest("Each of event-types has an event-type and its relationships")
    kind, names = entry["event-type"], entry["relationships"]
    if kind not in _KINDS:
        raise BadRequest(f"{str(kind)[:60]!r} is not an event type")
    if not isinstance(names, list) or not 1 <= len(names) <= MAX_RELATIONSHIPS or not all(map(_is_name, names)):
        raise BadRequest(f"relationships must be a list of 1 to {MAX_RELATIONSHIPS} names")
    if "*" in names and names != ["*"]:
        raise BadRequest("* cannot be combined with named relationships")
    return kind, names


def _is_name(value: object) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 64


def _reduced(chosen: dict[str, list[str]], subscribed: frozenset[str]) -> dict[str, Any]:
    kept = {kind: names for kind, names in chosen.items() if kind in subscribed}
    if not kept:
        return INCLUDE_NONE
    if all(names == ["*"] for names in kept.values()) and set(kept) == subscribed:
        return INCLUDE_ALL
    entries = [{"event-type": kind, "relationships": names} for kind, names in kept.items()]
    return {"state": "custom", "event-types": entries}


def subscribed_kinds(enabled_events: Iterable[str]) -> frozenset[str]:
    """The kinds of object that ``enabled_events`` is about."""
    names = set(enabled_events)
    return _KINDS if EVERYTHING in names else frozenset(map(kind_of, names))


def normalise_relationships(given: Any) -> dict[str, Any]:
    """The stored form of a relationship-allowlist. Raises ``BadRequest`` for anything but its two states."""
    if given is None:
        return INCLUDE_ALL
    if given not in (INCLUDE_ALL, INCLUDE_NONE):
        raise BadRequest("relationship-allowlist must have the state include_all or include_none")
    return dict(given)


def wanted_relations(allowlist: dict[str, Any] | None, event_name: str) -> frozenset[str] | None:
    """Names of the relationships whose objects go into ``included``; ``None`` means all of them."""
    state = (allowlist or INCLUDE_NONE)["state"]
    if state != "custom":
        return None if state == "include_all" else frozenset()
    chosen = {entry["event-type"]: entry["relationships"] for entry in (allowlist or {})["event-types"]}
    names = chosen.get(kind_of(event_name), [])
    return None if names == ["*"] else frozenset(names)
