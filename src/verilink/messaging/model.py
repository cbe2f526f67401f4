"""A text message as stored, and as a provider gets it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final, Literal, Protocol

import msgspec

from verilink.errors import VerilinkError

ProviderName = Literal["none", "console", "webhook"]
# Seconds to wait after each failed attempt; the last failure is final. Short: a code or a link does not live long.
WAITS: Final = (5, 30, 120, 600)


class Status(StrEnum):
    """``sent``: the provider took it; whether the phone got it only the provider knows."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"


class StoredText(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``text_message``. ``recipient``: E.164. ``body``: ``None`` once nothing more is tried."""

    environment_id: str
    id: str
    recipient: str
    body: str | None
    object_id: str | None
    status: Status
    attempts: int
    last_error: str | None
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None


class TextMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is handed. ``id`` is the same at every attempt, so that it can see a repetition."""

    id: str
    to: str
    text: str


class TextFailed(VerilinkError):
    """The provider did not take the message; ``permanent`` says that trying again is of no use."""

    status = 502
    title = "Text message could not be sent"

    def __init__(self, details: str, *, permanent: bool) -> None:
        super().__init__(details)
        self.permanent = permanent


class Provider(Protocol):
    """The port: whatever carries a text message to a phone."""

    async def send(self, message: TextMessage) -> None:
        """Hand the message on, once. Raises ``TextFailed``; returning means that it was taken."""
        ...
