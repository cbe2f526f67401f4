"""REST operations of inquiries (published wire contract, section Inquiries)."""

from __future__ import annotations

from typing import Any, Final

from verilink.api import values as c
from verilink.api.call import Answer, Call
from verilink.api.included import included
from verilink.api.router import Router
from verilink.database import Connection
from verilink.inquiries import actions, parsing, queries, redaction, search, simulate, wire
from verilink.inquiries.actions import Reviewer
from verilink.inquiries.bulk import api as bulk
from verilink.inquiries.create import create
from verilink.inquiries.model import Inquiry
from verilink.kit import jsonapi, pagination
from verilink.sessions.actions import token_of
from verilink.sessions.model import Link
from verilink.themes import queries as themes


async def _answer(call: Call, conn: Connection, inquiry: Inquiry, *, meta: dict[str, Any] | None = None) -> Answer:
    resource = wire.resource(inquiry)
    return Answer(document=jsonapi.document(resource, await included(conn, call, resource), meta))


def _id(call: Call) -> str:
    return call.parameters["inquiry_id"]


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries``."""
    new = parsing.new_inquiry(call)
    if new.theme_set_id is not None:
        await themes.get(conn, call.environment.organization_id, new.theme_set_id)
    made = await create(conn, call.services, call.environment, new)
    meta = _access(made.token, made.link)
    document = jsonapi.document(made.resource, await included(conn, call, made.resource), meta)
    return Answer(document=document, status=201)


def _wants_link(call: Call) -> bool:
    """A one-time link is a statement of its own, after the one that makes the inquiry."""
    return bool(call.meta().get("auto-create-one-time-link"))


def _access(token: str | None, link: Link | None) -> dict[str, Any]:
    return {
        "session-token": token,
        "one-time-link": link.url if link else None,
        "one-time-link-short": link.short_url if link else None,
    }


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /inquiries/{inquiry-id}``."""
    return await _answer(call, conn, await queries.get(conn, call.environment_id, _id(call)))


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /inquiries``: newest first."""
    page = pagination.parse_page(call.query)
    found = await queries.list_inquiries(conn, call.environment_id, page, parsing.filters(call))
    window = pagination.cut(found, page, lambda inquiry: inquiry.id)
    links = pagination.links("/api/v1/inquiries", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(inquiry) for inquiry in window.rows], links))


async def find(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/search``: the page is asked for in the query string or the body."""
    c.refuse_unknown(call.body, ("query", "sort", "page"), "body")
    asked = call.query | ({} if "page" in call.query else c.page_of_body(call))
    page = pagination.parse_page(asked)
    condition, sort = search.condition(call.body.get("query")), search.sort(call.body.get("sort"))
    found = await queries.search(conn, call.environment_id, page, condition, sort)
    window = pagination.cut(found, page, lambda inquiry: inquiry.id)
    links = pagination.links("/api/v1/inquiries/search", asked, window)
    return Answer(document=jsonapi.listing([wire.resource(inquiry) for inquiry in window.rows], links))


async def change(call: Call, conn: Connection) -> Answer:
    """``PATCH /inquiries/{inquiry-id}``."""
    return await _answer(call, conn, await actions.update(conn, call.environment, _id(call), parsing.changes(call)))


async def redact(call: Call, conn: Connection) -> Answer:
    """``DELETE /inquiries/{inquiry-id}``: erases the person, keeps the record that there was one."""
    return await _answer(call, conn, await redaction.redact(conn, call.environment_id, _id(call)))


async def resume(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/resume``."""
    inquiry, session = await actions.resume(conn, call.environment, _id(call))
    return await _answer(call, conn, inquiry, meta={"session-token": token_of(call.services, session)})


async def generate_link(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/generate-one-time-link``."""
    seconds = c.number(call.meta(), "expires-in-seconds")
    inquiry, link = await actions.generate_link(conn, call.services, call.environment, _id(call), seconds)
    meta = {"one-time-link": link.url, "one-time-link-short": link.short_url}
    return await _answer(call, conn, inquiry, meta=meta)


def _reviewer(call: Call) -> Reviewer:
    return Reviewer("api-key", call.caller.key_id)


async def approve(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/approve``."""
    comment = c.text(call.meta(), "comment", "meta")
    inquiry = await actions.approve(conn, call.environment_id, _id(call), _reviewer(call), comment)
    return await _answer(call, conn, inquiry)


async def decline(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/decline``."""
    comment = c.text(call.meta(), "comment", "meta")
    inquiry = await actions.decline(conn, call.environment_id, _id(call), _reviewer(call), comment)
    return await _answer(call, conn, inquiry)


async def mark_for_review(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/mark-for-review``."""
    return await _answer(call, conn, await actions.mark_for_review(conn, call.environment_id, _id(call)))


async def expire(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/expire``."""
    return await _answer(call, conn, await actions.expire(conn, call.environment_id, _id(call)))


async def perform_simulate_actions(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/perform-simulate-actions`` (sandbox)."""
    steps = parsing.simulate_actions(call)
    return await _answer(call, conn, await simulate.perform(conn, call.environment, _id(call), steps))


async def add_tag(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/add-tag``."""
    inquiry = await actions.change_tag(conn, call.environment_id, _id(call), add=c.tag_name(call))
    return await _answer(call, conn, inquiry)


async def remove_tag(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/remove-tag``; the tag need not be there."""
    inquiry = await actions.change_tag(conn, call.environment_id, _id(call), remove=c.tag_name(call))
    return await _answer(call, conn, inquiry)


async def set_tags(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/set-tags``."""
    inquiry = await actions.set_tags(conn, call.environment_id, _id(call), c.tag_names(call))
    return await _answer(call, conn, inquiry)


VERBS: Final = {
    "resume": resume,
    "generate-one-time-link": generate_link,
    "approve": approve,
    "decline": decline,
    "mark-for-review": mark_for_review,
    "expire": expire,
    "perform-simulate-actions": perform_simulate_actions,
    "add-tag": add_tag,
    "remove-tag": remove_tag,
    "set-tags": set_tags,
}


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/inquiries/{inquiry_id}"
    read, write = "inquiry.read", "inquiry.write"
    router.add("GET", "/inquiries", listing, permission=read, mode="read")
    router.add("POST", "/inquiries", make, permission=write, mode="statement", product="inquiry", several=_wants_link)
    router.add("POST", "/inquiries/search", find, permission=read, mode="read")
    router.add("POST", bulk.PATH, bulk.import_rows, permission=write, mode="statement", product="inquiry")
    router.add("GET", one, show, permission=read, mode="read")
    router.add("PATCH", one, change, permission=write, mode="write")
    router.add("DELETE", one, redact, permission=write, mode="write")
    for name, handler in VERBS.items():
        router.add("POST", f"{one}/{name}", handler, permission=write, mode="write")
