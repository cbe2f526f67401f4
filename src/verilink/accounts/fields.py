"""Account fields: snake-case keys, nested for name and address (published wire contract)."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any, Final

from verilink.errors import BadRequest
from verilink.kit.inflection import to_snake

MAX_TEXT: Final = 1000


def _text() -> dict[str, Any]:
    return {"type": "string", "value": None}


def empty() -> dict[str, Any]:
    """The fields every account of the default type has, without values."""
    name = {part: _text() for part in ("first", "middle", "last")}
    address = {part: _text() for part in ("street_1", "street_2", "subdivision", "city", "postal_code", "country_code")}
    return {
        "name": {"type": "hash", "value": name},
        "address": {"type": "hash", "value": address},
        "identification_numbers": {"type": "array", "value": []},
        "birthdate": {"type": "date", "value": None},
        "phone_number": _text(),
        "email_address": _text(),
        "selfie_photo": {"type": "file", "value": None},
    }


def complete(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Stored fields over the empty ones, as shown to callers."""
    return merged(empty(), stored)


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """``base`` with ``changes`` (both in read form) laid over it; hashes are merged key by key."""
    result = copy.deepcopy(dict(base))
    for key, change in changes.items():
        current = result.get(key)
        if current and current.get("type") == "hash" and isinstance(change.get("value"), Mapping):
            result[key] = {"type": "hash", "value": merged(current["value"], change["value"])}
        else:
            result[key] = change
    return result


def incoming(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields in write form (``{"name": {"first": …}}`` or flat ``name-first``) as read form.

    Raises ``BadRequest`` for unknown keys and values of the wrong kind.
    """
    result: dict[str, Any] = {}
    for key, value in values.items():
        result = merged(result, _one(to_snake(str(key)), value))
    return result


def _one(key: str, value: Any) -> dict[str, Any]:
    shape = empty()
    if key in shape and shape[key]["type"] == "hash":
        if not isinstance(value, Mapping):
            raise BadRequest(f"fields.{key} must be an object")
        known = shape[key]["value"]
        parts = {
            to_snake(str(part)): _leaf(f"{key}.{part}", to_snake(str(part)) in known, item)
            for part, item in value.items()
        }
        return {key: {"type": "hash", "value": parts}}
    if key in shape:
        return {key: {"type": shape[key]["type"], "value": _plain(key, shape[key]["type"], value)}}
    for parent in ("name", "address"):
        part = key.removeprefix(parent + "_")
        if part != key and part in shape[parent]["value"]:
            return {parent: {"type": "hash", "value": {part: _leaf(key, True, value)}}}
    if key == "country_code":
        return {"address": {"type": "hash", "value": {"country_code": _leaf(key, True, value)}}}
    raise BadRequest(f"fields.{key[:80]} is not a field of this account type")


def _leaf(path: str, known: bool, value: Any) -> dict[str, Any]:
    if not known:
        raise BadRequest(f"fields.{path[:80]} is not a field of this account type")
    return {"type": "string", "value": _plain(path, "string", value)}


def _plain(path: str, kind: str, value: Any) -> Any:
    if value is None or kind in ("array", "file"):
        return value if kind != "array" else list(value or [])
    if not isinstance(value, str):
        raise BadRequest(f"fields.{path[:80]} must be a string")
    if len(value) > MAX_TEXT:
        raise BadRequest(f"fields.{path[:80]} must be at most {MAX_TEXT} characters")
    return value
