"""A delivery as stored: one event on its way to one webhook."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from verilink.events.model import Event
from verilink.webhooks.model import Webhook

RETENTION_DAYS: Final = 30


class Status(StrEnum):
    """``skipped``: the event did not pass the webhook's payload filter."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    SKIPPED = "skipped"


class Delivery(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``webhook_delivery``. ``last_*``: how the latest attempt went; ``last_ms`` in milliseconds."""

    environment_id: str
    id: str
    webhook_id: str
    event_id: str
    status: Status
    attempts: int
    created_at: datetime
    next_attempt_at: datetime | None
    first_attempted_at: datetime | None
    completed_at: datetime | None
    last_status: int | None
    last_error: str | None
    last_response: str | None
    last_ms: int | None


class Listed(Delivery, frozen=True, kw_only=True):
    """A delivery with what a list of them shows beside it."""

    event_name: str
    webhook_url: str


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """Everything one attempt needs. ``secrets``: sealed, the newest first."""

    environment_id: str
    id: str
    attempts: int
    first_attempted_at: datetime | None
    webhook: Webhook
    secrets: list[bytes]
    event: Event


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """How an attempt ended. ``ok`` ``None``: the event did not pass the filter and nothing was sent."""

    ok: bool | None
    status: int | None = None
    error: str | None = None
    response: str | None = None
    elapsed_ms: int | None = None
