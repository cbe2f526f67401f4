"""Writing events: always in the transaction of the change they tell of."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from verilink.database import Connection
from verilink.events import queries
from verilink.events.model import Draft
from verilink.kit import clock, ids

_TICK: Final = timedelta(milliseconds=1)


def rows(environment_id: str, drafts: Sequence[Draft], at: datetime | None = None) -> list[tuple[Any, ...]]:
    """Rows for the table ``event``, in order: one millisecond apart, so that time and id both tell the order."""
    start = at or clock.now()
    return [_row(environment_id, draft, start + index * _TICK) for index, draft in enumerate(drafts)]


def _row(environment_id: str, draft: Draft, moment: datetime) -> tuple[Any, ...]:
    resource = draft.resource
    event_id = ids.new("evt", at_ms=round(moment.timestamp() * 1000))
    payload = {"data": resource}
    kind, object_id = resource["type"], resource["id"]
    return (environment_id, event_id, draft.name, kind, object_id, draft.inquiry_id, payload, draft.context, moment)


async def record(conn: Connection, environment_id: str, drafts: Sequence[Draft]) -> list[str]:
    """Write events in this order; returns their ids."""
    made = rows(environment_id, drafts)
    if made:
        await queries.insert(conn, made)
    return [row[1] for row in made]
