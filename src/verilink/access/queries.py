"""SQL of users, their sessions and invitations."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import asyncpg

from verilink.access.model import Invitation, User, UserSession
from verilink.access.roles import Role
from verilink.database.pool import Connection
from verilink.database.rows import row_to, rows_to
from verilink.errors import Conflict, NotFound

_USER: Final = (
    "SELECT organization_id, id, email, name, role, created_at, last_sign_in_at, disabled_at FROM dashboard_user"
)
_SESSION: Final = (
    "SELECT id, organization_id, user_id, environment_id, csrf, created_at, last_seen_at, expires_at FROM user_session"
)
_INVITATION: Final = "SELECT organization_id, email, role, created_at, expires_at, used_at FROM invitation"


async def user(conn: Connection, organization_id: str, user_id: str) -> User:
    """One person of the organization. Raises ``NotFound``."""
    row = await conn.fetchrow(f"{_USER} WHERE organization_id = $1 AND id = $2", organization_id, user_id)
    if row is None:
        raise NotFound("There is no such person.")
    return row_to(User, row)


async def list_users(conn: Connection, organization_id: str) -> list[User]:
    """Everyone of the organization, oldest first."""
    return rows_to(User, await conn.fetch(f"{_USER} WHERE organization_id = $1 ORDER BY id", organization_id))


async def any_user(conn: Connection, organization_id: str) -> bool:
    """Whether somebody signed up yet."""
    found = await conn.fetchval("SELECT true FROM dashboard_user WHERE organization_id = $1 LIMIT 1", organization_id)
    return bool(found)


async def credentials(conn: Connection, email_key: str) -> tuple[User, str | None] | None:
    """The person with this address and their password hash; ``None`` when there is none or they are disabled."""
    row = await conn.fetchrow(
        f"""{_USER.replace(" FROM", ", password_hash FROM")} WHERE email_key = $1 AND disabled_at IS NULL""", email_key
    )
    return None if row is None else (row_to(User, row), row["password_hash"])


async def password(
    conn: Connection, organization_id: str, user_id: str, *, lock: bool = False
) -> tuple[User, str | None] | None:
    """A person who can sign in, and their password hash; ``None`` when there is none or they are disabled."""
    row = await conn.fetchrow(
        f"""{_USER.replace(" FROM", ", password_hash FROM")} WHERE organization_id = $1 AND id = $2
            AND disabled_at IS NULL {"FOR UPDATE" if lock else ""}""",
        organization_id,
        user_id,
    )
    return None if row is None else (row_to(User, row), row["password_hash"])


async def insert_user(conn: Connection, person: User, email_key: str, password_hash: str) -> None:
    """Add a person. Raises ``Conflict`` when the address is taken."""
    try:
        await conn.execute(
            """INSERT INTO dashboard_user (organization_id, id, email, email_key, name, password_hash, role, created_at)
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
            person.organization_id,
            person.id,
            person.email,
            email_key,
            person.name,
            password_hash,
            person.role,
            person.created_at,
        )
    except asyncpg.UniqueViolationError:
        raise Conflict("Somebody already signed up with this address. Sign in instead.", pointer="email") from None


async def update_password(conn: Connection, organization_id: str, user_id: str, password_hash: str) -> None:
    """Write a new password hash."""
    await conn.execute(
        "UPDATE dashboard_user SET password_hash = $3 WHERE organization_id = $1 AND id = $2",
        organization_id,
        user_id,
        password_hash,
    )


async def disable_user(conn: Connection, organization_id: str, user_id: str, moment: datetime) -> None:
    """Shut a person out: no sign-in, and every session of theirs ends."""
    await conn.execute(
        "UPDATE dashboard_user SET disabled_at = $3 WHERE organization_id = $1 AND id = $2 AND disabled_at IS NULL",
        organization_id,
        user_id,
        moment,
    )
    await delete_sessions(conn, organization_id, user_id)


async def other_owners(conn: Connection, organization_id: str, user_id: str) -> int:
    """How many owners besides this person can still sign in; locks them, so two cannot remove each other."""
    rows = await conn.fetch(
        """SELECT id FROM dashboard_user WHERE organization_id = $1 AND id <> $2 AND role = 'owner'
           AND disabled_at IS NULL FOR UPDATE""",
        organization_id,
        user_id,
    )
    return len(rows)


