"""What a key with the permission to do so can do to the keys of its environment, itself included."""

from __future__ import annotations

import ipaddress
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Final

import msgspec

from verilink.access import api_keys, key_queries
from verilink.access.model import ApiKey, Caller
from verilink.api.versions import SUPPORTED
from verilink.audit.actions import Actor, record
from verilink.database import Connection
from verilink.errors import BadRequest, Conflict, Forbidden
from verilink.kit import clock, ids
from verilink.services import Services
from verilink.webhooks import blocklist

MAX_NOTE: Final = 2_000
MAX_NETWORKS: Final = 100
MAX_FILE_TOKEN_SECONDS: Final = 3 * 86_400
MAX_EXPIRY_SECONDS: Final = 10 * 365 * 86_400
INFLECTIONS: Final = ("kebab", "camel", "snake")


def _actor(caller: Caller) -> Actor:
    return Actor(organization_id=caller.environment.organization_id, environment_id=caller.environment.id)


async def create(conn: Connection, services: Services, caller: Caller, changes: dict[str, Any]) -> tuple[ApiKey, str]:
    """A new key and its value. ``changes``: columns by name, ``name`` among them.

    Without ``permissions`` it gets the usual ones, as far as the caller has them. Raises ``BadRequest`` and
    ``Forbidden`` (nobody can give away what they do not have).
    """
    checked = _checked(changes, caller)
    name = checked.pop("name", None)
    if name is None:
        raise BadRequest("data.attributes.name is missing")
    usual = [each for each in api_keys.DEFAULT_PERMISSIONS if each in caller.permissions]
    permissions = checked.pop("permissions", None) or usual
    key, value = await api_keys.issue(conn, services, caller.environment, name, permissions)
    made = msgspec.structs.replace(key, **({"api_version": caller.api_version} | checked))
    await key_queries.update(conn, made)
    await record(conn, _actor(caller), "api-key.created", made.id, {"name": made.name, "by": caller.key_id})
    return made, value


async def update(conn: Connection, caller: Caller, key_id: str, changes: dict[str, Any]) -> ApiKey:
    """Change a key. Raises ``NotFound``, ``BadRequest`` and ``Forbidden``; takes effect within seconds everywhere."""
    before = await key_queries.get(conn, caller.environment.id, key_id)
    after = msgspec.structs.replace(before, **_checked(changes, caller))
    await key_queries.update(conn, after)
    detail = {"changed": sorted(changes), "by": caller.key_id}
    await record(conn, _actor(caller), "api-key.updated", key_id, detail)
    return after


async def expire(conn: Connection, caller: Caller, key_id: str, seconds: int) -> ApiKey:
    """Let a key end after ``seconds`` (0: now). Raises ``NotFound``, ``BadRequest``, ``Conflict`` when it has ended."""
    if not 0 <= seconds <= MAX_EXPIRY_SECONDS:
        raise BadRequest(f"expires-in-seconds must be from 0 to {MAX_EXPIRY_SECONDS}")
    before = await key_queries.get(conn, caller.environment.id, key_id)
    if before.expires_at is not None and before.expires_at <= clock.now():
        raise Conflict("The API key has expired")
    after = msgspec.structs.replace(before, expires_at=clock.in_seconds(seconds))
    await key_queries.update(conn, after)
    await record(conn, _actor(caller), "api-key.expired", key_id, {"seconds": seconds, "by": caller.key_id})
    return after


async def clone(conn: Connection, services: Services, caller: Caller, key_id: str) -> tuple[ApiKey, str]:
    """A new key with everything of another but its value and end. Raises ``NotFound`` and ``Forbidden``."""
    original = await key_queries.get(conn, caller.environment.id, key_id)
    _check_may_give(original.permissions, caller)
    value = f"persona_{caller.environment.kind.value}_{uuid.uuid4()}"
    copy = msgspec.structs.replace(
        original, id=ids.new("api"), value_hint=value[-4:], created_at=clock.now(), last_used_at=None, expires_at=None
    )
    await key_queries.insert(conn, copy, services.keys.digest(value))
    await record(conn, _actor(caller), "api-key.created", copy.id, {"cloned": key_id, "by": caller.key_id})
    return copy, value


def _checked(changes: dict[str, Any], caller: Caller) -> dict[str, Any]:
    checked = {name: _CHECKS[name](value) for name, value in changes.items()}
    if "permissions" in checked:
        _check_may_give(checked["permissions"], caller)
    return checked


def _check_may_give(permissions: Sequence[str], caller: Caller) -> None:
    beyond = [name for name in permissions if name not in caller.permissions]
    if beyond:
        raise Forbidden(f"The API key lacks the permission {beyond[0]}, so it cannot give it to another")


def _name(value: object) -> str:
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= api_keys.MAX_NAME:
        raise BadRequest(f"data.attributes.name must be a string of 1 to {api_keys.MAX_NAME} characters")
    return value.strip()


def _note(value: object) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > MAX_NOTE):
        raise BadRequest(f"data.attributes.note must be a string of at most {MAX_NOTE} characters")
    return value


def _permissions(value: object) -> tuple[str, ...]:
    names = _texts("permissions", value)
    for name in names:
        if name not in api_keys.PERMISSIONS:
            raise BadRequest(f"{name[:60]!r} is not a permission of this server")
    if not names:
        raise BadRequest("data.attributes.permissions must name at least one permission")
    return tuple(dict.fromkeys(names))


def _networks(value: object) -> tuple[str, ...]:
    entries = _texts("ip-address-allowlist", value)
    if not 1 <= len(entries) <= MAX_NETWORKS:
        raise BadRequest(f"data.attributes.ip-address-allowlist must have 1 to {MAX_NETWORKS} entries; * means any")
    for entry in entries:
        try:
            ipaddress.ip_network("0.0.0.0/0" if entry == "*" else entry, strict=False)
        except ValueError:
            raise BadRequest(f"{entry[:60]!r} is neither an address, nor a network, nor *") from None
    return tuple(entries)


def _blocklist(value: object) -> tuple[str, ...]:
    entries = _texts("api-attributes-blocklist", value)
    blocklist.parse(entries)
    return tuple(entry.strip() for entry in entries if entry.strip())


def _seconds(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= MAX_FILE_TOKEN_SECONDS:
        raise BadRequest(f"file-access-token-expires-in must be a number of seconds from 1 to {MAX_FILE_TOKEN_SECONDS}")
    return value


def _texts(name: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise BadRequest(f"data.attributes.{name} must be a list of strings")
    return list(value)


def _one_of(name: str, allowed: Sequence[str]) -> Callable[[object], str]:
    def check(value: object) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise BadRequest(f"data.attributes.{name} must be one of {', '.join(allowed)}")
        return value

    return check


_CHECKS: Final[dict[str, Callable[[object], Any]]] = {
    "name": _name,
    "note": _note,
    "permissions": _permissions,
    "api_version": _one_of("api-version", SUPPORTED),
    "key_inflection": _one_of("api-key-inflection", INFLECTIONS),
    "attributes_blocklist": _blocklist,
    "ip_allowlist": _networks,
    "file_token_seconds": _seconds,
}
