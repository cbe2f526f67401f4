"""REST operations of API keys (published wire contract, section API Keys)."""

from __future__ import annotations

from typing import Any, Final

from verilink.access import key_changes, key_queries, wire
from verilink.access.model import ApiKey
from verilink.api import values as c
from verilink.api.call import Answer, Call
from verilink.api.router import Router
from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.kit import jsonapi, pagination

FILTERS: Final = ("name",)
# Attribute of the contract -> what it is called here.
ATTRIBUTES: Final = {
    "name": "name",
    "note": "note",
    "api-version": "api_version",
    "api-key-inflection": "key_inflection",
    "api-attributes-blocklist": "attributes_blocklist",
    "permissions": "permissions",
    "ip-address-allowlist": "ip_allowlist",
    "file-access-token-expires-in": "file_token_seconds",
}


def _changes(call: Call) -> dict[str, Any]:
    attributes = call.attributes()
    c.refuse_unknown(attributes, ATTRIBUTES)
    return {ATTRIBUTES[name]: value for name, value in attributes.items()}


def _answer(key: ApiKey, value: str | None = None, status: int = 200) -> Answer:
    return Answer(document=jsonapi.document(wire.resource(key, value), []), status=status)


def _id(call: Call) -> str:
    return call.parameters["api_key_id"]


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /api-keys``: newest first."""
    page, names = pagination.parse_page(call.query), call.filters(FILTERS).get("name", [])
    found = await key_queries.list_page(conn, call.environment_id, page, names)
    window = pagination.cut(found, page, lambda key: key.id)
    links = pagination.links("/api/v1/api-keys", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(key) for key in window.rows], links))


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /api-keys``: a new key with its value."""
    return _answer(*await key_changes.create(conn, call.services, call.caller, _changes(call)), status=201)


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /api-keys/{api-key-id}``."""
    return _answer(await key_queries.get(conn, call.environment_id, _id(call)))


async def change(call: Call, conn: Connection) -> Answer:
    """``PATCH /api-keys/{api-key-id}``."""
    return _answer(await key_changes.update(conn, call.caller, _id(call), _changes(call)))


async def expire(call: Call, conn: Connection) -> Answer:
    """``POST /api-keys/{api-key-id}/expire``."""
    seconds = c.number(call.meta(), "expires-in-seconds")
    if seconds is None:
        raise BadRequest("meta.expires-in-seconds is missing")
    return _answer(await key_changes.expire(conn, call.caller, _id(call), seconds))


async def clone(call: Call, conn: Connection) -> Answer:
    """``POST /api-keys/{api-key-id}/clone``: a copy with a value of its own."""
    return _answer(*await key_changes.clone(conn, call.services, call.caller, _id(call)))


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/api-keys/{api_key_id}"
    read, write = "api_key.read", "api_key.write"
    router.add("GET", "/api-keys", listing, permission=read, mode="read")
    router.add("POST", "/api-keys", make, permission=write, mode="write")
    router.add("GET", one, show, permission=read, mode="read")
    router.add("PATCH", one, change, permission=write, mode="write")
    router.add("POST", f"{one}/expire", expire, permission=write, mode="write")
    router.add("POST", f"{one}/clone", clone, permission=write, mode="write")
