"""Roles of people and what each may do."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Capability(StrEnum):
    """One thing a person may be allowed to do in the dashboard."""

    SEE_INQUIRIES = "inquiries.see"
    SEE_IMAGES = "images.see"
    CREATE_INQUIRIES = "inquiries.create"
    DECIDE = "inquiries.decide"
    WRITE_QUEUES = "queues.write"
    WRITE_TEMPLATES = "templates.write"
    DEVELOP = "developers"
    SEE_MAIL = "mail.see"
    WRITE_SETTINGS = "settings.write"
    WRITE_USERS = "users.write"


class Role(StrEnum):
    """``owner`` and ``admin`` do everything (only an owner names owners); a ``reviewer`` decides and sees pictures; a
    ``developer`` connects systems and sees no pictures."""

    OWNER = "owner"
    ADMIN = "admin"
    DEVELOPER = "developer"
    REVIEWER = "reviewer"


_ALL: Final = frozenset(Capability)
GRANTS: Final[dict[Role, frozenset[Capability]]] = {
    Role.OWNER: _ALL,
    Role.ADMIN: _ALL,
    Role.DEVELOPER: frozenset(
        {
            Capability.SEE_INQUIRIES,
            Capability.CREATE_INQUIRIES,
            Capability.WRITE_TEMPLATES,
            Capability.DEVELOP,
            Capability.SEE_MAIL,
        }
    ),
    Role.REVIEWER: frozenset(
        {
            Capability.SEE_INQUIRIES,
            Capability.SEE_IMAGES,
            Capability.CREATE_INQUIRIES,
            Capability.DECIDE,
            Capability.WRITE_QUEUES,
        }
    ),
}
WORDS: Final[dict[Role, str]] = {
    Role.OWNER: "Everything, and names other owners.",
    Role.ADMIN: "Everything, except naming owners.",
    Role.DEVELOPER: "API keys, webhooks and templates. Sees no pictures of people.",
    Role.REVIEWER: "Looks at inquiries and decides them. No keys or settings.",
}


def may(role: Role, capability: Capability) -> bool:
    """Whether this role includes the capability."""
    return capability in GRANTS[role]


def may_invite(role: Role, invited: Role) -> bool:
    """Whether a person of ``role`` may bring in one of ``invited``: nobody hands out more than they have."""
    if not may(role, Capability.WRITE_USERS):
        return False
    return invited is not Role.OWNER or role is Role.OWNER
