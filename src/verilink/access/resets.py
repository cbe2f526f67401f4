"""Links that let one person choose a new password: made by a colleague who may, or by whoever runs the installation.

They are handed over, never mailed: unsent mails can be read in the dashboard. Nothing is stored. A link carries a print
of the password it replaces, so it works once, and every link goes when the password changes.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from verilink.access import queries
from verilink.access.model import User
from verilink.access.passwords import check_password
from verilink.access.roles import Role
from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import Forbidden, Gone, InvalidToken, NotFound
from verilink.kit import clock, tokens
from verilink.kit.crypto import hash_password
from verilink.organizations.queries import organization as get_organization

if TYPE_CHECKING:
    from verilink.services import Services

LIFETIME: Final = timedelta(days=1)
_PURPOSE: Final = "password-reset"


class Reset(msgspec.Struct, frozen=True):
    """What a link says: whose password, and a print of the one it was made to replace."""

    purpose: str
    organization_id: str
    user_id: str
    replaces: str


async def offer(conn: Connection, services: Services, actor: Actor, by: User, user_id: str) -> tuple[User, str]:
    """The person and the token of a link for them. Raises ``NotFound``; ``Forbidden`` for an owner when one is not."""
    found = await queries.password(conn, actor.organization_id, user_id)
    if found is None:
        raise NotFound("There is no such person, or they were removed.")
    person, password_hash = found
    if person.role is Role.OWNER and by.role is not Role.OWNER:
        raise Forbidden("Only an owner can do this for an owner.")
    await record(conn, actor, "user.password-reset-offered", person.id)
    return person, _token(services, person, password_hash)


async def offer_by_operator(conn: Connection, services: Services, email_key: str) -> str:
    """The token of a link for the person with this address. Raises ``NotFound``."""
    found = await queries.credentials(conn, email_key)
    if found is None:
        raise NotFound("Nobody who can sign in has this address.")
    person, password_hash = found
    actor = Actor(organization_id=person.organization_id)
    await record(conn, actor, "user.password-reset-offered", person.id, {"by": "operator"})
    return _token(services, person, password_hash)


async def look(conn: Connection, services: Services, token: str, *, lock: bool = False) -> User:
    """Whose link this is. Raises ``Gone`` for one that is unknown, used, or past its time."""
    reset = _read(services, token)
    found = await queries.password(conn, reset.organization_id, reset.user_id, lock=lock)
    if found is None:
        raise Gone("This person cannot sign in any more.")
    if _print_of(found[1]) != reset.replaces:
        raise Gone("This link was already used. Sign in, or ask for a new one.")
    return found[0]


async def take(conn: Connection, services: Services, token: str, password: str, origin: Actor) -> User:
    """Set the new password and sign the person out everywhere.

    Raises ``Gone`` as ``look`` does, and ``BadRequest`` with a ``pointer`` for a password that will not do.
    """
    person = await look(conn, services, token, lock=True)
    organization = await get_organization(conn, person.organization_id)
    check_password(password, about=(person.name, person.email, organization.name))
    await queries.update_password(conn, person.organization_id, person.id, await hash_password(password))
    await queries.delete_sessions(conn, person.organization_id, person.id)
    actor = Actor(
        organization_id=person.organization_id,
        user_id=person.id,
        ip_address=origin.ip_address,
        user_agent=origin.user_agent,
    )
    await record(conn, actor, "user.password-reset", person.id)
    return person


def _token(services: Services, person: User, password_hash: str | None) -> str:
    reset = Reset(_PURPOSE, person.organization_id, person.id, _print_of(password_hash))
    return tokens.hmac_token(services.keys.cookies, msgspec.json.encode(reset).decode(), clock.now() + LIFETIME)


def _read(services: Services, token: str) -> Reset:
    try:
        reset = msgspec.json.decode(tokens.read_hmac_token(services.keys.cookies, token), type=Reset)
    except (InvalidToken, msgspec.DecodeError, UnicodeDecodeError):
        raise Gone("This link is not known here, or its time is over. Ask for a new one.") from None
    if reset.purpose != _PURPOSE:
        raise Gone("This link is not known here.")
    return reset


def _print_of(password_hash: str | None) -> str:
    return hashlib.sha256((password_hash or "").encode()).hexdigest()[:32]
