"""REST operations of inquiry sessions (published wire contract, section Inquiry Sessions)."""

from __future__ import annotations

from typing import Any, Final

from verilink.api import values as c
from verilink.api.call import Answer, Call
from verilink.api.included import included
from verilink.api.router import Router
from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.inquiries import actions as inquiry_actions
from verilink.kit import jsonapi, pagination
from verilink.sessions import actions, queries, wire
from verilink.sessions.model import Session

FILTERS: Final = ("inquiry-id",)
MAX_INQUIRIES: Final = 100


async def _answer(
    call: Call, conn: Connection, session: Session, *, status: int = 200, meta: dict[str, Any] | None = None
) -> Answer:
    resource = wire.resource(session)
    document = jsonapi.document(resource, await included(conn, call, resource), meta)
    return Answer(document=document, status=status)


def _id(call: Call) -> str:
    return call.parameters["session_id"]


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /inquiry-sessions``: newest first."""
    page = pagination.parse_page(call.query)
    inquiry_ids = call.filters(FILTERS).get("inquiry-id", [])
    found = await queries.list_sessions(conn, call.environment_id, page, inquiry_ids)
    window = pagination.cut(found, page, lambda session: session.id)
    links = pagination.links("/api/v1/inquiry-sessions", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(session) for session in window.rows], links))


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /inquiry-sessions``: a new session of an open inquiry."""
    inquiry_id = c.required_text(call.attributes(), "inquiry-id")
    session = await inquiry_actions.create_session(conn, call.environment, inquiry_id)
    return await _answer(call, conn, session, status=201)


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /inquiry-sessions/{inquiry-session-id}``."""
    return await _answer(call, conn, await queries.get(conn, call.environment_id, _id(call)))


async def expire(call: Call, conn: Connection) -> Answer:
    """``POST /inquiry-sessions/{inquiry-session-id}/expire``; an ended session stays as it is."""
    session = await queries.get(conn, call.environment_id, _id(call))
    ended = await actions.expire(conn, call.environment_id, [session.id])
    return await _answer(call, conn, ended[0] if ended else session)


async def expire_all(call: Call, conn: Connection) -> Answer:
    """``POST /inquiry-sessions/expire-all``: every session and one-time link of the inquiries named."""
    inquiry_ids = c.texts(call.meta(), "inquiry-ids", "meta")
    if not inquiry_ids or len(inquiry_ids) > MAX_INQUIRIES:
        raise BadRequest(f"meta.inquiry-ids must be a list of 1 to {MAX_INQUIRIES} ids")
    ended = await actions.expire_of_inquiries(conn, call.environment_id, list(dict.fromkeys(inquiry_ids)))
    return Answer(document={"data": [wire.resource(session) for session in ended], "included": []})


async def generate_link(call: Call, conn: Connection) -> Answer:
    """``POST /inquiry-sessions/{inquiry-session-id}/generate-one-time-link``: a link that opens this session."""
    session, link = await inquiry_actions.generate_session_link(conn, call.services, call.environment, _id(call))
    meta = {"one-time-link": link.url, "one-time-link-short": link.short_url}
    return await _answer(call, conn, session, meta=meta)


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/inquiry-sessions/{session_id}"
    read, write = "inquiry.read", "inquiry.write"
    router.add("GET", "/inquiry-sessions", listing, permission=read, mode="read")
    router.add("POST", "/inquiry-sessions", make, permission=write, mode="write")
    router.add("POST", "/inquiry-sessions/expire-all", expire_all, permission=write, mode="write")
    router.add("GET", one, show, permission=read, mode="read")
    router.add("POST", f"{one}/expire", expire, permission=write, mode="write")
    router.add("POST", f"{one}/generate-one-time-link", generate_link, permission=write, mode="write")
