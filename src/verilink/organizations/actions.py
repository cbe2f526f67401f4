"""What changes an organization: its name, its subdomain, how its sandbox judges."""

from __future__ import annotations

from verilink.audit.actions import Actor, record
from verilink.database.pool import Connection
from verilink.errors import Unprocessable
from verilink.organizations import queries
from verilink.organizations.allowed import checked_domains
from verilink.organizations.bootstrap import bootstrap
from verilink.organizations.model import EngineChoice, Kind
from verilink.organizations.names import check_label, checked_name

__all__ = ["bootstrap", "rename", "rotate_link_key", "set_allowed_domains", "set_engine", "set_subdomain"]


async def rename(conn: Connection, actor: Actor, name: str) -> None:
    """Give the organization another name, the one people see in the flow. Raises ``BadRequest``."""
    await queries.update_name(conn, actor.organization_id, checked_name(name))
    await record(conn, actor, "organization.renamed", actor.organization_id, {"name": name.strip()})


async def set_subdomain(conn: Connection, actor: Actor, subdomain: str | None) -> None:
    """Let the hosted flow live under ``<subdomain>.<base domain>``; ``None`` or empty takes it away.

    Raises ``BadRequest`` for what is no DNS label or is reserved, ``Conflict`` when it is taken.
    """
    label = (subdomain or "").strip().lower() or None
    if label is not None:
        check_label(label)
    await queries.update_subdomain(conn, actor.organization_id, label)
    await record(conn, actor, "organization.subdomain-set", actor.organization_id, {"subdomain": label})


async def set_allowed_domains(conn: Connection, actor: Actor, text: str) -> None:
    """Allow these domains in every template, for framing and redirects. Raises ``BadRequest``."""
    domains = checked_domains(text)
    await queries.update_allowed_domains(conn, actor.organization_id, domains)
    await record(conn, actor, "organization.allowed-domains-set", actor.organization_id, {"domains": domains})


async def set_engine(conn: Connection, actor: Actor, environment_id: str, engine: EngineChoice) -> None:
    """Choose who judges in the sandbox. Raises ``Unprocessable`` for production, which never simulates."""
    environment = await queries.environment(conn, environment_id)
    if environment.kind is Kind.PRODUCTION:
        raise Unprocessable("Production always uses the real engine.")
    settings = environment.settings | {"engine": engine}
    await queries.update_environment_settings(conn, actor.organization_id, environment_id, settings)
    await record(conn, actor, "environment.engine-set", environment_id, {"engine": engine})


async def rotate_link_key(conn: Connection, actor: Actor, environment_id: str) -> None:
    """Let another key sign generic links; links signed before are refused from now on."""
    environment = await queries.environment(conn, environment_id)
    number = environment.typed_settings.link_key + 1
    settings = environment.settings | {"link_key": number}
    await queries.update_environment_settings(conn, actor.organization_id, environment_id, settings)
    await record(conn, actor, "environment.link-key-rotated", environment_id, {"number": number})
