"""Sessions, one-time links, and what a browser says about itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec

Handoff = Literal["qr", "email", "sms"]


class ClientInfo(msgspec.Struct, frozen=True):
    """What the server saw of the browser."""

    ip_address: str | None = None
    user_agent: str | None = None
    device: dict[str, Any] = {}


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``inquiry_session``. ``device``: what the user agent told, in kebab-case wire keys.

    ``handed_from``: the first session of a family that was handed from device to device. ``turn_at``: when this one
    last took the turn in its family; ``None`` for a session that was never handed on. ``extensions``: how often the
    person asked for more time.
    """

    environment_id: str
    id: str
    inquiry_id: str
    status: Literal["new", "active", "expired"]
    created_at: datetime
    started_at: datetime | None = None
    expired_at: datetime | None = None
    canceled_at: datetime | None = None
    expires_at: datetime
    ip_address: str | None = None
    user_agent: str | None = None
    device: dict[str, Any] = {}
    handoff_method: Handoff | None = None
    handed_from: str | None = None
    turn_at: datetime | None = None
    extensions: int = 0

    @property
    def family(self) -> str:
        """The id of the first session of its family; its own when nobody handed it on."""
        return self.handed_from or self.id


class Claims(msgspec.Struct, frozen=True):
    """What a session token proves."""

    session_id: str
    environment_id: str


class OneTimeLink(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``one_time_link``; the code itself is known only to whoever received it."""

    environment_id: str
    id: str
    code_digest: bytes
    inquiry_id: str
    session_id: str
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None


class Link(msgspec.Struct, frozen=True):
    """A one-time link as given out: both forms work."""

    url: str
    short_url: str
    expires_at: datetime
