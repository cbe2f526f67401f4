"""An inquiry as stored, with references to what belongs to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final, Literal

import msgspec

from verilink.errors import BadRequest
from verilink.flow.outcomes import State

Status = Literal["created", "pending", "completed", "failed", "expired", "needs_review", "approved", "declined"]
Ref = tuple[str, str]
STATUSES: Final[tuple[Status, ...]] = (
    "created",
    "pending",
    "completed",
    "failed",
    "expired",
    "needs_review",
    "approved",
    "declined",
)
OPEN: Final[frozenset[Status]] = frozenset({"created", "pending"})


def checked_status(value: str, where: str) -> str:
    """A status of inquiries from outside. Raises ``BadRequest`` for any other word."""
    if value not in STATUSES:
        raise BadRequest(f"{where}: {value[:40]} is not a status; use {', '.join(STATUSES)}")
    return value


class Inquiry(msgspec.Struct, frozen=True, kw_only=True):
    """One row of ``inquiry``. ``fields``: key -> {type, value}. References are "type id", oldest first.

    ``retention_days``: how long after the end its pictures are kept.
    """

    environment_id: str
    id: str
    template_id: str
    template_version_id: str
    account_id: str | None
    status: Status
    reference_id: str | None
    creator: str
    note: str | None
    redirect_uri: str | None
    theme_set_id: str | None
    locale: str | None
    tags: list[str]
    fields: dict[str, Any]
    initial_fields: dict[str, Any]
    flow: dict[str, Any]
    revision: int
    previous_step: str | None
    next_step: str | None
    simulate: Literal["pass", "fail"] | None
    start_seconds: int | None
    resume_seconds: int | None
    one_time_link_seconds: int | None
    created_at: datetime
    updated_at: datetime
    started_at: datetime | None
    expires_at: datetime | None
    completed_at: datetime | None
    failed_at: datetime | None
    marked_for_review_at: datetime | None
    decisioned_at: datetime | None
    expired_at: datetime | None
    redacted_at: datetime | None
    retention_days: int | None = None
    pictures_erased_at: datetime | None = None
    reviewer_type: str | None
    reviewer_id: str | None
    reviewer_comment: str | None
    session_refs: list[str] = []
    verification_refs: list[str] = []
    document_refs: list[str] = []
    selfie_refs: list[str] = []

    @property
    def open(self) -> bool:
        """Whether the person can still make progress, deadlines aside."""
        return self.status in OPEN

    @property
    def flow_status(self) -> str:
        """How the flow ended, whatever was decided since; the status while it has not."""
        return self.state.finished or self.status

    @property
    def state(self) -> State:
        """The executor's state."""
        return msgspec.convert(self.flow, State)

    def values(self) -> dict[str, Any]:
        """Field values without their types, as rules and forms see them."""
        return {key: each.get("value") for key, each in self.fields.items()}


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """Conditions of a list; empty ones match all, several values of one are alternatives."""

    inquiry_ids: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()
    reference_keys: tuple[str, ...] = ()
    template_ids: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    note: str | None = None
    created_from: datetime | None = None
    created_to: datetime | None = None
    failed_checks: tuple[str, ...] = ()
