"""Signed-in browsers: a random cookie whose keyed digest is in the database."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from verilink.access import queries
from verilink.access.model import User, UserSession
from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.kit import clock, ids
from verilink.organizations.queries import environments

if TYPE_CHECKING:
    from verilink.services import Services

COOKIE: Final = "verilink_session"
LIFETIME: Final = timedelta(days=14)
# OWASP Session Management Cheat Sheet: what shows personal data also ends when it is left alone.
IDLE: Final = timedelta(hours=12)
_TOUCH_EVERY: Final = timedelta(minutes=5)
_MAX_COOKIE: Final = 128


async def start(conn: Connection, services: Services, person: User, origin: Actor) -> str:
    """A new session for ``person``; its cookie value. They see the sandbox first, where nothing can go wrong."""
    cookie, moment = ids.secret(256), clock.now()
    both = await environments(conn, person.organization_id)
    environment = next((each for each in both if each.sandbox), both[0])
    session = UserSession(
        id=ids.new("uses"),
        organization_id=person.organization_id,
        user_id=person.id,
        environment_id=environment.id,
        csrf=ids.secret(192),
        created_at=moment,
        last_seen_at=moment,
        expires_at=moment + LIFETIME,
    )
    digest = services.keys.digest(cookie)
    await queries.delete_dead_sessions(conn, moment)
    await queries.insert_session(
        conn, session, digest, ip_address=origin.ip_address, user_agent=(origin.user_agent or "")[:400] or None
    )
    actor = Actor(
        organization_id=person.organization_id,
        user_id=person.id,
        ip_address=origin.ip_address,
        user_agent=origin.user_agent,
    )
    await record(conn, actor, "user.signed-in", person.id)
    return cookie


async def find(conn: Connection, services: Services, cookie: str | None) -> tuple[User, UserSession] | None:
    """Who this cookie belongs to, or ``None``. Notes the visit every few minutes."""
    if not cookie or len(cookie) > _MAX_COOKIE:
        return None
    digest, moment = services.keys.digest(cookie), clock.now()
    session = await queries.session(conn, digest, moment, IDLE)
    if session is None:
        return None
    if moment - session.last_seen_at > _TOUCH_EVERY:
        await queries.touch_session(conn, digest, moment)
    return await queries.user(conn, session.organization_id, session.user_id), session


async def switch_environment(conn: Connection, actor: Actor, session: UserSession, environment_id: str) -> None:
    """Look at another environment. Raises ``NotFound`` for one of another organization."""
    await queries.move_session(conn, session.organization_id, session.id, environment_id)
    await record(conn, actor, "user.environment-switched", environment_id)


async def end(conn: Connection, actor: Actor, session: UserSession) -> None:
    """Sign out."""
    await queries.delete_session(conn, session.organization_id, session.id)
    await record(conn, actor, "user.signed-out", session.user_id)
