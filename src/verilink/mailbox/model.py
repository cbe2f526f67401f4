"""A mail as stored."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

# Stands where the text was.
FORGOTTEN: Final = "The text held a code and was not kept."
# Seconds to wait after each failed attempt; the last failure is final.
WAITS: Final = (60, 300, 1_800, 7_200, 21_600)


class Status(StrEnum):
    """``held``: no mail server is set, so the mail is only shown in the dashboard."""

    QUEUED = "queued"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"


class StoredMail(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``mail``: one message to one recipient. ``object_id``: what it is about.

    ``secret``: it holds a code, so its text is forgotten once nothing more is tried.
    """

    environment_id: str
    id: str
    recipient: str
    subject: str
    text_body: str
    html_body: str | None
    object_id: str | None
    status: Status
    attempts: int
    last_error: str | None
    created_at: datetime
    next_attempt_at: datetime | None
    sent_at: datetime | None
    secret: bool = False

    def settled(self) -> StoredMail:
        """The mail without what must not be kept after the last attempt."""
        if not self.secret or self.status not in (Status.SENT, Status.FAILED):
            return self
        return msgspec.structs.replace(self, text_body=FORGOTTEN, html_body=None)
