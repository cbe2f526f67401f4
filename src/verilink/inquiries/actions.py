"""The doors through which an inquiry changes, other than by the person's own progress (``inquiries.progress``).

Every function runs inside the caller's transaction, locks the inquiry, and writes the row with its events.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final, Literal

import msgspec

from verilink.database import Connection
from verilink.errors import BadRequest, Conflict
from verilink.inquiries import endings, fields
from verilink.inquiries.model import Inquiry
from verilink.inquiries.redirects import checked_redirect
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions import queries as session_queries
from verilink.sessions.actions import activate, make_link
from verilink.sessions.actions import start as start_session
from verilink.sessions.model import ClientInfo, Handoff, Link, Session
from verilink.templates import queries as template_queries
from verilink.templates.model import TemplateVersion

MAX_COMMENT: Final = 10_000
MAX_TAGS: Final = 50
MAX_TAG: Final = 100


class Reviewer(msgspec.Struct, frozen=True):
    """Who decided: a dashboard user, an API key, a workflow."""

    type: str
    id: str


async def _version(conn: Connection, environment: Environment, inquiry: Inquiry) -> TemplateVersion:
    return await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)


async def _decide(
    work: Work, status: Literal["approved", "declined"], reviewer: Reviewer | None, comment: str | None
) -> Inquiry:
    if comment is not None and len(comment) > MAX_COMMENT:
        raise BadRequest(f"comment must be at most {MAX_COMMENT} characters")
    was_open = work.inquiry.open
    work.change(
        status=status,
        decisioned_at=clock.now(),
        expires_at=None,
        reviewer_type=reviewer.type if reviewer else None,
        reviewer_id=reviewer.id if reviewer else None,
        reviewer_comment=comment,
    )
    work.tell(f"inquiry.{status}")
    if was_open:
        await endings.close_sessions(work)
        await endings.cancel_verifications(work)
    return await work.save()


async def approve(
    conn: Connection, environment_id: str, inquiry_id: str, reviewer: Reviewer | None, comment: str | None = None
) -> Inquiry:
    """Approve, from any status; the person can make no further progress. Raises ``Conflict`` when redacted."""
    return await _decide(await Work.on(conn, environment_id, inquiry_id), "approved", reviewer, comment)


async def decline(
    conn: Connection, environment_id: str, inquiry_id: str, reviewer: Reviewer | None, comment: str | None = None
) -> Inquiry:
    """Decline, from any status; the person can make no further progress. Raises ``Conflict`` when redacted."""
    return await _decide(await Work.on(conn, environment_id, inquiry_id), "declined", reviewer, comment)


async def mark_for_review(conn: Connection, environment_id: str, inquiry_id: str) -> Inquiry:
    """Ask for a person's look. Raises ``Conflict`` when it was approved or declined already."""
    work = await Work.on(conn, environment_id, inquiry_id)
    if work.inquiry.status in {"approved", "declined"}:
        raise Conflict(f"The inquiry is {work.inquiry.status} and cannot be marked for review")
    was_open = work.inquiry.open
    work.change(status="needs_review", marked_for_review_at=clock.now(), expires_at=None)
    work.tell("inquiry.marked-for-review")
    if was_open:
        await endings.close_sessions(work)
        await endings.cancel_verifications(work)
    return await work.save()


async def expire(conn: Connection, environment_id: str, inquiry_id: str) -> Inquiry:
    """End an open inquiry now. Raises ``Conflict`` for any other status."""
    work = await Work.on(conn, environment_id, inquiry_id)
    if not work.inquiry.open:
        raise Conflict(f"The inquiry is {work.inquiry.status} and cannot expire")
    await endings.expire(work)
    return await work.save()


async def resume(conn: Connection, environment: Environment, inquiry_id: str) -> tuple[Inquiry, Session]:
    """Let a person go on: a pending inquiry as it is, an expired one pending again with a new deadline.

    Returns a session nobody has used, an earlier one when there is one. Raises ``Conflict`` for other statuses and
    past the session limit.
    """
    inquiry = await revive(conn, environment, inquiry_id)
    session = await session_queries.unused(conn, environment.id, inquiry_id, clock.now())
    return inquiry, session or await open_session(conn, environment, inquiry)


async def revive(conn: Connection, environment: Environment, inquiry_id: str) -> Inquiry:
    """As ``resume``, without a session."""
    work = await Work.on(conn, environment.id, inquiry_id)
    if work.inquiry.status not in {"pending", "expired"}:
        raise Conflict(f"The inquiry is {work.inquiry.status}; only pending and expired ones can be resumed")
    version = await _version(conn, environment, work.inquiry)
    seconds = work.inquiry.resume_seconds or version.document.expiry.resume
    work.change(status="pending", expires_at=clock.in_seconds(seconds), expired_at=None, pictures_erased_at=None)
    return await work.save()


async def open_session(
    conn: Connection,
    environment: Environment,
    inquiry: Inquiry,
    *,
    handoff_method: Handoff | None = None,
    handed_from: str | None = None,
) -> Session:
    """A new session of a locked, open inquiry. Raises ``Conflict`` when it is not open or had too many."""
    if not inquiry.open or inquiry.expires_at is None:
        raise Conflict(f"The inquiry is {inquiry.status} and takes no more sessions")
    version = await _version(conn, environment, inquiry)
    limit = version.document.expiry.sessions
    return await start_session(
        conn,
        environment.id,
        inquiry.id,
        expires_at=inquiry.expires_at,
        limit=limit,
        handoff_method=handoff_method,
        handed_from=handed_from,
    )


