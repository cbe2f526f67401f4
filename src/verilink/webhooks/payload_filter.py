"""The payload filter of a webhook: a pattern that an event's ``payload`` must contain, else nothing is sent.

An object matches when every key is there and its value matches; a list, when each listed element is matched by some
element; anything else, when it is equal. ``{"$or": [...]}`` matches when one of its alternatives does, over values
and over objects (published wire contract). Keys may be in any inflection; those under ``fields`` are the
organization's own names and are compared as they are.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from verilink.errors import BadRequest
from verilink.kit import inflection

OR: Final = "$or"
MAX_BYTES: Final = 16_384
MAX_ALTERNATIVES: Final = 100


def normalise(pattern: Any) -> dict[str, Any]:
    """``pattern`` with kebab-case keys, as it is stored. Raises ``BadRequest`` when it is not a usable filter."""
    if not isinstance(pattern, dict):
        raise BadRequest("payload-filter must be an object")
    if len(msgspec.json.encode(pattern)) > MAX_BYTES:
        raise BadRequest(f"payload-filter can have at most {MAX_BYTES} bytes")
    known: dict[str, Any] = inflection.incoming(pattern, verbatim=frozenset({"fields"}))
    if not set(known) <= {"data", "included", OR}:
        raise BadRequest("payload-filter is compared with the payload; at the top it has data, included or $or")
    _check(known)
    return known


def _check(pattern: Any) -> None:
    if isinstance(pattern, dict):
        alternatives = pattern.get(OR, [None])
        if not isinstance(alternatives, list) or not 1 <= len(alternatives) <= MAX_ALTERNATIVES:
            raise BadRequest(f"$or in payload-filter must be a list of 1 to {MAX_ALTERNATIVES} alternatives")
        for inner in pattern.values():
            _check(inner)
    elif isinstance(pattern, list):
        for inner in pattern:
            _check(inner)


def matches(pattern: Any, value: Any) -> bool:
    """Whether ``value`` contains ``pattern``, both with kebab-case keys."""
    if isinstance(pattern, dict):
        return _object_matches(pattern, value)
    if isinstance(pattern, list):
        return isinstance(value, list | tuple) and all(any(matches(item, one) for one in value) for item in pattern)
    if isinstance(pattern, bool) or isinstance(value, bool):
        return pattern is value
    return bool(pattern == value)


def _object_matches(pattern: dict[str, Any], value: Any) -> bool:
    if OR in pattern and not any(matches(alternative, value) for alternative in pattern[OR]):
        return False
    rest = {key: inner for key, inner in pattern.items() if key != OR}
    if not rest:
        return OR in pattern or isinstance(value, dict)
    return isinstance(value, dict) and all(key in value and matches(inner, value[key]) for key, inner in rest.items())
