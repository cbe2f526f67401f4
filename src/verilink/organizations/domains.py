"""Host names that organizations bring: claimed, proven again and again, chosen for links, lost, taken away.

A claim costs nothing and blocks nobody. The proof is a token that only who controls the name can publish, as a TXT
record or as a file on the web server that answers under it; pointing the name here proves nothing, for a name that was
left pointing here could then be taken by anybody. Names change hands, so the proof has to stay: one that was not there
for ``GRACE`` ends the use of the name, never one that was missed once.
"""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec

from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import BadRequest, Conflict, NotFound
from verilink.kit import clock
from verilink.kit.guard import is_host_name
from verilink.organizations import domain_queries as queries
from verilink.organizations.model import Domain
from verilink.settings import Settings

PROOF_PATH: Final = "/.well-known/verilink.txt"
MOST: Final = 20
PATIENCE: Final = timedelta(days=14)
AGAIN: Final = timedelta(days=1)
SOON: Final = timedelta(hours=1)
GRACE: Final = timedelta(days=7)
_TAKEN: Final = "Another organization has proven this name already"
_log = logging.getLogger(__name__)


class Unknown(msgspec.Struct, frozen=True):
    """Nobody could be asked for the proof: that says nothing about it."""


async def claim(conn: Connection, actor: Actor, settings: Settings, host: str) -> Domain:
    """Begin with a name; it is used once it is proven. The same name keeps its token. Raises ``BadRequest``."""
    name, organization = checked_host(host, settings), actor.organization_id
    await queries.lock(conn, organization)
    known = await queries.domains(conn, organization)
    held = next((each for each in known if each.host == name), None)
    if held is not None:
        return held
    if len(known) >= MOST:
        raise BadRequest(f"An organization can have at most {MOST} names. Take one away first.", pointer="domain")
    now = clock.now()
    domain = Domain(
        organization_id=organization, host=name, token=secrets.token_urlsafe(24), created_at=now, check_at=now
    )
    await queries.insert(conn, domain)
    await record(conn, actor, "organization.domain-claimed", organization, {"host": name})
    return domain


async def remove(conn: Connection, actor: Actor, host: str) -> None:
    """Take a name away; links that began with it begin with another one, or with the former address."""
    await queries.lock(conn, actor.organization_id)
    known = await queries.domain(conn, actor.organization_id, host)
    if known is None or not await queries.delete(conn, actor.organization_id, host):
        return
    if known.main:
        await queries.set_main(conn, actor.organization_id, None)
    await record(conn, actor, "organization.domain-removed", actor.organization_id, {"host": host})


async def choose(conn: Connection, actor: Actor, host: str) -> None:
    """Let links begin with this name. Raises ``NotFound`` for one that is not proven."""
    await queries.lock(conn, actor.organization_id)
    known = await queries.domain(conn, actor.organization_id, host)
    if known is None or known.verified_at is None:
        raise NotFound("There is no such proven domain")
    await queries.set_main(conn, actor.organization_id, host)
    await record(conn, actor, "organization.domain-chosen", actor.organization_id, {"host": host})


async def ask(conn: Connection, actor: Actor, host: str) -> None:
    """Have the proof looked for at once. Raises ``NotFound``."""
    await queries.ask(conn, actor.organization_id, host, clock.now())


async def settle(conn: Connection, found: Domain, problem: str | Unknown | None) -> Domain:
    """Write what the search for the proof gave; ``problem``: why there is none. Raises ``Conflict``."""
    await queries.lock(conn, found.organization_id)
    domain = await queries.domain(conn, found.organization_id, found.host)
    if domain is None or domain.token != found.token:
        return found
    if problem is None:
        return await _proven(conn, domain)
    if isinstance(problem, Unknown) or domain.verified_at is None:
        return await _waiting(conn, domain, None if isinstance(problem, Unknown) else problem)
    return await _missed(conn, domain, problem)


