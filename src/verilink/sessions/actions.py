"""The doors through which sessions and one-time links change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from verilink.database import Connection
from verilink.errors import Conflict, Gone, InvalidToken, NotFound
from verilink.events.actions import record
from verilink.events.model import Draft
from verilink.kit import clock, ids, tokens
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions import codes, links, queries, wire
from verilink.sessions.model import Claims, ClientInfo, Handoff, Link, OneTimeLink, Session

AUDIENCE: Final = "persona-verify"
CODE_BITS: Final = 130


def new_session(
    environment_id: str,
    inquiry_id: str,
    expires_at: datetime,
    *,
    handoff_method: Handoff | None = None,
    handed_from: str | None = None,
) -> Session:
    """A session that is not stored yet. It ends when the inquiry's deadline of this moment does."""
    return Session(
        environment_id=environment_id,
        id=ids.new("iqse"),
        inquiry_id=inquiry_id,
        status="new",
        created_at=clock.now(),
        expires_at=expires_at,
        handoff_method=handoff_method,
        handed_from=handed_from,
    )


def token_of(services: Services, session: Session) -> str:
    """A bearer token for the session; valid until the session's own deadline."""
    seconds = max(1, int((session.expires_at - clock.now()).total_seconds()))
    extra = {"sid": session.id, "env": session.environment_id}
    return tokens.issue(
        services.keys.session_tokens, session.id, services.settings.public_url, AUDIENCE, seconds, extra=extra
    )


def read_token(services: Services, token: str, *, even_expired: bool = False) -> Claims:
    """Who a bearer token speaks for. Raises ``InvalidToken``.

    ``even_expired``: for callers that ask the session itself whether it is open, which may have been extended.
    """
    claims = tokens.read(services.keys.session_tokens, token, None, AUDIENCE, even_expired=even_expired)
    environment_id = claims.get("env")
    if not isinstance(environment_id, str):
        raise InvalidToken
    return Claims(str(claims["sub"]), environment_id)


async def current(conn: Connection, claims: Claims) -> Session:
    """The session of a token, still open. Raises ``InvalidToken`` when it is unknown or has ended."""
    try:
        session = await queries.get(conn, claims.environment_id, claims.session_id)
    except NotFound:
        raise InvalidToken from None
    if session.status == "expired" or session.expires_at <= clock.now():
        raise InvalidToken("The session has ended")
    return session


async def start(
    conn: Connection,
    environment_id: str,
    inquiry_id: str,
    *,
    expires_at: datetime,
    limit: int,
    handoff_method: Handoff | None = None,
    handed_from: str | None = None,
) -> Session:
    """A new session of a locked inquiry. Raises ``Conflict`` (``too_many_sessions``) past the limit."""
    if await queries.count(conn, environment_id, inquiry_id) >= limit:
        raise Conflict(f"The inquiry already had {limit} sessions", code="too_many_sessions")
    session = new_session(
        environment_id, inquiry_id, expires_at, handoff_method=handoff_method, handed_from=handed_from
    )
    await queries.insert(conn, session)
    return session


async def activate(conn: Connection, session: Session, client: ClientInfo) -> Session:
    """Note the first opening of a session by a browser; later openings change nothing."""
    if await queries.activate(conn, session.environment_id, session.id, client, clock.now()):
        opened = await queries.get(conn, session.environment_id, session.id)
        draft = Draft("inquiry-session.started", wire.resource(opened), opened.inquiry_id)
        await record(conn, session.environment_id, [draft])
        return opened
    return session


async def cancel(conn: Connection, session: Session) -> None:
    """The person left; the inquiry stays as it is. May happen several times for one session."""
    await queries.cancel(conn, session.environment_id, session.id, clock.now())
    draft = Draft("inquiry-session.canceled", wire.resource(session), session.inquiry_id)
    await record(conn, session.environment_id, [draft])


async def expire(conn: Connection, environment_id: str, session_ids: Sequence[str]) -> list[Session]:
    """End these sessions; those that had ended stay as they were."""
    ended = await queries.expire(conn, environment_id, session_ids, clock.now())
    await record(conn, environment_id, expired_drafts(ended))
    return ended


async def expire_of_inquiries(conn: Connection, environment_id: str, inquiry_ids: Sequence[str]) -> list[Session]:
    """End every session and one-time link of these inquiries; returns the sessions that ended now."""
    ended = []
    for inquiry_id in sorted(inquiry_ids):  # one order for everybody, so that two callers cannot wait for each other
        ended += await queries.expire_of_inquiry(conn, environment_id, inquiry_id, clock.now())
    await record(conn, environment_id, expired_drafts(ended))
    return ended


def expired_drafts(ended: Sequence[Session]) -> list[Draft]:
    """The events of sessions that have just ended."""
    return [Draft("inquiry-session.expired", wire.resource(each), each.inquiry_id) for each in ended]


async def make_link(
    conn: Connection,
    services: Services,
    environment: Environment,
    session: Session,
    expires_at: datetime,
    *,
    typed: bool = False,
) -> Link:
    """A one-time link that opens this session. ``typed``: its code is short enough to be typed from a screen."""
    code = codes.typed_code() if typed else ids.secret(CODE_BITS)
    link = OneTimeLink(
        environment_id=environment.id,
        id=ids.new("otl"),
        code_digest=services.keys.digest(codes.canonical(code)),
        inquiry_id=session.inquiry_id,
        session_id=session.id,
        created_at=clock.now(),
        expires_at=expires_at,
    )
    await queries.insert_link(conn, link)
    settings = services.settings
    return Link(
        links.one_time_url(settings, environment, code), links.short_url(settings, environment, code), expires_at
    )


async def redeem_code(conn: Connection, services: Services, code: str) -> Session:
    """The session a one-time code opens: once, and again within the grace period.

    Raises ``Gone`` with code ``link_used``, ``link_expired`` or ``link_unknown``.
    """
    link = await queries.link_by_digest(conn, services.keys.digest(codes.canonical(code)))
    now = clock.now()
    if link is None:
        raise Gone("This link is not known", code="link_unknown")
    if link.revoked_at is not None or link.expires_at <= now:
        raise Gone("This link has expired", code="link_expired")
    grace = timedelta(seconds=services.settings.otl_grace_seconds)
    if link.used_at is not None and link.used_at + grace <= now:
        raise Gone("This link was used before", code="link_used")
    await queries.mark_used(conn, link.environment_id, link.id, now)
    try:
        return await current(conn, Claims(link.session_id, link.environment_id))
    except InvalidToken:
        raise Gone("This link has expired", code="link_expired") from None
