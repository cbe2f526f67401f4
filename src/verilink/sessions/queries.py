"""SQL of sessions and one-time links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from verilink.database import Connection
from verilink.database.listing import one_of, page_of
from verilink.errors import NotFound
from verilink.kit.pagination import Page
from verilink.sessions.model import ClientInfo, Handoff, OneTimeLink, Session

COLUMNS: Final = (
    "environment_id, id, inquiry_id, status, created_at, started_at, expired_at, canceled_at, expires_at, "
    "ip_address, user_agent, device, handoff_method, handed_from, turn_at, extensions"
)
LINK_COLUMNS: Final = (
    "environment_id, id, code_digest, inquiry_id, session_id, created_at, expires_at, used_at, revoked_at"
)


async def get(conn: Connection, environment_id: str, session_id: str) -> Session:
    """One session. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM inquiry_session WHERE environment_id = $1 AND id = $2"
    row = await conn.fetchrow(query, environment_id, session_id)
    if row is None:
        raise NotFound
    return Session(**row)


async def of_inquiry(conn: Connection, environment_id: str, inquiry_id: str) -> list[Session]:
    """Sessions of an inquiry, oldest first."""
    query = f"SELECT {COLUMNS} FROM inquiry_session WHERE environment_id = $1 AND inquiry_id = $2 ORDER BY id"
    return [Session(**row) for row in await conn.fetch(query, environment_id, inquiry_id)]


async def by_ids(conn: Connection, environment_id: str, session_ids: Sequence[str]) -> list[Session]:
    """These sessions, oldest first; unknown ids are left out."""
    query = f"SELECT {COLUMNS} FROM inquiry_session WHERE environment_id = $1 AND id = ANY($2) ORDER BY id"
    return [Session(**row) for row in await conn.fetch(query, environment_id, list(session_ids))]


async def list_sessions(
    conn: Connection, environment_id: str, page: Page, inquiry_ids: Sequence[str] = ()
) -> list[Session]:
    """Up to ``page.limit`` sessions, newest first (oldest first when walking back)."""
    select = f"SELECT {COLUMNS} FROM inquiry_session"
    query, values = page_of(select, environment_id, page, one_of("inquiry_id", inquiry_ids))
    return [Session(**row) for row in await conn.fetch(query, *values)]


async def insert(conn: Connection, session: Session) -> None:
    """Write a new session."""
    names = COLUMNS.split(", ")
    marks = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    query = f"INSERT INTO inquiry_session ({COLUMNS}) VALUES ({marks})"
    await conn.execute(query, *(getattr(session, name) for name in names))


async def activate(conn: Connection, environment_id: str, session_id: str, client: ClientInfo, at: datetime) -> bool:
    """Mark a new session as in use; ``False`` when it already was or has ended."""
    query = """
        UPDATE inquiry_session SET status = 'active', started_at = $3, ip_address = $4, user_agent = $5, device = $6
        WHERE environment_id = $1 AND id = $2 AND status = 'new'
    """
    values = (client.ip_address, client.user_agent, client.device)
    return (await conn.execute(query, environment_id, session_id, at, *values)).endswith("1")


async def cancel(conn: Connection, environment_id: str, session_id: str, at: datetime) -> None:
    """Note that the person left."""
    query = "UPDATE inquiry_session SET canceled_at = $3 WHERE environment_id = $1 AND id = $2"
    await conn.execute(query, environment_id, session_id, at)


async def expire(conn: Connection, environment_id: str, session_ids: Sequence[str], at: datetime) -> list[Session]:
    """End these sessions where they have not ended; returns those that did so now."""
    query = f"""
        UPDATE inquiry_session SET status = 'expired', expired_at = $3
        WHERE environment_id = $1 AND id = ANY($2) AND status <> 'expired' RETURNING {COLUMNS}
    """
    return [Session(**row) for row in await conn.fetch(query, environment_id, list(session_ids), at)]


async def expire_of_inquiry(conn: Connection, environment_id: str, inquiry_id: str, at: datetime) -> list[Session]:
    """End every session and one-time link of an inquiry; returns the sessions that ended now."""
    revoke = """
        UPDATE one_time_link SET revoked_at = $3 WHERE environment_id = $1 AND inquiry_id = $2 AND revoked_at IS NULL
    """
    await conn.execute(revoke, environment_id, inquiry_id, at)
    query = f"""
        UPDATE inquiry_session SET status = 'expired', expired_at = $3
        WHERE environment_id = $1 AND inquiry_id = $2 AND status <> 'expired' RETURNING {COLUMNS}
    """
    return [Session(**row) for row in await conn.fetch(query, environment_id, inquiry_id, at)]


async def forget_devices(conn: Connection, environment_id: str, inquiry_id: str) -> None:
    """Erase addresses and devices of an inquiry's sessions."""
    query = """
        UPDATE inquiry_session SET ip_address = NULL, user_agent = NULL, device = '{}'
        WHERE environment_id = $1 AND inquiry_id = $2
    """
    await conn.execute(query, environment_id, inquiry_id)


