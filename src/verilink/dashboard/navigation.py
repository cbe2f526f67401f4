"""The side navigation: what this person's role can open."""

from __future__ import annotations

from typing import Final

import msgspec

from verilink.access.roles import Capability
from verilink.dashboard.visit import Visit


class Entry(msgspec.Struct, frozen=True):
    """One link of the navigation."""

    title: str
    path: str
    icon: str
    needs: Capability

    def current(self, path: str) -> bool:
        """Whether ``path`` belongs to this entry."""
        return path == self.path or (self.path != "/dashboard" and path.startswith(self.path + "/"))


class Group(msgspec.Struct, frozen=True):
    """Entries under one heading, or none."""

    title: str
    entries: tuple[Entry, ...]


_SEE: Final = Capability.SEE_INQUIRIES
_ALL: Final = (
    Group("", (Entry("Home", "/dashboard", "home", _SEE),)),
    Group(
        "Inquiries",
        (
            Entry("All inquiries", "/dashboard/inquiries", "inquiries", _SEE),
            Entry("Queues", "/dashboard/queues", "queue", _SEE),
            Entry("Hosted flow links", "/dashboard/hosted-flow", "link", _SEE),
            Entry("Templates", "/dashboard/templates", "template", _SEE),
            Entry("Themes", "/dashboard/themes", "theme", _SEE),
        ),
    ),
    Group(
        "Developers",
        (
            Entry("API keys", "/dashboard/api-keys", "key", Capability.DEVELOP),
            Entry("Webhooks", "/dashboard/webhooks", "webhook", Capability.DEVELOP),
            Entry("Mail", "/dashboard/mail", "mail", Capability.SEE_MAIL),
        ),
    ),
    Group(
        "Organization",
        (
            Entry("Settings", "/dashboard/settings", "settings", Capability.WRITE_SETTINGS),
            Entry("People", "/dashboard/people", "people", Capability.WRITE_USERS),
            Entry("Audit log", "/dashboard/audit", "history", Capability.WRITE_USERS),
        ),
    ),
)


def navigation(visit: Visit) -> list[Group]:
    """The groups with at least one entry this person may open."""
    shown = [Group(group.title, tuple(e for e in group.entries if visit.may(e.needs))) for group in _ALL]
    return [group for group in shown if group.entries]
