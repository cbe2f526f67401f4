"""An event as stored, and a draft of one that an action is about to write."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Draft(msgspec.Struct, frozen=True):
    """``resource``: the object after the change, as a JSON:API resource with kebab-case keys."""

    name: str
    resource: dict[str, Any]
    inquiry_id: str | None = None
    context: dict[str, Any] = {}


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``event``."""

    environment_id: str
    id: str
    name: str
    object_type: str
    object_id: str
    inquiry_id: str | None
    payload: dict[str, Any]
    context: dict[str, Any]
    created_at: datetime
    dispatched_at: datetime | None
    redacted_at: datetime | None
