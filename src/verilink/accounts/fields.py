"""Account fields: snake-case keys, nested for name and address (published wire contract)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from verilink.errors import BadRequest, Unprocessable
from verilink.kit.inflection import to_snake

MAX_TEXT: Final = 1000
MAX_NUMBERS: Final = 20
NUMBER_PARTS: Final = ("identification_class", "identification_number", "issuing_country")
SSN_CLASS: Final = "ssn"


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
    result = dict(base)
    for key, change in changes.items():
        current = result.get(key)
        if current and current.get("type") == "hash" and isinstance(change.get("value"), Mapping):
            result[key] = {"type": "hash", "value": merged(current["value"], change["value"])}
        else:
            result[key] = change
    return result


def missing(stored: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, Any]:
    """What of ``given`` (both in read form) stands nowhere in ``stored`` yet."""
    result: dict[str, Any] = {}
    for key, value in given.items():
        current = stored.get(key) or {}
        if value.get("type") == "hash" and isinstance(value.get("value"), Mapping):
            inner = missing(current.get("value") or {}, value["value"])
            result |= {key: {"type": "hash", "value": inner}} if inner else {}
        elif not current.get("value"):
            result[key] = value
    return result


def incoming(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fields in write form (``{"name": {"first": …}}`` or flat ``name-first``), or read form, as read form.

    Raises ``BadRequest`` for unknown keys and values of the wrong kind.
    """
    result: dict[str, Any] = {}
    for key, value in values.items():
        result = merged(result, _one(to_snake(str(key)), _unwrapped(value)))
    return result


def _one(key: str, value: Any) -> dict[str, Any]:
    shape = empty()
    if key in shape and shape[key]["type"] == "hash":
        if not isinstance(value, Mapping):
            raise BadRequest(f"fields.{key} must be an object")
        known = shape[key]["value"]
        parts = {
            to_snake(str(part)): _leaf(f"{key}.{part}", to_snake(str(part)) in known, _unwrapped(item))
            for part, item in value.items()
        }
        return {key: {"type": "hash", "value": parts}}
    if key in shape:
        return {key: {"type": shape[key]["type"], "value": _VALUES[key](key, value)}}
    if key == "social_security_number":
        number = {"identification_class": SSN_CLASS, "identification_number": value, "issuing_country": "US"}
        return {
            "identification_numbers": {"type": "array", "value": _numbers(key, None if value is None else [number])}
        }
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
    return {"type": "string", "value": _string(path, value)}


def _string(path: str, value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRequest(f"fields.{path[:80]} must be a string")
    if len(value) > MAX_TEXT:
        raise BadRequest(f"fields.{path[:80]} must be at most {MAX_TEXT} characters")
    return value


def _date(path: str, value: Any) -> str | None:
    text = _string(path, value)
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        raise BadRequest(f"fields.{path} must be a date such as 1990-02-23") from None


def _numbers(path: str, value: Any) -> list[dict[str, Any]]:
    """Identification numbers: a list of objects with the three parts, in write or read form."""
    if value is None:
        return []
    if not isinstance(value, list) or len(value) > MAX_NUMBERS:
        raise BadRequest(f"fields.{path} must be a list of at most {MAX_NUMBERS}")
    return [{"type": "hash", "value": _number(path, item)} for item in value]


def _number(path: str, item: Any) -> dict[str, Any]:
    given = item.get("value", item) if isinstance(item, Mapping) else None
    if not isinstance(given, Mapping):
        raise BadRequest(f"fields.{path} must be a list of objects")
    parts = {to_snake(str(part)): inner for part, inner in given.items()}
    for part in parts:
        if part not in NUMBER_PARTS:
            raise BadRequest(f"fields.{path} has the unknown part {part[:60]}; use {', '.join(NUMBER_PARTS)}")
    leaves = {part: _leaf(f"{path}.{part}", True, _unwrapped(value)) for part, value in parts.items()}
    return {part: leaf for part, leaf in leaves.items() if leaf["value"] is not None}


def _unwrapped(value: Any) -> Any:
    return value["value"] if isinstance(value, Mapping) and "value" in value else value


def _picture(path: str, value: Any) -> None:
    if value is not None:
        raise Unprocessable(f"fields.{path} cannot be set; it comes from a selfie verification")


_VALUES: Final = {
    "identification_numbers": _numbers,
    "birthdate": _date,
    "phone_number": _string,
    "email_address": _string,
    "selfie_photo": _picture,
}
