"""Going on with another device: a link for it, and whose turn it is.

A session and those it was handed to form a family. Any of them may take the turn at any time; the one that took it
last has it, and the others only look on. A session that was never handed on is in no family and always has its turn.
"""

from __future__ import annotations

from datetime import timedelta

from verilink.database import Connection
from verilink.errors import Forbidden, VerilinkError
from verilink.events.actions import record
from verilink.inquiries.actions import open_session
from verilink.inquiries.progress import check_open
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions import queries
from verilink.sessions.actions import expired_drafts, make_link
from verilink.sessions.model import Handoff, Link, Session
from verilink.templates import queries as template_queries


class NotTheirTurn(VerilinkError):
    """Another device of the same person goes on at the moment; nothing is wrong with the inquiry."""

    status = 409
    title = "Another device goes on"


async def hand_on(
    conn: Connection, services: Services, environment: Environment, session: Session, method: Handoff
) -> Link:
    """A one-time link by which another device of the same person goes on; a session nobody opened is used again.

    Raises ``Forbidden`` for a way the template does not have, ``Conflict`` as ``progress.check_open`` does and with
    code ``too_many_sessions``.
    """
    work = await Work.on(conn, environment.id, session.inquiry_id)
    check_open(work.inquiry)
    version = await template_queries.version(conn, environment.organization_id, work.inquiry.template_version_id)
    if method not in version.document.handoff.methods:
        raise Forbidden("The template does not allow this way of going on with another device")
    now = clock.now()
    other = await queries.unopened_handoff(conn, environment.id, session, method, now)
    if other is None:
        other = await open_session(conn, environment, work.inquiry, handoff_method=method, handed_from=session.family)
    if session.turn_at is None:
        await queries.take_turn(conn, environment.id, session.id, now)
    seconds = work.inquiry.one_time_link_seconds or version.document.expiry.handoff
    ends = min(now + timedelta(seconds=seconds), other.expires_at)
    return await make_link(conn, services, environment.at(version.document.links.host), other, ends, typed=True)


async def arrived(conn: Connection, environment: Environment, session: Session) -> None:
    """The other device opened its link for the first time: it has the turn, and no other link stands for the family."""
    now = clock.now()
    for each in await queries.expire_unopened(conn, environment.id, session, now):
        await record(conn, environment.id, expired_drafts([each]))
    await queries.revoke_links(conn, environment.id, session.id, now)
    await _pass(conn, environment, session)


async def elsewhere(conn: Connection, session: Session) -> Session | None:
    """The session that has the turn, unless it is this one."""
    if session.turn_at is None:
        return None
    holder = await queries.turn_holder(conn, session.environment_id, session.family, clock.now())
    return None if holder is None or holder.id == session.id else holder


async def check_turn(conn: Connection, session: Session) -> None:
    """Raises ``NotTheirTurn`` while another device goes on."""
    if await elsewhere(conn, session) is not None:
        raise NotTheirTurn("Another device goes on at the moment")


async def take_turn(conn: Connection, environment: Environment, session: Session) -> Session:
    """Go on with this device. Raises ``Conflict`` when the inquiry takes no more."""
    if session.turn_at is not None:
        await _pass(conn, environment, session)
    return await queries.get(conn, environment.id, session.id)


async def give_back(conn: Connection, environment: Environment, session: Session) -> bool:
    """Let the family's first device go on; ``False`` when there is none that could."""
    if session.handed_from is None:
        return False
    first = await queries.get(conn, environment.id, session.handed_from)
    if first.status != "active" or first.expires_at <= clock.now():
        return False
    await _pass(conn, environment, first)
    return True


async def _pass(conn: Connection, environment: Environment, to: Session) -> None:
    """Give the turn to a session. The inquiry's revision moves, so that every device that waits looks again."""
    work = await Work.on(conn, environment.id, to.inquiry_id)
    check_open(work.inquiry)
    await queries.take_turn(conn, environment.id, to.id, clock.now())
    await work.save()
