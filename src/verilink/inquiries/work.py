"""An inquiry being changed within one transaction."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import msgspec

from verilink.database import Connection
from verilink.errors import Conflict
from verilink.events.actions import record
from verilink.events.model import Draft
from verilink.inquiries import queries, wire
from verilink.inquiries.model import Inquiry
from verilink.kit import clock


@dataclass(slots=True)
class Work:
    """The newest form of a locked inquiry and the events that tell how it came about, in order."""

    conn: Connection
    inquiry: Inquiry
    drafts: list[Draft] = field(default_factory=list)

    @classmethod
    async def on(cls, conn: Connection, environment_id: str, inquiry_id: str) -> Work:
        """Lock the inquiry. Raises ``NotFound``, and ``Conflict`` when it was redacted."""
        work = cls(conn, await queries.get_for_update(conn, environment_id, inquiry_id))
        if work.inquiry.redacted_at is not None:
            raise Conflict("The inquiry was redacted", code="redacted")
        return work

    @property
    def environment_id(self) -> str:
        """The environment everything of this work belongs to."""
        return self.inquiry.environment_id

    def change(self, **changes: Any) -> None:
        """Set attributes of the inquiry."""
        self.inquiry = msgspec.structs.replace(self.inquiry, updated_at=clock.now(), **changes)

    def tell(self, name: str, context: dict[str, Any] | None = None) -> None:
        """Add the event ``name`` about the inquiry as it is now."""
        self.drafts.append(Draft(name, wire.resource(self.inquiry), self.inquiry.id, context or {}))

    def add(self, name: str, resource: dict[str, Any]) -> None:
        """Add an event about something that belongs to the inquiry."""
        self.drafts.append(Draft(name, resource, self.inquiry.id))

    async def save(self) -> Inquiry:
        """Write the inquiry and its events; returns the inquiry with its new revision."""
        await queries.update(self.conn, self.inquiry)
        await record(self.conn, self.environment_id, self.drafts)
        self.inquiry = msgspec.structs.replace(self.inquiry, revision=self.inquiry.revision + 1)
        return self.inquiry
