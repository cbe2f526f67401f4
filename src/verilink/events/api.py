"""REST operations of events (published wire contract, section Events)."""

from __future__ import annotations

from typing import Final

from verilink.api.call import Answer, Call
from verilink.api.router import Router
from verilink.database import Connection
from verilink.events import queries, wire
from verilink.kit import jsonapi, pagination

FILTERS: Final = ("name", "object-id", "id")


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /events``: newest first."""
    page, given = pagination.parse_page(call.query), call.filters(FILTERS)
    found = await queries.list_events(
        conn,
        call.environment_id,
        page,
        names=given.get("name", []),
        object_ids=given.get("object-id", []),
        event_ids=given.get("id", []),
    )
    window = pagination.cut(found, page, lambda event: event.id)
    links = pagination.links("/api/v1/events", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(event) for event in window.rows], links))


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /events/{event-id}``."""
    event = await queries.get(conn, call.environment_id, call.parameters["event_id"])
    return Answer(document=jsonapi.document(wire.resource(event), []))


def register(router: Router) -> None:
    """Serve these operations."""
    router.add("GET", "/events", listing, permission="event.read", mode="read")
    router.add("GET", "/events/{event_id}", show, permission="event.read", mode="read")