async def insert_session(
    conn: Connection,
    session: UserSession,
    token_digest: bytes,
    *,
    ip_address: str | None,
    user_agent: str | None,
) -> None:
    """Add a session and note the person's sign-in."""
    await conn.execute(
        """WITH seen AS (UPDATE dashboard_user SET last_sign_in_at = $7 WHERE organization_id = $3 AND id = $4)
           INSERT INTO user_session (token_digest, id, organization_id, user_id, environment_id, csrf, created_at,
             last_seen_at, expires_at, ip_address, user_agent)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)""",
        token_digest,
        session.id,
        session.organization_id,
        session.user_id,
        session.environment_id,
        session.csrf,
        session.created_at,
        session.expires_at,
        ip_address,
        user_agent,
    )


async def session(conn: Connection, token_digest: bytes, moment: datetime, idle: timedelta) -> UserSession | None:
    """The session of this cookie if it has not run out, was used within ``idle`` and its person is not disabled."""
    row = await conn.fetchrow(
        f"""{_SESSION} WHERE token_digest = $1 AND expires_at > $2 AND last_seen_at > $2 - $3::interval
            AND EXISTS (SELECT FROM dashboard_user u WHERE u.id = user_id AND u.disabled_at IS NULL)""",
        token_digest,
        moment,
        idle,
    )
    return None if row is None else row_to(UserSession, row)


async def touch_session(conn: Connection, token_digest: bytes, moment: datetime) -> None:
    """Note that the session is in use."""
    await conn.execute("UPDATE user_session SET last_seen_at = $2 WHERE token_digest = $1", token_digest, moment)


async def move_session(conn: Connection, organization_id: str, session_id: str, environment_id: str) -> None:
    """Look at another environment of the same organization. Raises ``NotFound`` for any other."""
    done = await conn.execute(
        """UPDATE user_session SET environment_id = $3 WHERE organization_id = $1 AND id = $2
           AND EXISTS (SELECT FROM environment e WHERE e.organization_id = $1 AND e.id = $3)""",
        organization_id,
        session_id,
        environment_id,
    )
    if done == "UPDATE 0":
        raise NotFound("There is no such environment.")


async def delete_session(conn: Connection, organization_id: str, session_id: str) -> None:
    """End one session."""
    await conn.execute("DELETE FROM user_session WHERE organization_id = $1 AND id = $2", organization_id, session_id)


async def delete_sessions(conn: Connection, organization_id: str, user_id: str) -> None:
    """End every session of a person."""
    await conn.execute("DELETE FROM user_session WHERE organization_id = $1 AND user_id = $2", organization_id, user_id)


async def delete_dead_sessions(conn: Connection, moment: datetime) -> None:
    """Sweep sessions that ran out."""
    await conn.execute("DELETE FROM user_session WHERE expires_at < $1", moment)


async def insert_invitation(conn: Connection, token_digest: bytes, invitation: Invitation) -> None:
    """Add an invitation."""
    await conn.execute(
        """INSERT INTO invitation (token_digest, organization_id, email, role, created_at, expires_at)
           VALUES ($1, $2, $3, $4, $5, $6)""",
        token_digest,
        invitation.organization_id,
        invitation.email,
        invitation.role,
        invitation.created_at,
        invitation.expires_at,
    )


async def invitation(conn: Connection, token_digest: bytes, *, lock: bool = False) -> Invitation | None:
    """The invitation of this link, used or not; ``lock`` so that only one person can take it."""
    row = await conn.fetchrow(f"{_INVITATION} WHERE token_digest = $1 {'FOR UPDATE' if lock else ''}", token_digest)
    return None if row is None else row_to(Invitation, row)


async def use_invitation(conn: Connection, token_digest: bytes, moment: datetime) -> None:
    """Mark the invitation as used."""
    await conn.execute("UPDATE invitation SET used_at = $2 WHERE token_digest = $1", token_digest, moment)


async def open_invitations(conn: Connection, organization_id: str, moment: datetime) -> list[Invitation]:
    """Those that can still be used, newest first."""
    rows = await conn.fetch(
        f"{_INVITATION} WHERE organization_id = $1 AND used_at IS NULL AND expires_at > $2 ORDER BY created_at DESC",
        organization_id,
        moment,
    )
    return rows_to(Invitation, rows)


async def revoke_invitations(conn: Connection, organization_id: str, role: Role, moment: datetime) -> None:
    """Make every unused invitation for this role unusable."""
    await conn.execute(
        "UPDATE invitation SET expires_at = $3 WHERE organization_id = $1 AND role = $2 AND used_at IS NULL",
        organization_id,
        role,
        moment,
    )
