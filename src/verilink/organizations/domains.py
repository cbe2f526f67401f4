"""Host names that organizations bring: claimed, proven, taken away.

A claim costs nothing and blocks nobody. The proof is a token that only who controls the name can publish, as a TXT
record or as a file on the web server that answers under it; pointing the name here proves nothing, for a name that was
left pointing here could then be taken by anybody.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Final

import msgspec

from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import BadRequest, Conflict
from verilink.kit import clock
from verilink.kit.guard import is_host_name
from verilink.organizations import domain_queries as queries
from verilink.organizations.model import Domain
from verilink.settings import Settings

PROOF_PATH: Final = "/.well-known/verilink.txt"
PATIENCE: Final = timedelta(days=7)
_TAKEN: Final = "Another organization has proven this name already"


async def claim(conn: Connection, actor: Actor, settings: Settings, host: str) -> Domain:
    """Begin with a name; it is used once it is proven. The same name keeps its token. Raises ``BadRequest``."""
    name = checked_host(host, settings)
    known = await queries.domain(conn, actor.organization_id)
    if known is not None and known.host == name:
        return known
    now = clock.now()
    domain = Domain(
        organization_id=actor.organization_id, host=name, token=secrets.token_urlsafe(24), created_at=now, check_at=now
    )
    await queries.put(conn, domain)
    await record(conn, actor, "organization.domain-claimed", actor.organization_id, {"host": name})
    return domain


async def remove(conn: Connection, actor: Actor) -> None:
    """Take the name away; links begin with the former address again."""
    known = await queries.domain(conn, actor.organization_id)
    await queries.delete(conn, actor.organization_id)
    if known is not None:
        await record(conn, actor, "organization.domain-removed", actor.organization_id, {"host": known.host})


async def ask(conn: Connection, actor: Actor) -> None:
    """Have the proof looked for at once. Raises ``NotFound``."""
    await queries.ask(conn, actor.organization_id, clock.now())


async def settle(conn: Connection, domain: Domain, problem: str | None) -> Domain:
    """Write what the search for the proof gave; ``problem``: why there is none."""
    now = clock.now()
    if problem is None:
        proven = msgspec.structs.replace(domain, verified_at=now, check_at=None, problem=None)
        if await queries.settle(conn, proven):
            actor = Actor(organization_id=domain.organization_id)
            await record(conn, actor, "organization.domain-proven", domain.organization_id, {"host": domain.host})
        return proven
    waiting = msgspec.structs.replace(domain, check_at=_next(domain, now), problem=problem)
    await queries.settle(conn, waiting)
    return waiting


async def settle_or_refuse(conn: Connection, domain: Domain, problem: str | None) -> Domain:
    """The same, where a name that another organization has proven is a problem too."""
    try:
        async with conn.transaction():
            return await settle(conn, domain, problem)
    except Conflict:
        return await settle(conn, domain, _TAKEN)


def _next(domain: Domain, now: datetime) -> datetime | None:
    """Every minute in the first hour, then every hour, for a week."""
    age = now - domain.created_at
    if age > PATIENCE:
        return None
    return now + (timedelta(minutes=1) if age < timedelta(hours=1) else timedelta(hours=1))


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
