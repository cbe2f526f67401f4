"""Handing one text message to the provider."""

from __future__ import annotations

import msgspec

from verilink.kit import clock
from verilink.messaging.model import WAITS, Provider, Status, StoredText, TextFailed, TextMessage


async def attempt(provider: Provider, stored: StoredText) -> StoredText:
    """Send it once; the message as it is afterwards. Never raises for what the provider does."""
    made = stored.attempts + 1
    try:
        await provider.send(TextMessage(id=stored.id, to=stored.recipient, text=stored.body or ""))
    except TextFailed as failure:
        return _failed(stored, made, failure)
    return msgspec.structs.replace(
        stored,
        status=Status.SENT,
        attempts=made,
        last_error=None,
        next_attempt_at=None,
        sent_at=clock.now(),
        body=None,
    )


def _failed(stored: StoredText, made: int, failure: TextFailed) -> StoredText:
    why = failure.details or failure.title
    if failure.permanent or made > len(WAITS):
        return msgspec.structs.replace(
            stored, status=Status.FAILED, attempts=made, last_error=why, next_attempt_at=None, body=None
        )
    due = clock.in_seconds(WAITS[made - 1])
    return msgspec.structs.replace(stored, attempts=made, last_error=why, next_attempt_at=due)
