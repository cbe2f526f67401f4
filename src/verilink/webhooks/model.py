"""A webhook as stored, and what a caller may say about one."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

Inflection = Literal["kebab", "camel", "snake"]
Headers = dict[str, str]

LATEST_VERSION: Final = "2025-12-08"
# Those that the REST API speaks (verilink.api.versions).
API_VERSIONS: Final = ("2023-01-05", "2025-10-27", LATEST_VERSION)
FILE_TOKEN_SECONDS: Final = 21_600
INCLUDE_ALL: Final = {"state": "include_all"}
INCLUDE_NONE: Final = {"state": "include_none"}


class Status(StrEnum):
    """``archived`` is final; nothing is sent unless ``enabled``."""

    DISABLED = "disabled"
    ENABLED = "enabled"
    ARCHIVED = "archived"


class Webhook(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``webhook``. ``custom_headers``: sealed JSON object, ``None`` when there are none."""

    environment_id: str
    id: str
    status: Status
    url: str
    name: str | None
    description: str | None
    enabled_events: list[str]
    api_version: str
    key_inflection: Inflection
    attributes_blocklist: list[str]
    file_token_seconds: int
    payload_filter: dict[str, Any] | None
    included_allowlist: dict[str, Any] | None
    relationship_allowlist: dict[str, Any]
    custom_headers: bytes | None
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class Secret(msgspec.Struct, frozen=True):
    """A signing secret in the clear; ``expires_at`` is set on one that was rotated away and is still valid."""

    value: str
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        return f"Secret(<hidden>, expires_at={self.expires_at!r})"


class Details(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller says about a webhook; what is left ``UNSET`` keeps its value, or takes the default when new."""

    url: str | UnsetType = UNSET
    name: str | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    enabled_events: list[str] | UnsetType = UNSET
    api_version: str | UnsetType = UNSET
    key_inflection: str | UnsetType = UNSET
    attributes_blocklist: list[str] | UnsetType = UNSET
    file_token_seconds: int | UnsetType = UNSET
    payload_filter: dict[str, Any] | UnsetType | None = UNSET
    included_allowlist: dict[str, Any] | UnsetType | None = UNSET
    relationship_allowlist: dict[str, Any] | UnsetType | None = UNSET
    custom_headers: Headers | UnsetType | None = UNSET
