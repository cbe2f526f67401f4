"""One line of the audit log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A person who acts in the dashboard, and from where; ``user_id`` is ``None`` before they are known."""

    organization_id: str
    environment_id: str | None = None
    user_id: str | None = None
    ip_address: str | None = None
    user_agent: str | None = None


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """What was done. ``user_name`` is the person's name today."""

    id: str
    environment_id: str | None
    user_id: str | None
    user_name: str | None = None
    action: str
    object_id: str | None
    detail: dict[str, Any]
    ip_address: str | None
    created_at: datetime
