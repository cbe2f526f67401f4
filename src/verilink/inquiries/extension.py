"""More time for a person whose session is about to end (WCAG 2.2, success criterion 2.2.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from verilink.database import Connection
from verilink.flow.document import Template
from verilink.inquiries.model import Inquiry
from verilink.inquiries.progress import check_open
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.sessions import queries
from verilink.sessions.model import Session
from verilink.templates import queries as template_queries

# "at least ten times": the criterion's own number.
MOST: Final = 10


def end_of(inquiry: Inquiry, session: Session) -> datetime:
    """When the page stops working: with its session, or earlier with the inquiry."""
    return min(session.expires_at, inquiry.expires_at or session.expires_at)


def is_possible(template: Template, inquiry: Inquiry, session: Session) -> bool:
    """Whether asking would give more time."""
    wanted = template.links.extend
    if wanted == "never" or session.extensions >= MOST or inquiry.expires_at is None:
        return False
    return wanted == "inquiry" or session.expires_at < inquiry.expires_at


async def extend(conn: Connection, environment: Environment, session: Session) -> Session:
    """Let the session last as long as the inquiry may; the template can let that last longer too, as a resume does.

    Raises ``Conflict`` with code ``expired`` or ``finished`` when it is too late; changes nothing where no more time is
    to be had.
    """
    work = await Work.on(conn, environment.id, session.inquiry_id)
    check_open(work.inquiry)
    version = await template_queries.version(conn, environment.organization_id, work.inquiry.template_version_id)
    current = await queries.get(conn, environment.id, session.id)
    if not is_possible(version.document, work.inquiry, current):
        return current
    if version.document.links.extend == "inquiry":
        await _move_deadline(work, work.inquiry.resume_seconds or version.document.expiry.resume)
    ends = max(work.inquiry.expires_at or current.expires_at, current.expires_at)
    await queries.extend(conn, environment.id, session.id, ends)
    return await queries.get(conn, environment.id, session.id)


async def _move_deadline(work: Work, seconds: int) -> None:
    wanted = clock.in_seconds(seconds)
    if work.inquiry.expires_at is not None and wanted > work.inquiry.expires_at:
        work.change(expires_at=wanted)
        await work.save()
