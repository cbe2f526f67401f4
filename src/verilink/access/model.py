"""People, their sessions, invitations, and the API keys of programs."""

from __future__ import annotations

from datetime import datetime

import msgspec

from verilink.access.roles import Capability, Role, may
from verilink.organizations.model import Environment


class User(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the organization; ``id`` is ``user_…``."""

    organization_id: str
    id: str
    email: str
    name: str
    role: Role
    created_at: datetime
    last_sign_in_at: datetime | None
    disabled_at: datetime | None

    def may(self, capability: Capability) -> bool:
        """Whether this person's role includes the capability."""
        return may(self.role, capability)


class UserSession(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in browser. ``csrf`` goes into every form; ``environment_id`` is the one looked at."""

    id: str
    organization_id: str
    user_id: str
    environment_id: str
    csrf: str
    created_at: datetime
    last_seen_at: datetime
    expires_at: datetime


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """A link that lets one person sign up once. ``email`` ``None``: any address."""

    organization_id: str
    email: str | None
    role: Role
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None


class ApiKey(msgspec.Struct, frozen=True, kw_only=True):
    """An API key as it may be shown: everything but its value. ``value_hint``: its last four characters."""

    environment_id: str
    id: str
    name: str
    note: str | None
    value_hint: str
    permissions: tuple[str, ...]
    api_version: str
    key_inflection: str
    attributes_blocklist: tuple[str, ...]
    ip_allowlist: tuple[str, ...]
    file_token_seconds: int
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None


class Caller(msgspec.Struct, frozen=True, kw_only=True):
    """A program that proved it holds an API key."""

    environment: Environment
    key_id: str
    permissions: frozenset[str]
    api_version: str
    key_inflection: str
    attributes_blocklist: tuple[str, ...]
    ip_allowlist: tuple[str, ...]
    file_token_seconds: int
    expires_at: datetime | None = None