async def create_session(conn: Connection, environment: Environment, inquiry_id: str) -> Session:
    """A new session for an inquiry by its id. Raises as ``open_session`` does."""
    work = await Work.on(conn, environment.id, inquiry_id)
    return await open_session(conn, environment, work.inquiry)


async def generate_link(
    conn: Connection, services: Services, environment: Environment, inquiry_id: str, seconds: int | None = None
) -> tuple[Inquiry, Link]:
    """A one-time link with a session of its own; it never outlives the inquiry. Raises ``Conflict`` unless open."""
    if seconds is not None and not 0 < seconds <= 31_536_000:
        raise BadRequest("expires-in-seconds must be a positive number of seconds, at most a year")
    work = await Work.on(conn, environment.id, inquiry_id)
    if not work.inquiry.open or work.inquiry.expires_at is None:
        raise Conflict(f"The inquiry is {work.inquiry.status}; resume it before making a link")
    version = await _version(conn, environment, work.inquiry)
    lasting = seconds or work.inquiry.one_time_link_seconds or version.document.expiry.one_time_link
    ends = min(clock.now() + timedelta(seconds=lasting), work.inquiry.expires_at)
    session = await open_session(conn, environment, work.inquiry)
    link = await make_link(conn, services, environment.at(version.document.links.host), session, ends)
    references = [*work.inquiry.session_refs, f"inquiry-session {session.id}"]
    return msgspec.structs.replace(work.inquiry, session_refs=references), link


async def generate_session_link(
    conn: Connection, services: Services, environment: Environment, session_id: str
) -> tuple[Session, Link]:
    """A one-time link that opens this session. Raises ``Conflict`` when it has ended or its inquiry is not open."""
    known = await session_queries.get(conn, environment.id, session_id)
    work = await Work.on(conn, environment.id, known.inquiry_id)
    session = await session_queries.get(conn, environment.id, session_id)
    if not work.inquiry.open or session.status == "expired" or session.expires_at <= clock.now():
        raise Conflict("The session has ended")
    version = await _version(conn, environment, work.inquiry)
    lasting = work.inquiry.one_time_link_seconds or version.document.expiry.one_time_link
    ends = min(clock.now() + timedelta(seconds=lasting), session.expires_at)
    return session, await make_link(conn, services, environment.at(version.document.links.host), session, ends)


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller may change; ``UNSET`` stays as it is. ``fields`` in write form."""

    note: str | msgspec.UnsetType | None = msgspec.UNSET
    fields: dict[str, Any] | msgspec.UnsetType = msgspec.UNSET
    tags: list[str] | msgspec.UnsetType = msgspec.UNSET
    redirect_uri: str | msgspec.UnsetType | None = msgspec.UNSET


async def update(conn: Connection, environment: Environment, inquiry_id: str, changes: Changes) -> Inquiry:
    """Change note, fields, tags or redirect. Raises ``BadRequest`` for what does not fit the template."""
    work = await Work.on(conn, environment.id, inquiry_id)
    document = (await _version(conn, environment, work.inquiry)).document
    if changes.note is not msgspec.UNSET:
        if changes.note is not None and len(changes.note) > MAX_COMMENT:
            raise BadRequest(f"note must be at most {MAX_COMMENT} characters")
        work.change(note=changes.note)
    if changes.redirect_uri is not msgspec.UNSET:
        work.change(redirect_uri=checked_redirect(changes.redirect_uri, document, environment))
    if changes.fields is not msgspec.UNSET:
        given = fields.incoming(document, changes.fields, lenient=False)
        work.change(fields=work.inquiry.fields | given, initial_fields=work.inquiry.initial_fields | given)
    if changes.tags is not msgspec.UNSET:
        _retag(work, changes.tags)
    return await work.save()


def _retag(work: Work, tags: Sequence[str]) -> None:
    wanted = list(dict.fromkeys(tags))
    if len(wanted) > MAX_TAGS or any(not 0 < len(tag) <= MAX_TAG for tag in wanted):
        raise BadRequest(f"At most {MAX_TAGS} tags of at most {MAX_TAG} characters")
    if wanted != work.inquiry.tags:
        work.change(tags=wanted)
        work.tell("inquiry.updated-tags")


async def set_tags(conn: Connection, environment_id: str, inquiry_id: str, tags: Sequence[str]) -> Inquiry:
    """Replace the tags."""
    work = await Work.on(conn, environment_id, inquiry_id)
    _retag(work, tags)
    return await work.save()


async def change_tag(
    conn: Connection, environment_id: str, inquiry_id: str, *, add: str | None = None, remove: str | None = None
) -> Inquiry:
    """Add or remove one tag; it need not be there, or not yet."""
    work = await Work.on(conn, environment_id, inquiry_id)
    kept = [tag for tag in work.inquiry.tags if tag != remove]
    _retag(work, [*kept, add] if add else kept)
    return await work.save()


async def record_opening(conn: Connection, environment: Environment, inquiry_id: str, client: ClientInfo) -> Session:
    """Open a created inquiry in a browser that has no token: a session that is in use from the start."""
    work = await Work.on(conn, environment.id, inquiry_id)
    return await activate(conn, await open_session(conn, environment, work.inquiry), client)
