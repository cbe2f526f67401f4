"""API keys: issued once in clear, kept as a keyed digest, looked up with a short memory per process."""

from __future__ import annotations

import uuid
from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from verilink.access import key_queries
from verilink.access.model import ApiKey, Caller
from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import BadRequest, InvalidToken
from verilink.kit import clock, ids
from verilink.organizations.model import Environment

if TYPE_CHECKING:
    from verilink.services import Services

API_VERSION: Final = "2025-12-08"
# The published wire contract's permissions for what this server has.
PERMISSIONS: Final = (
    "account.read",
    "account.write",
    "api_key.read",
    "api_key.write",
    "document.read",
    "document.write",
    "event.read",
    "inquiry.read",
    "inquiry.write",
    "theme_set.read",
    "theme_set.write",
    "verification.read",
    "verification.write",
    "webhook.read",
    "webhook.write",
)
# A key may only reach its own kind, and how the flow looks to everybody, by being told to.
DEFAULT_PERMISSIONS: Final = tuple(
    name for name in PERMISSIONS if not name.startswith("api_key.") and name != "theme_set.write"
)
FILE_TOKEN_SECONDS: Final = 21_600
# A revoked key is refused everywhere within this time.
REMEMBERED: Final = timedelta(seconds=3)
_REMEMBER_AT_MOST: Final = 10_000
_TOUCH_EVERY: Final = timedelta(minutes=1)
_MAX_VALUE: Final = 256
MAX_NAME: Final = 120


class KeyMemory:
    """Callers seen in the last seconds, by digest of the key value; bounded, oldest forgotten first."""

    def __init__(self) -> None:
        self._seen: OrderedDict[bytes, tuple[datetime, Caller]] = OrderedDict()

    def get(self, digest: bytes) -> Caller | None:
        """The caller, unless it has been remembered too long."""
        held = self._seen.get(digest)
        if held is None or clock.now() - held[0] > REMEMBERED:
            return None
        return held[1]

    def put(self, digest: bytes, caller: Caller) -> None:
        """Remember a caller from now on."""
        self._seen.pop(digest, None)
        self._seen[digest] = (clock.now(), caller)
        while len(self._seen) > _REMEMBER_AT_MOST:
            self._seen.popitem(last=False)

    def drop(self, digest: bytes) -> None:
        """Forget a caller at once, in this process."""
        self._seen.pop(digest, None)


_memory: Final = KeyMemory()


async def issue(
    conn: Connection,
    services: Services,
    environment: Environment,
    name: str,
    permissions: Sequence[str] | None = None,
) -> tuple[ApiKey, str]:
    """A new key and its value, which is known only now. Raises ``BadRequest`` for a bad name or permission."""
    chosen = tuple(DEFAULT_PERMISSIONS if permissions is None else dict.fromkeys(permissions))
    _check(name, chosen)
    value = f"persona_{environment.kind.value}_{uuid.uuid4()}"
    key = ApiKey(
        environment_id=environment.id,
        id=ids.new("api"),
        name=name.strip(),
        note=None,
        value_hint=value[-4:],
        permissions=chosen,
        api_version=API_VERSION,
        key_inflection="kebab",
        attributes_blocklist=(),
        ip_allowlist=("*",),
        file_token_seconds=FILE_TOKEN_SECONDS,
        created_at=clock.now(),
        last_used_at=None,
        expires_at=None,
    )
    await key_queries.insert(conn, key, services.keys.digest(value))
    return key, value


async def create(
    conn: Connection,
    services: Services,
    actor: Actor,
    environment: Environment,
    *,
    name: str,
    permissions: Sequence[str],
) -> tuple[ApiKey, str]:
    """``issue`` by a person, audited."""
    key, value = await issue(conn, services, environment, name, permissions)
    await record(conn, actor, "api-key.created", key.id, {"name": key.name, "permissions": list(key.permissions)})
    return key, value


async def revoke(conn: Connection, actor: Actor, environment_id: str, key_id: str) -> None:
    """Remove a key for good. Raises ``NotFound``."""
    digest = await key_queries.delete(conn, environment_id, key_id)
    _memory.drop(digest)
    await record(conn, actor, "api-key.revoked", key_id)


async def authenticate(services: Services, value: str) -> Caller:
    """Who holds this key. Raises ``InvalidToken`` when it is unknown, revoked or expired."""
    if not value or len(value) > _MAX_VALUE:
        raise InvalidToken
    digest = services.keys.digest(value)
    caller = _memory.get(digest)
    if caller is None:
        async with services.pool.acquire() as conn:
            caller = await _look_up(conn, digest)
        _memory.put(digest, caller)
    if caller.expires_at is not None and caller.expires_at <= clock.now():
        raise InvalidToken
    return caller


async def _look_up(conn: Connection, digest: bytes) -> Caller:
    found = await key_queries.by_digest(conn, digest)
    if found is None:
        raise InvalidToken
    key, environment = found
    moment = clock.now()
    if key.last_used_at is None or moment - key.last_used_at > _TOUCH_EVERY:
        await key_queries.touch(conn, environment.id, key.id, moment)
    return Caller(
        environment=environment,
        key_id=key.id,
        permissions=frozenset(key.permissions),
        api_version=key.api_version,
        key_inflection=key.key_inflection,
        attributes_blocklist=key.attributes_blocklist,
        ip_allowlist=key.ip_allowlist,
        file_token_seconds=key.file_token_seconds,
        expires_at=key.expires_at,
    )


def _check(name: str, permissions: Sequence[str]) -> None:
    if not 1 <= len(name.strip()) <= MAX_NAME:
        raise BadRequest(f"Give the key a name of 1 to {MAX_NAME} characters.", pointer="name")
    unknown = [each for each in permissions if each not in PERMISSIONS]
    if unknown:
        raise BadRequest(f"{unknown[0][:60]} is not a permission.", pointer="permissions")
    if not permissions:
        raise BadRequest("Choose at least one permission.", pointer="permissions")