async def unused(conn: Connection, environment_id: str, inquiry_id: str, at: datetime) -> Session | None:
    """A session nobody has opened and no one-time link stands for, with time left."""
    query = f"""
        SELECT {COLUMNS} FROM inquiry_session AS s
        WHERE environment_id = $1 AND inquiry_id = $2 AND status = 'new' AND expires_at > $3 AND handoff_method IS NULL
          AND NOT EXISTS (SELECT 1 FROM one_time_link AS l WHERE l.environment_id = $1 AND l.session_id = s.id)
        ORDER BY id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, inquiry_id, at)
    return None if row is None else Session(**row)


async def count(conn: Connection, environment_id: str, inquiry_id: str) -> int:
    """How many sessions an inquiry ever had."""
    query = "SELECT count(*) FROM inquiry_session WHERE environment_id = $1 AND inquiry_id = $2"
    return int(await conn.fetchval(query, environment_id, inquiry_id))


async def insert_link(conn: Connection, link: OneTimeLink) -> None:
    """Write a new one-time link."""
    query = f"INSERT INTO one_time_link ({LINK_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
    await conn.execute(query, *(getattr(link, name) for name in LINK_COLUMNS.split(", ")))


async def link_by_digest(conn: Connection, digest: bytes) -> OneTimeLink | None:
    """The link with this code, locked. The code itself is the authority; no environment is known before it."""
    query = f"SELECT {LINK_COLUMNS} FROM one_time_link WHERE code_digest = $1 FOR UPDATE"
    row = await conn.fetchrow(query, digest)
    return None if row is None else OneTimeLink(**row)


async def mark_used(conn: Connection, environment_id: str, link_id: str, at: datetime) -> None:
    """Note the first use of a link."""
    query = "UPDATE one_time_link SET used_at = $3 WHERE environment_id = $1 AND id = $2 AND used_at IS NULL"
    await conn.execute(query, environment_id, link_id, at)


async def extend(conn: Connection, environment_id: str, session_id: str, expires_at: datetime) -> None:
    """Let a session end later."""
    query = """
        UPDATE inquiry_session SET expires_at = $3, extensions = extensions + 1 WHERE environment_id = $1 AND id = $2
    """
    await conn.execute(query, environment_id, session_id, expires_at)


async def take_turn(conn: Connection, environment_id: str, session_id: str, at: datetime) -> None:
    """Let this session have the turn in its family."""
    query = "UPDATE inquiry_session SET turn_at = $3 WHERE environment_id = $1 AND id = $2"
    await conn.execute(query, environment_id, session_id, at)


async def turn_holder(conn: Connection, environment_id: str, family: str, at: datetime) -> Session | None:
    """Of the open sessions of a family, the one that took the turn last."""
    query = f"""
        SELECT {COLUMNS} FROM inquiry_session
        WHERE environment_id = $1 AND (id = $2 OR handed_from = $2) AND turn_at IS NOT NULL
          AND status = 'active' AND expires_at > $3
          AND inquiry_id = (SELECT inquiry_id FROM inquiry_session WHERE environment_id = $1 AND id = $2)
        ORDER BY turn_at DESC, id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, family, at)
    return None if row is None else Session(**row)


async def unopened_handoff(
    conn: Connection, environment_id: str, session: Session, method: Handoff, at: datetime
) -> Session | None:
    """A session of this family that a link of this kind was made for and that nobody has opened."""
    query = f"""
        SELECT {COLUMNS} FROM inquiry_session
        WHERE environment_id = $1 AND inquiry_id = $2 AND handed_from = $3 AND handoff_method = $4 AND status = 'new'
          AND expires_at > $5
        ORDER BY id DESC LIMIT 1
    """
    row = await conn.fetchrow(query, environment_id, session.inquiry_id, session.family, method, at)
    return None if row is None else Session(**row)


async def expire_unopened(conn: Connection, environment_id: str, session: Session, at: datetime) -> list[Session]:
    """End what else this family was handed to and nobody has opened, with its links; returns those sessions."""
    query = f"""
        UPDATE inquiry_session SET status = 'expired', expired_at = $4
        WHERE environment_id = $1 AND inquiry_id = $2 AND handed_from = $3 AND status = 'new' RETURNING {COLUMNS}
    """
    rows = await conn.fetch(query, environment_id, session.inquiry_id, session.family, at)
    return [Session(**row) for row in rows]


async def revoke_links(conn: Connection, environment_id: str, session_id: str, at: datetime) -> None:
    """Let the links of a session that nobody has used open nothing any more."""
    query = """
        UPDATE one_time_link SET revoked_at = $3
        WHERE environment_id = $1 AND session_id = $2 AND used_at IS NULL AND revoked_at IS NULL
    """
    await conn.execute(query, environment_id, session_id, at)
