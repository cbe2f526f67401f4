"""Links that let one person sign up once: the first owner's, printed at the first start, and those people make."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from verilink.access import queries
from verilink.access.model import Invitation, User
from verilink.access.roles import Role, may_invite
from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import Forbidden, Gone
from verilink.kit import clock, ids

if TYPE_CHECKING:
    from verilink.services import Services

LIFETIME: Final = timedelta(days=7)
_MAX_TOKEN: Final = 128


async def invite_owner(conn: Connection, services: Services, organization_id: str) -> str:
    """The token of the first owner's link; earlier ones stop working.

    Raises ``Forbidden`` once somebody signed up: from then on people invite people.
    """
    if await queries.any_user(conn, organization_id):
        raise Forbidden("Somebody already signed up. An owner can invite you.")
    await queries.revoke_invitations(conn, organization_id, Role.OWNER, clock.now())
    return await _make(conn, services, organization_id, Role.OWNER, None)


async def invite(
    conn: Connection, services: Services, actor: Actor, by: User, role: Role, *, email: str | None = None
) -> str:
    """The token of a link for one more person. Raises ``Forbidden`` for a role ``by`` may not give."""
    if not may_invite(by.role, role):
        raise Forbidden(f"Your role cannot invite a person as {role}.")
    token = await _make(conn, services, actor.organization_id, role, email)
    await record(conn, actor, "user.invited", None, {"role": role, "email": email})
    return token


async def look(conn: Connection, services: Services, token: str) -> Invitation:
    """The invitation of a link that still works. Raises ``Gone``."""
    return _usable(await queries.invitation(conn, _digest(services, token)))


async def take(conn: Connection, services: Services, token: str) -> Invitation:
    """Use the invitation up, in the transaction that makes the person. Raises ``Gone``."""
    digest = _digest(services, token)
    invitation = _usable(await queries.invitation(conn, digest, lock=True))
    await queries.use_invitation(conn, digest, clock.now())
    return invitation


async def _make(conn: Connection, services: Services, organization_id: str, role: Role, email: str | None) -> str:
    token, moment = ids.secret(192), clock.now()
    invitation = Invitation(
        organization_id=organization_id,
        email=email,
        role=role,
        created_at=moment,
        expires_at=moment + LIFETIME,
        used_at=None,
    )
    await queries.insert_invitation(conn, services.keys.digest(token), invitation)
    return token


def _digest(services: Services, token: str) -> bytes:
    return services.keys.digest(token[:_MAX_TOKEN])


def _usable(invitation: Invitation | None) -> Invitation:
    if invitation is None:
        raise Gone("This sign-up link is not known here.")
    if invitation.used_at is not None:
        raise Gone("This sign-up link was already used. Sign in, or ask for a new one.")
    if invitation.expires_at <= clock.now():
        raise Gone("This sign-up link has expired. Ask for a new one.")
    return invitation
