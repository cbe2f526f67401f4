"""REST operations of webhooks (published wire contract, section Webhooks)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from msgspec import UNSET

from verilink.api import values as c
from verilink.api.call import Answer, Call
from verilink.api.router import Router
from verilink.database import Connection
from verilink.kit import jsonapi, pagination
from verilink.webhooks import actions, queries, wire
from verilink.webhooks.model import Details, Secret, Webhook

Door = Callable[[Connection, str, str], Awaitable[Webhook]]
Handler = Callable[[Call, Connection], Awaitable[Answer]]
# Attribute of the contract -> what it is called here.
ATTRIBUTES: Final = {
    "url": "url",
    "name": "name",
    "description": "description",
    "enabled-events": "enabled_events",
    "api-version": "api_version",
    "api-key-inflection": "key_inflection",
    "api-attributes-blocklist": "attributes_blocklist",
    "file-access-token-expires-in": "file_token_seconds",
    "payload-filter": "payload_filter",
    "included-allowlist": "included_allowlist",
    "relationship-allowlist": "relationship_allowlist",
    "custom-http-headers": "custom_headers",
}


def _details(call: Call) -> Details:
    attributes = call.attributes()
    c.refuse_unknown(attributes, ATTRIBUTES)
    return Details(**{field: attributes.get(name, UNSET) for name, field in ATTRIBUTES.items()})


def _answer(webhook: Webhook, secrets: Sequence[Secret] | None = None, status: int = 200) -> Answer:
    return Answer(document=jsonapi.document(wire.resource(webhook, secrets), []), status=status)


def _id(call: Call) -> str:
    return call.parameters["webhook_id"]


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /webhooks``: newest first, archived ones left out."""
    call.filters(())
    page = pagination.parse_page(call.query)
    found = await queries.list_webhooks(conn, call.environment_id, page)
    window = pagination.cut(found, page, lambda webhook: webhook.id)
    links = pagination.links("/api/v1/webhooks", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(webhook) for webhook in window.rows], links))


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /webhooks``: a new webhook, disabled, with its secret."""
    webhook, secrets = await actions.create(
        conn, call.services, call.environment_id, _details(call), api_version=call.version
    )
    return _answer(webhook, secrets, 201)


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /webhooks/{webhook-id}``: with its secrets."""
    webhook = await queries.get(conn, call.environment_id, _id(call))
    return _answer(webhook, await actions.secrets_of(conn, call.services.keys, webhook))


async def change(call: Call, conn: Connection) -> Answer:
    """``PATCH /webhooks/{webhook-id}``."""
    return _answer(await actions.update(conn, call.services, call.environment_id, _id(call), _details(call)))


def door(action: Door) -> Handler:
    """``POST /webhooks/{webhook-id}/archive``, ``enable`` and ``disable``."""

    async def serve(call: Call, conn: Connection) -> Answer:
        return _answer(await action(conn, call.environment_id, _id(call)))

    return serve


async def rotate_secret(call: Call, conn: Connection) -> Answer:
    """``POST /webhooks/{webhook-id}/rotate-secret``; ``meta.expires-in-seconds``: how long the old one still signs."""
    seconds = c.number(call.meta(), "expires-in-seconds")
    lasting = actions.DEFAULT_ROTATION_SECONDS if seconds is None else seconds
    webhook, secrets = await actions.rotate_secret(conn, call.services, call.environment_id, _id(call), lasting)
    return _answer(webhook, secrets)


async def clone(call: Call, conn: Connection) -> Answer:
    """``POST /webhooks/{webhook-id}/clone``: a disabled copy with a secret of its own."""
    webhook, secrets = await actions.clone(conn, call.services, call.environment_id, _id(call))
    return _answer(webhook, secrets)


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/webhooks/{webhook_id}"
    read, write = "webhook.read", "webhook.write"
    router.add("GET", "/webhooks", listing, permission=read, mode="read")
    router.add("POST", "/webhooks", make, permission=write, mode="write")
    router.add("GET", one, show, permission=read, mode="read")
    router.add("PATCH", one, change, permission=write, mode="write")
    router.add("POST", f"{one}/archive", door(actions.archive), permission=write, mode="write")
    router.add("POST", f"{one}/enable", door(actions.enable), permission=write, mode="write")
    router.add("POST", f"{one}/disable", door(actions.disable), permission=write, mode="write")
    router.add("POST", f"{one}/rotate-secret", rotate_secret, permission=write, mode="write")
    router.add("POST", f"{one}/clone", clone, permission=write, mode="write")
