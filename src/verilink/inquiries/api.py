"""REST operations of inquiries (published wire contract, section Inquiries)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

import msgspec

from verilink.accounts.model import checked_reference, reference_key
from verilink.api import call as c
from verilink.api.call import Answer, Call
from verilink.api.included import included
from verilink.api.router import Router
from verilink.database import Connection
from verilink.errors import BadRequest
from verilink.inquiries import actions, queries, redaction, simulate, wire
from verilink.inquiries.actions import Changes, Reviewer
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import STATUSES, Filters, Inquiry
from verilink.kit import jsonapi, pagination
from verilink.sessions.actions import token_of
from verilink.sessions.model import Link

FILTERS: Final = (
    "inquiry-id",
    "account-id",
    "note",
    "reference-id",
    "inquiry-template-id",
    "template-id",
    "status",
    "created-at-start",
    "created-at-end",
)


async def _answer(
    call: Call, conn: Connection, inquiry: Inquiry, *, status: int = 200, meta: dict[str, Any] | None = None
) -> Answer:
    resource = wire.resource(inquiry)
    document = jsonapi.document(resource, await included(conn, call, resource), meta)
    return Answer(document=document, status=status)


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries``."""
    made = await create(conn, call.services, call.environment, _new(call))
    meta = _access(made.token, made.link)
    document = jsonapi.document(made.resource, await included(conn, call, made.resource), meta)
    return Answer(document=document, status=201)


def _wants_link(call: Call) -> bool:
    """A one-time link is a statement of its own, after the one that makes the inquiry."""
    return c.flag(call.meta(), "auto-create-one-time-link", False)


def _access(token: str | None, link: Link | None) -> dict[str, Any]:
    return {
        "session-token": token,
        "one-time-link": link.url if link else None,
        "one-time-link-short": link.short_url if link else None,
    }


def _new(call: Call) -> NewInquiry:
    attributes, meta = call.attributes(), call.meta()
    return NewInquiry(
        template_id=_template(attributes),
        version_id=c.text(attributes, "inquiry-template-version-id"),
        reference_id=_reference(attributes, meta),
        account_id=c.text(attributes, "account-id"),
        account_type_id=c.text(meta, "auto-create-account-type-id", "meta"),
        auto_create_account=c.flag(meta, "auto-create-account", True),
        fields=_fields(attributes) or {},
        note=c.text(attributes, "note"),
        redirect_uri=c.text(attributes, "redirect-uri"),
        theme_set_id=c.text(attributes, "theme-set-id"),
        tags=tuple(c.texts(attributes, "tags") or ()),
        creator=c.text(attributes, "creator-email-address") or "API",
        create_seconds=c.number(meta, "expiration-after-create-interval-seconds"),
        start_seconds=c.number(meta, "expiration-after-start-interval-seconds"),
        resume_seconds=c.number(meta, "expiration-after-resume-interval-seconds"),
        one_time_link_seconds=c.number(meta, "one-time-link-expiration-seconds"),
        with_session=c.flag(meta, "auto-create-inquiry-session", False),
        with_link=c.flag(meta, "auto-create-one-time-link", False),
    )


def _template(attributes: dict[str, Any]) -> str | None:
    given = [c.text(attributes, name) for name in ("inquiry-template-id", "template-id")]
    named = [value for value in given if value]
    if len(named) > 1:
        raise BadRequest("Give exactly one of inquiry-template-id, inquiry-template-version-id and template-id")
    return named[0] if named else None


def _reference(attributes: dict[str, Any], meta: dict[str, Any]) -> str | None:
    given = [attributes.get("reference-id"), meta.get("auto-create-account-reference-id")]
    found = {checked for checked in (checked_reference(value) for value in given) if checked is not None}
    if len(found) > 1:
        raise BadRequest("reference-id and meta.auto-create-account-reference-id differ; give one of them")
    return found.pop() if found else None


def _fields(attributes: dict[str, Any]) -> dict[str, Any] | None:
    fields = attributes.get("fields")
    if fields is None or isinstance(fields, dict):
        return fields
    raise BadRequest("data.attributes.fields must be an object")


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /inquiries/{inquiry-id}``."""
    return await _answer(call, conn, await queries.get(conn, call.environment_id, call.parameters["inquiry_id"]))


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /inquiries``: newest first."""
    page = pagination.parse_page(call.query)
    found = await queries.list_inquiries(conn, call.environment_id, page, _filters(call))
    window = pagination.cut(found, page, lambda inquiry: inquiry.id)
    links = pagination.links("/api/v1/inquiries", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(inquiry) for inquiry in window.rows], links))


def _filters(call: Call) -> Filters:
    given = call.filters(FILTERS)
    if "note" in given and len(given) > 1:
        raise BadRequest("filter[note] must be the only filter")
    for status in given.get("status", []):
        if status not in STATUSES:
            raise BadRequest(f"filter[status]: {status[:40]} is not a status; use {', '.join(STATUSES)}")
    return Filters(
        inquiry_ids=tuple(given.get("inquiry-id", ())),
        account_ids=tuple(given.get("account-id", ())),
        reference_keys=tuple(reference_key(value) for value in given.get("reference-id", ())),
        template_ids=(*given.get("inquiry-template-id", ()), *given.get("template-id", ())),
        statuses=tuple(given.get("status", ())),
        note=",".join(given["note"]) if "note" in given else None,
        created_from=_moment(given, "created-at-start"),
        created_to=_moment(given, "created-at-end"),
    )


