"""Signing up, signing in, signing out, and shutting a person out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from verilink.access import invitations, queries, sessions
from verilink.access.model import User
from verilink.access.passwords import check_password
from verilink.access.roles import Role
from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import BadRequest, Conflict, Forbidden, NotAuthenticated
from verilink.kit import clock, ids
from verilink.kit.crypto import hash_password, needs_rehash, verify_password
from verilink.organizations.queries import organization as get_organization

if TYPE_CHECKING:
    from verilink.services import Services

MAX_EMAIL: Final = 254  # RFC 5321 section 4.5.3.1.3, less the brackets
MAX_NAME: Final = 120
_EMAIL: Final = re.compile(r"[^\s@<>\"',;:\\()\[\]]{1,64}@[^\s@<>\"',;:\\()\[\]]+\.[^\s@<>\"',;:\\()\[\].]{2,}")


def checked_email(email: str) -> str:
    """The address, trimmed. Raises ``BadRequest`` for what cannot be one."""
    trimmed = email.strip()
    if len(trimmed) > MAX_EMAIL or not _EMAIL.fullmatch(trimmed):
        raise BadRequest("Enter an e-mail address such as name@example.com.", pointer="email")
    return trimmed


def checked_person_name(name: str) -> str:
    """The name, trimmed. Raises ``BadRequest`` when empty or too long."""
    trimmed = " ".join(name.split())
    if not 1 <= len(trimmed) <= MAX_NAME:
        raise BadRequest(f"Enter your name, at most {MAX_NAME} characters.", pointer="name")
    return trimmed


def email_key(email: str) -> str:
    """The form addresses are compared in."""
    return email.strip().casefold()


async def sign_up(
    conn: Connection, services: Services, token: str, *, name: str, email: str, password: str, origin: Actor
) -> User:
    """Make the person an invitation is for, and use it up.

    ``origin`` carries where the request came from. Raises ``Gone`` for a link that is unknown, used or expired,
    ``BadRequest`` with a ``pointer`` for a value that will not do, ``Conflict`` for an address that is taken.
    """
    invitation = await invitations.take(conn, services, token)
    if invitation.email is not None and email_key(invitation.email) != email_key(email):
        raise BadRequest(f"This invitation is for {invitation.email}.", pointer="email")
    organization = await get_organization(conn, invitation.organization_id)
    person = User(
        organization_id=organization.id,
        id=ids.new("user"),
        email=checked_email(email),
        name=checked_person_name(name),
        role=invitation.role,
        created_at=clock.now(),
        last_sign_in_at=None,
        disabled_at=None,
    )
    check_password(password, about=(person.name, person.email, organization.name))
    await queries.insert_user(conn, person, email_key(person.email), await hash_password(password))
    actor = Actor(
        organization_id=organization.id,
        user_id=person.id,
        ip_address=origin.ip_address,
        user_agent=origin.user_agent,
    )
    await record(conn, actor, "user.signed-up", person.id, {"role": person.role})
    return person


async def sign_in(conn: Connection, services: Services, email: str, password: str, origin: Actor) -> str:
    """The cookie of a new session. Raises ``NotAuthenticated`` alike for an unknown address and a wrong password.

    As much time is spent on an address that does not exist. Sign-ins and refusals of known people are audited; the
    caller commits also when this raises, by ``refused``.
    """
    found = await queries.credentials(conn, email_key(email))
    matches = await verify_password(password, found[1] if found else None)
    if found is None or not matches:
        raise NotAuthenticated("The address or the password is not right.")
    person, stored = found
    if stored is not None and needs_rehash(stored):
        await queries.update_password(conn, person.organization_id, person.id, await hash_password(password))
    return await sessions.start(conn, services, person, origin)


async def refused(conn: Connection, email: str, origin: Actor) -> None:
    """Note a refused sign-in for the person it was tried for, if there is one."""
    found = await queries.credentials(conn, email_key(email))
    if found is not None:
        actor = Actor(
            organization_id=found[0].organization_id,
            user_id=found[0].id,
            ip_address=origin.ip_address,
            user_agent=origin.user_agent,
        )
        await record(conn, actor, "user.sign-in-refused", found[0].id)


async def disable(conn: Connection, actor: Actor, by: User, user_id: str) -> None:
    """Shut a person out at once. Raises ``Conflict`` for oneself or the last owner, ``Forbidden`` for an owner when
    one is not an owner, ``NotFound``."""
    person = await queries.user(conn, actor.organization_id, user_id)
    if person.id == by.id:
        raise Conflict("You cannot remove yourself. Another owner can.")
    if person.role is Role.OWNER and by.role is not Role.OWNER:
        raise Forbidden("Only an owner can remove an owner.")
    if person.role is Role.OWNER and not await queries.other_owners(conn, actor.organization_id, user_id):
        raise Conflict("This is the last owner. Name another one first.")
    await queries.disable_user(conn, actor.organization_id, user_id, clock.now())
    await record(conn, actor, "user.disabled", user_id)