async def settle_or_refuse(conn: Connection, domain: Domain, problem: str | Unknown | None) -> Domain:
    """The same, where a name that another organization has proven is a problem too.

    Whoever holds it is then held to the same proof at once: a name may have changed hands.
    """
    try:
        async with conn.transaction():
            return await settle(conn, domain, problem)
    except Conflict:
        await queries.ask_holder(conn, domain.host, clock.now())
        return await settle(conn, domain, _TAKEN)


async def _proven(conn: Connection, domain: Domain) -> Domain:
    now = clock.now()
    proven = msgspec.structs.replace(
        domain,
        verified_at=domain.verified_at or now,
        check_at=now + AGAIN,
        problem=None,
        missing_since=None,
        lost_at=None,
    )
    await queries.settle(conn, proven)
    if domain.verified_at is None:
        await _note(conn, domain, "organization.domain-proven")
        if not any(each.main for each in await queries.domains(conn, domain.organization_id)):
            await queries.set_main(conn, domain.organization_id, domain.host)
    return proven


async def _waiting(conn: Connection, domain: Domain, problem: str | None) -> Domain:
    """Not proven yet, or nothing was learned."""
    now = clock.now()
    if domain.verified_at is not None:
        after = msgspec.structs.replace(domain, check_at=now + SOON)
    else:
        after = msgspec.structs.replace(domain, check_at=_next(domain, now), problem=problem or domain.problem)
    await queries.settle(conn, after)
    return after


async def _missed(conn: Connection, domain: Domain, problem: str) -> Domain:
    """A proof that was there is gone: the name goes on for ``GRACE``, then its use ends."""
    now = clock.now()
    since = domain.missing_since or now
    missed = msgspec.structs.replace(domain, missing_since=since, problem=problem, check_at=now + SOON)
    if now - since < GRACE:
        await queries.settle(conn, missed)
        if domain.missing_since is None:
            await _note(conn, domain, "organization.domain-proof-missing")
        return missed
    lost = msgspec.structs.replace(missed, verified_at=None, lost_at=now, check_at=None)
    await queries.settle(conn, lost)
    if domain.main:
        await queries.set_main(conn, domain.organization_id, None)
    await _note(conn, domain, "organization.domain-lost")
    return lost


async def _note(conn: Connection, domain: Domain, what: str) -> None:
    actor = Actor(organization_id=domain.organization_id)
    await record(conn, actor, what, domain.organization_id, {"host": domain.host})
    _log.log(logging.INFO if what.endswith("proven") else logging.WARNING, "%s: %s", what, domain.host)


def _next(domain: Domain, now: datetime) -> datetime | None:
    """Every minute in the first hour, then every hour, for two weeks."""
    age = now - domain.created_at
    if age > PATIENCE:
        return None
    return now + (timedelta(minutes=1) if age < timedelta(hours=1) else SOON)


def record_name(domain: Domain) -> str:
    """Where the TXT record stands."""
    return f"_verilink.{domain.host}"


def proof_of(domain: Domain) -> str:
    """What the record, or the file, holds."""
    return f"verilink={domain.token}"


def checked_host(host: str, settings: Settings) -> str:
    """The name in lower case. Raises ``BadRequest`` for what is none, or is the installation's own."""
    name = host.strip().lower().rstrip(".")
    labels = name.split(".")
    if not is_host_name(name) or len(labels) < 2 or "_" in name or labels[-1].isdigit():
        raise BadRequest("Enter a host name, like verify.example.com.", pointer="domain")
    if any(label.startswith("-") or label.endswith("-") for label in labels):
        raise BadRequest("Enter a host name, like verify.example.com.", pointer="domain")
    base = settings.base_domain
    if name == settings.public_host or (base and (name == base or name.endswith("." + base))) or name == "localhost":
        raise BadRequest("This name belongs to the installation. Choose one of your own.", pointer="domain")
    return name
