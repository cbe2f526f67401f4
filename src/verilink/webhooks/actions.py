"""The doors through which a webhook changes. Each takes a connection inside the caller's transaction."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, Final

import msgspec
from msgspec import UNSET

from verilink.database import Connection
from verilink.errors import BadRequest, Conflict, Unprocessable
from verilink.keys import Keys
from verilink.kit import clock, ids
from verilink.kit.guard import Guard
from verilink.services import Services
from verilink.webhooks import queries, validation
from verilink.webhooks.deliveries import queries as delivery_queries
from verilink.webhooks.deliveries.model import Delivery
from verilink.webhooks.deliveries.model import Status as DeliveryStatus
from verilink.webhooks.model import LATEST_VERSION, Details, Secret, Status, Webhook

MAX_WEBHOOKS: Final = 100
MAX_ROTATION_SECONDS: Final = 30 * 86_400
DEFAULT_ROTATION_SECONDS: Final = 86_400


async def create(
    conn: Connection, services: Services, environment_id: str, details: Details, *, api_version: str = LATEST_VERSION
) -> tuple[Webhook, list[Secret]]:
    """A new webhook, ``disabled``, and its first secret. ``api_version``: that of the request, unless one is given.

    Raises ``BadRequest`` or ``Unprocessable`` (an address that may not be used, or too many webhooks).
    """
    if details.url is UNSET or details.enabled_events is UNSET:
        missing = "url" if details.url is UNSET else "enabled-events"
        raise BadRequest(f"data.attributes.{missing} is missing")
    if await queries.count(conn, environment_id) >= MAX_WEBHOOKS:
        raise Unprocessable(f"An environment can have at most {MAX_WEBHOOKS} webhooks; archive one first")
    values = {"api_version": api_version, **_columns(services, details)}
    now = clock.now()
    webhook_id = ids.new("wbh")
    webhook = await queries.insert(conn, environment_id, webhook_id, {**values, "created_at": now, "updated_at": now})
    return webhook, [await _add_secret(conn, services.keys, webhook)]


async def update(
    conn: Connection, services: Services, environment_id: str, webhook_id: str, details: Details
) -> Webhook:
    """Change what ``details`` says. Raises ``NotFound``, ``Conflict`` (archived), ``BadRequest``, ``Unprocessable``."""
    current = await _alive(conn, environment_id, webhook_id)
    values = _columns(services, details, current)
    return await queries.update(conn, environment_id, webhook_id, {**values, "updated_at": clock.now()})


def _columns(services: Services, details: Details, current: Webhook | None = None) -> dict[str, Any]:
    settings = services.settings
    guard = Guard(settings.outbound_allow, https_only=settings.outbound_https_only)
    values = validation.columns(details, guard, current=current)
    if values.get("custom_headers"):
        values["custom_headers"] = services.keys.seal(msgspec.json.encode(values["custom_headers"]))
    return values


async def enable(conn: Connection, environment_id: str, webhook_id: str) -> Webhook:
    """From now on events are delivered. Raises ``NotFound`` or ``Conflict`` (archived)."""
    await _alive(conn, environment_id, webhook_id)
    return await _set_status(conn, environment_id, webhook_id, Status.ENABLED)


async def disable(conn: Connection, environment_id: str, webhook_id: str) -> Webhook:
    """Stop delivering; what was still pending has failed. Raises ``NotFound`` or ``Conflict`` (archived)."""
    await _alive(conn, environment_id, webhook_id)
    await delivery_queries.cancel_pending(conn, environment_id, webhook_id, clock.now())
    return await _set_status(conn, environment_id, webhook_id, Status.DISABLED)


async def archive(conn: Connection, environment_id: str, webhook_id: str) -> Webhook:
    """Put it away for good; what was still pending has failed. Raises ``NotFound`` or ``Conflict`` (archived)."""
    await _alive(conn, environment_id, webhook_id)
    now = clock.now()
    await delivery_queries.cancel_pending(conn, environment_id, webhook_id, now)
    values = {"status": Status.ARCHIVED, "updated_at": now, "archived_at": now}
    return await queries.update(conn, environment_id, webhook_id, values)


async def clone(
    conn: Connection, services: Services, environment_id: str, webhook_id: str
) -> tuple[Webhook, list[Secret]]:
    """A disabled copy of everything but the secret. Raises ``NotFound``, ``Conflict`` (archived), ``Unprocessable``."""
    original = await _alive(conn, environment_id, webhook_id)
    if await queries.count(conn, environment_id) >= MAX_WEBHOOKS:
        raise Unprocessable(f"An environment can have at most {MAX_WEBHOOKS} webhooks; archive one first")
    now = clock.now()
    left_out = {"environment_id", "id", "status", "created_at", "updated_at", "archived_at"}
    values = {name: value for name, value in msgspec.structs.asdict(original).items() if name not in left_out}
    copy = await queries.insert(conn, environment_id, ids.new("wbh"), {**values, "created_at": now, "updated_at": now})
    return copy, [await _add_secret(conn, services.keys, copy)]


async def rotate_secret(
    conn: Connection,
    services: Services,
    environment_id: str,
    webhook_id: str,
    expires_in_seconds: int = DEFAULT_ROTATION_SECONDS,
) -> tuple[Webhook, list[Secret]]:
    """A new secret; the old one signs as well for ``expires_in_seconds`` (0: ends now).

    Raises ``NotFound``, ``Conflict`` (archived) or ``BadRequest`` (a time outside 0 to 30 days).
    """
    if isinstance(expires_in_seconds, bool) or not isinstance(expires_in_seconds, int):
        raise BadRequest("expires-in-seconds must be a whole number")
    if not 0 <= expires_in_seconds <= MAX_ROTATION_SECONDS:
        raise BadRequest(f"expires-in-seconds must be from 0 to {MAX_ROTATION_SECONDS}")
    webhook = await _alive(conn, environment_id, webhook_id)
    await queries.end_secrets(conn, environment_id, webhook_id, clock.in_seconds(expires_in_seconds))
    await queries.delete_ended_secrets(conn, environment_id, webhook_id, clock.now())
    await _add_secret(conn, services.keys, webhook)
    return webhook, await secrets_of(conn, services.keys, webhook)


async def secrets_of(conn: Connection, keys: Keys, webhook: Webhook, now: datetime | None = None) -> list[Secret]:
    """The secrets that are valid, in the clear, the newest first."""
    found = await queries.valid_secrets(conn, webhook.environment_id, webhook.id, now or clock.now())
    return [Secret(keys.unseal(sealed).decode(), expires_at) for sealed, expires_at in found]


async def retry_delivery(conn: Connection, environment_id: str, delivery_id: str) -> Delivery:
    """Have a delivery tried again at once, whether it failed or was delivered before.

    Raises ``NotFound``; ``Conflict`` when its webhook is not enabled or the event does not pass the payload filter.
    """
    delivery = await delivery_queries.get(conn, environment_id, delivery_id)
    webhook = await queries.get(conn, environment_id, delivery.webhook_id, lock=True)
    if webhook.status is not Status.ENABLED:
        raise Conflict("Enable the webhook first; a disabled one sends nothing")
    if delivery.status is DeliveryStatus.SKIPPED:
        raise Conflict("The event did not match the webhook's payload filter, so there is nothing to send")
    return await delivery_queries.put_back(conn, environment_id, delivery_id, clock.now())


async def _alive(conn: Connection, environment_id: str, webhook_id: str) -> Webhook:
    webhook = await queries.get(conn, environment_id, webhook_id, lock=True)
    if webhook.status is Status.ARCHIVED:
        raise Conflict("The webhook is archived")
    return webhook


async def _set_status(conn: Connection, environment_id: str, webhook_id: str, status: Status) -> Webhook:
    return await queries.update(conn, environment_id, webhook_id, {"status": status, "updated_at": clock.now()})


async def _add_secret(conn: Connection, keys: Keys, webhook: Webhook) -> Secret:
    value = f"wbhsec_{uuid.uuid4()}"
    await queries.insert_secret(
        conn,
        webhook.environment_id,
        webhook.id,
        secret_id=ids.new("wbhs"),
        sealed=keys.seal(value.encode()),
        created_at=clock.now(),
    )
    return Secret(value)
