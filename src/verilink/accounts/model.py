"""Accounts and their types."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Any, Final

import msgspec

from verilink.errors import BadRequest

MAX_REFERENCE_LENGTH: Final = 255


class AccountType(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``account_type``; shared by the environments of an organization."""

    organization_id: str
    id: str
    name: str
    is_default: bool
    field_schemas: list[dict[str, Any]]
    created_at: datetime
    updated_at: datetime


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``account``. ``fields``: snake-case key -> {type, value}, nested for name and address."""

    environment_id: str
    id: str
    account_type_id: str
    account_type_name: str
    reference_id: str | None
    fields: dict[str, Any]
    tags: list[str]
    status: str
    created_at: datetime
    updated_at: datetime
    redacted_at: datetime | None


def reference_key(reference_id: str) -> str:
    """The form in which reference IDs are unique: Unicode NFC, case folded."""
    return unicodedata.normalize("NFC", reference_id).casefold()


def checked_reference(value: Any) -> str | None:
    """A reference ID from outside. Raises ``BadRequest`` for what cannot be one."""
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise BadRequest("reference-id must be a string")
    text = str(value)
    if len(text) > MAX_REFERENCE_LENGTH or not text.isprintable():
        raise BadRequest(f"reference-id must be at most {MAX_REFERENCE_LENGTH} printable characters")
    return text
