"""The providers that come with the program: the operator's console, and an HTTP address of the operator's."""

from __future__ import annotations

import asyncio
import sys
from typing import Final, TextIO

import msgspec

from verilink.kit import clock
from verilink.kit.outbound import Client, DeliveryFailed, Reason
from verilink.kit.signing import sign
from verilink.messaging.model import Provider, TextFailed, TextMessage
from verilink.settings import Settings

TIMEOUT_SECONDS: Final = 10.0
# RFC 9110: 408 Request Timeout; RFC 6585: 429 Too Many Requests. Both say "later"; other 4xx say "never like this".
_LATER: Final = frozenset({408, 425, 429})


class Console:
    """Prints messages, for trying things out on one machine."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    async def send(self, message: TextMessage) -> None:
        """Print it."""
        line = f"Text message {message.id} to {message.to}: {message.text}\n"
        await asyncio.to_thread(self._print, line)

    def _print(self, line: str) -> None:
        self._stream.write(line)
        self._stream.flush()


class Webhook:
    """Posts ``{"id", "to", "text"}`` as JSON to the operator's address; any 2xx means that it was taken.

    ``Idempotency-Key`` is the message's id. With a secret, ``Verilink-Signature`` is made like that of webhooks.
    """

    def __init__(self, client: Client, url: str, secret: str | None = None) -> None:
        self._client, self._url, self._secret = client, url, secret

    async def send(self, message: TextMessage) -> None:
        """Post it once."""
        body = msgspec.json.encode(message)
        headers = {"Content-Type": "application/json", "Idempotency-Key": message.id}
        if self._secret:
            headers["Verilink-Signature"] = sign([self._secret], int(clock.now().timestamp()), body)
        try:
            reply = await self._client.post(self._url, body, headers, timeout=TIMEOUT_SECONDS)
        except DeliveryFailed as failure:
            refused = failure.reason is Reason.ADDRESS
            raise TextFailed(failure.details or failure.reason.value, permanent=refused) from None
        if not 200 <= reply.status < 300:
            permanent = 300 <= reply.status < 500 and reply.status not in _LATER
            raise TextFailed(f"{reply.status} {reply.body_excerpt[:200]}".strip(), permanent=permanent)


def provider_of(settings: Settings, client: Client) -> Provider | None:
    """What the settings name; ``None`` when there is none."""
    if settings.sms_provider == "webhook" and settings.sms_webhook_url:
        return Webhook(client, settings.sms_webhook_url, settings.sms_webhook_secret)
    return Console() if settings.sms_provider == "console" else None
