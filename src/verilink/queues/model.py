"""A queue as stored, and what it filters by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from verilink.inquiries.model import Status


class Filter(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """Values of one kind are alternatives, kinds must all hold, an empty kind is no condition.

    ``failed_checks``: names of checks; one of them failed in the latest attempt of a verification of the inquiry.
    """

    statuses: tuple[Status, ...] = ()
    template_ids: tuple[str, ...] = ()
    failed_checks: tuple[str, ...] = ()


class Queue(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``review_queue``. ``notify``: who gets a mail when an inquiry enters."""

    environment_id: str
    id: str
    name: str
    filter: Filter
    notify: list[str]
    created_at: datetime
    updated_at: datetime
    archived_at: datetime | None


class Counted(Queue, frozen=True, kw_only=True):
    """A queue with the number of inquiries in it."""

    size: int


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """What of an inquiry a filter looks at, and what a mail says about it."""

    environment_id: str
    id: str
    status: Status
    template_id: str
    template_name: str
    reference_id: str | None
    failed_checks: list[str]


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An inquiry in a queue."""

    queue_id: str
    inquiry_id: str
    entered_at: datetime
    status: Status
    template_id: str
    reference_id: str | None
    created_at: datetime
    fields: dict[str, Any]


def matches(conditions: Filter, subject: Subject) -> bool:
    """Whether the inquiry belongs into a queue with these conditions."""
    return (
        (not conditions.statuses or subject.status in conditions.statuses)
        and (not conditions.template_ids or subject.template_id in conditions.template_ids)
        and (not conditions.failed_checks or not set(conditions.failed_checks).isdisjoint(subject.failed_checks))
    )