def _moment(given: dict[str, list[str]], name: str) -> datetime | None:
    if name not in given:
        return None
    try:
        return msgspec.convert(",".join(given[name]), datetime, strict=False).astimezone()
    except (msgspec.ValidationError, ValueError, OverflowError):
        raise BadRequest(f"filter[{name}] must be an ISO 8601 time, such as 2026-01-31T12:00:00Z") from None


async def change(call: Call, conn: Connection) -> Answer:
    """``PATCH /inquiries/{inquiry-id}``."""
    attributes = call.attributes()
    unset = msgspec.UNSET
    changes = Changes(
        note=c.text(attributes, "note") if "note" in attributes else unset,
        fields=_fields(attributes) or {} if "fields" in attributes else unset,
        tags=c.texts(attributes, "tags") or [] if "tags" in attributes else unset,
        redirect_uri=c.text(attributes, "redirect-uri") if "redirect-uri" in attributes else unset,
    )
    inquiry = await actions.update(conn, call.environment, call.parameters["inquiry_id"], changes)
    return await _answer(call, conn, inquiry)


async def redact(call: Call, conn: Connection) -> Answer:
    """``DELETE /inquiries/{inquiry-id}``: erases the person, keeps the record that there was one."""
    inquiry = await redaction.redact(conn, call.environment_id, call.parameters["inquiry_id"])
    return await _answer(call, conn, inquiry)


async def resume(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/resume``."""
    inquiry, session = await actions.resume(conn, call.environment, call.parameters["inquiry_id"])
    return await _answer(call, conn, inquiry, meta={"session-token": token_of(call.services, session)})


async def generate_link(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/generate-one-time-link``."""
    seconds = c.number(call.meta(), "expires-in-seconds")
    inquiry_id = call.parameters["inquiry_id"]
    inquiry, link = await actions.generate_link(conn, call.services, call.environment, inquiry_id, seconds)
    meta = {"one-time-link": link.url, "one-time-link-short": link.short_url}
    return await _answer(call, conn, inquiry, meta=meta)


def _reviewer(call: Call) -> Reviewer:
    return Reviewer("api-key", call.caller.key_id)


async def approve(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/approve``."""
    comment = c.text(call.meta(), "comment", "meta")
    inquiry_id = call.parameters["inquiry_id"]
    return await _answer(
        call, conn, await actions.approve(conn, call.environment_id, inquiry_id, _reviewer(call), comment)
    )


async def decline(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/decline``."""
    comment = c.text(call.meta(), "comment", "meta")
    inquiry_id = call.parameters["inquiry_id"]
    return await _answer(
        call, conn, await actions.decline(conn, call.environment_id, inquiry_id, _reviewer(call), comment)
    )


async def mark_for_review(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/mark-for-review``."""
    inquiry_id = call.parameters["inquiry_id"]
    return await _answer(call, conn, await actions.mark_for_review(conn, call.environment_id, inquiry_id))


async def expire(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/expire``."""
    return await _answer(call, conn, await actions.expire(conn, call.environment_id, call.parameters["inquiry_id"]))


async def perform_simulate_actions(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/perform-simulate-actions`` (sandbox)."""
    given = call.meta().get("simulate-actions")
    if not isinstance(given, list) or not all(isinstance(item, dict) for item in given):
        raise BadRequest("meta.simulate-actions must be a list of actions")
    steps = [_simulate_action(item) for item in given]
    inquiry = await simulate.perform(conn, call.environment, call.parameters["inquiry_id"], steps)
    return await _answer(call, conn, inquiry)


def _simulate_action(item: dict[str, Any]) -> simulate.SimulateAction:
    data = item.get("data")
    template = c.text(data, "verification-template-id", "data") if isinstance(data, dict) else None
    return simulate.SimulateAction(c.required_text(item, "type", "meta.simulate-actions"), template)


async def add_tag(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/add-tag``."""
    name = c.tag_name(call)
    inquiry_id = call.parameters["inquiry_id"]
    return await _answer(call, conn, await actions.change_tag(conn, call.environment_id, inquiry_id, add=name))


async def remove_tag(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/remove-tag``."""
    name = c.tag_name(call)
    inquiry_id = call.parameters["inquiry_id"]
    return await _answer(call, conn, await actions.change_tag(conn, call.environment_id, inquiry_id, remove=name))


async def set_tags(call: Call, conn: Connection) -> Answer:
    """``POST /inquiries/{inquiry-id}/set-tags``."""
    names = c.tag_names(call)
    inquiry_id = call.parameters["inquiry_id"]
    return await _answer(call, conn, await actions.set_tags(conn, call.environment_id, inquiry_id, names))


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/inquiries/{inquiry_id}"
    read, write = "inquiry.read", "inquiry.write"
    router.add("GET", "/inquiries", listing, permission=read, mode="read")
    router.add(
        "POST", "/inquiries", make, permission=write, mode="statement", product="inquiry", several=_wants_link
    )
    router.add("GET", one, show, permission=read, mode="read")
    router.add("PATCH", one, change, permission=write, mode="write")
    router.add("DELETE", one, redact, permission=write, mode="write")
    for name, handler in VERBS.items():
        router.add("POST", f"{one}/{name}", handler, permission=write, mode="write")


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
