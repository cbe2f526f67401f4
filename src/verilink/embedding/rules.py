"""From what a framed page would open to who may frame it."""

from __future__ import annotations

from verilink.database import Connection
from verilink.embedding import queries
from verilink.embedding.origins import Rules, Unframeable
from verilink.embedding.parameters import Embedding
from verilink.errors import NotFound
from verilink.hosted import queries as links
from verilink.hosted.opening import environment_of
from verilink.hosted.parameters import Parameters
from verilink.inquiries import queries as inquiry_queries
from verilink.organizations import queries as organization_queries
from verilink.organizations.allowed import allowed_domains
from verilink.organizations.model import Environment
from verilink.templates import queries as template_queries


async def rules_of(conn: Connection, asked: Embedding) -> Rules:
    """The rules of the template the flow comes from, in the environment it would run in.

    A query that opens nothing (an unknown id, parameters that contradict each other) still has to tell the page so:
    there, any domain some template of the installation allows will do.
    """
    found = await _opened(conn, asked.link) if asked.link else None
    return found or Rules(domains=await queries.domains_of_installation(conn), sandbox=await _sandbox(conn, asked))


async def _opened(conn: Connection, link: Parameters) -> Rules | None:
    if link.code:
        raise Unframeable("A one-time link (code) is a page of its own. Embed the inquiry by its inquiry-id instead.")
    if link.inquiry_id:
        return await _of_inquiry(conn, link.inquiry_id)
    try:
        environment = await environment_of(conn, link)
    except NotFound:
        return None
    named = link.version_id or link.template_id or ""
    template_id = await queries.template_of(conn, environment.organization_id, named)
    return await _rules(conn, environment, template_id) if template_id else None


async def _of_inquiry(conn: Connection, inquiry_id: str) -> Rules | None:
    """By the template as it is live now, so that a domain taken off the list is off for inquiries under way too."""
    environment_id = await links.environment_of_inquiry(conn, inquiry_id)
    if environment_id is None:
        return None
    environment = await organization_queries.environment(conn, environment_id)
    inquiry = await inquiry_queries.get(conn, environment_id, inquiry_id)
    version = await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)
    return await _rules(conn, environment, version.template_id)


async def _rules(conn: Connection, environment: Environment, template_id: str) -> Rules:
    domains = await queries.domains_of_template(conn, environment.organization_id, template_id)
    return Rules(domains=tuple(allowed_domains(environment, domains)), sandbox=environment.sandbox)


async def _sandbox(conn: Connection, asked: Embedding) -> bool:
    if asked.environment_id is None:
        return asked.environment == "sandbox"
    try:
        return (await organization_queries.environment(conn, asked.environment_id)).sandbox
    except NotFound:
        return False
