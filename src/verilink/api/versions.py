"""Dated versions of the wire contract: what a caller may ask for, and how the newest form turns into an older one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from verilink.accounts.fields import SSN_CLASS
from verilink.errors import BadRequest

LATEST: Final = "2025-12-08"
SUPPORTED: Final = ("2023-01-05", "2025-10-27", LATEST)
# Since then inquiries and accounts have their fields under "fields" only, and nothing is included unasked.
FLATLESS: Final = "2025-10-27"
FLAT_FIELDS: Final = (
    "name-first",
    "name-middle",
    "name-last",
    "birthdate",
    "address-street-1",
    "address-street-2",
    "address-city",
    "address-subdivision",
    "address-subdivision-abbr",
    "address-postal-code",
    "address-postal-code-abbr",
    "email-address",
    "phone-number",
    "identification-number",
    "social-security-number",
)
INCLUDED_BY_DEFAULT: Final = {
    "inquiry": ("account", "inquiry-template", "sessions", "verifications", "documents", "selfies"),
    "verification": ("inquiry", "document"),
}


def chosen(header: str | None, default: str) -> str:
    """The version to answer in. Raises ``BadRequest`` for one this server does not speak."""
    wanted = header or default
    if wanted not in SUPPORTED:
        raise BadRequest(f"Persona-Version {wanted[:20]} is not supported; use one of {', '.join(SUPPORTED)}")
    return wanted


def default_include(version: str, type_: str) -> tuple[str, ...]:
    """Relations that come along unasked: none since 2025-10-27."""
    if not is_older(version):
        return ()
    return INCLUDED_BY_DEFAULT.get(type_.split("/", 1)[0], ())


def is_older(version: str) -> bool:
    """Whether objects of this server looked different in ``version``."""
    return version < FLATLESS


def downgrade(resource: dict[str, Any], version: str) -> dict[str, Any]:
    """A resource of the newest form as ``version`` had it."""
    if not is_older(version):
        return resource
    if resource["type"] == "event":
        return _event(resource, version)
    change = _OLDER.get(resource["type"])
    return resource if change is None else resource | {"attributes": change(resource["attributes"])}


def _event(resource: dict[str, Any], version: str) -> dict[str, Any]:
    attributes = resource["attributes"]
    payload = attributes["payload"]
    older = payload | {"data": downgrade(payload["data"], version)}
    return resource | {"attributes": attributes | {"payload": older}}


def _inquiry(attributes: dict[str, Any]) -> dict[str, Any]:
    fields = attributes.get("fields", {})
    flat = {name: (fields.get(name) or {}).get("value") for name in FLAT_FIELDS}
    return attributes | flat


def _account(attributes: dict[str, Any]) -> dict[str, Any]:
    def value(*path: str) -> Any:
        node: Any = attributes.get("fields", {})
        for key in path:
            node = (node or {}).get(key, {}).get("value")
        return node

    flat = {f"name-{part}": value("name", part) for part in ("first", "middle", "last")}
    for part in ("street_1", "street_2", "city", "subdivision", "postal_code"):
        flat[f"address-{part.replace('_', '-')}"] = value("address", part)
    single = {name.replace("_", "-"): value(name) for name in ("birthdate", "phone_number", "email_address")}
    numbers = _numbers(value("identification_numbers") or [])
    social = [number["identification-number"] for number in numbers.get(SSN_CLASS, [])]
    return {
        **attributes,
        **flat,
        **single,
        "country-code": value("address", "country_code"),
        "identification-numbers": {kind: found for kind, found in numbers.items() if kind != SSN_CLASS},
        "social-security-number": social[0] if social else None,
    }


def _numbers(listed: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """Identification numbers by their class, without types."""
    by_class: dict[str, list[dict[str, Any]]] = {}
    for item in listed:
        plain = {part.replace("_", "-"): leaf.get("value") for part, leaf in item.get("value", {}).items()}
        by_class.setdefault(str(plain.get("identification-class") or "other"), []).append(plain)
    return by_class


_OLDER: Final[dict[str, Callable[[dict[str, Any]], dict[str, Any]]]] = {"inquiry": _inquiry, "account": _account}
