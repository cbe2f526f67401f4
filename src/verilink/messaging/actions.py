"""Writing text messages, in the transaction of the change they tell of."""

from __future__ import annotations

from typing import Final

from verilink.database import Connection
from verilink.errors import BadRequest, Unprocessable
from verilink.kit import clock, ids
from verilink.messaging import queries
from verilink.messaging.model import Status, StoredText
from verilink.messaging.numbers import e164
from verilink.settings import Settings

MAX_BODY: Final = 1_000


def is_available(settings: Settings) -> bool:
    """Whether the operator set a provider up."""
    return settings.sms_provider == "console" or (settings.sms_provider == "webhook" and bool(settings.sms_webhook_url))


async def write(
    conn: Connection, settings: Settings, environment_id: str, *, to: str, body: str, object_id: str | None = None
) -> StoredText:
    """Queue one message. Raises ``BadRequest`` for a bad number or text, ``Unprocessable`` without a provider."""
    if not is_available(settings):
        raise Unprocessable("No provider of text messages is set (VERILINK_SMS_PROVIDER)")
    if not 0 < len(body) <= MAX_BODY:
        raise BadRequest(f"A text message has 1 to {MAX_BODY} characters")
    now = clock.now()
    message = StoredText(
        environment_id=environment_id,
        id=ids.new("txt"),
        recipient=e164(to),
        body=body,
        object_id=object_id,
        status=Status.QUEUED,
        attempts=0,
        last_error=None,
        created_at=now,
        next_attempt_at=now,
        sent_at=None,
    )
    await queries.insert(conn, message)
    return message
