"""Templates and versions as callers see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.organizations.model import Environment
from verilink.templates import queries, wire
from verilink.templates.model import InquiryTemplate, TemplateVersion
from verilink.themes import queries as themes
from verilink.themes import wire as theme_wire


async def resource(conn: Connection, environment: Environment, template: InquiryTemplate) -> dict[str, Any]:
    """A template with the fields and settings of the version that counts."""
    organization_id = environment.organization_id
    if template.live_version_id is not None:
        shown = await queries.version(conn, organization_id, template.live_version_id)
        return wire.resource(template, shown.document, environment.subdomain)
    draft = await queries.draft(conn, organization_id, template.id)
    return wire.resource(template, draft.document if draft else None, environment.subdomain)


async def resources(conn: Connection, environment: Environment, template_ids: Sequence[str]) -> list[dict[str, Any]]:
    """These templates; unknown ids are left out."""
    found = []
    for template_id in template_ids:
        try:
            template = await queries.get(conn, environment.organization_id, template_id)
        except NotFound:
            continue
        found.append(await resource(conn, environment, template))
    return found


async def version_resource(
    conn: Connection, environment: Environment, template: InquiryTemplate, version: TemplateVersion
) -> dict[str, Any]:
    """One version with the theme its inquiries have when nobody chooses another."""
    organization_id = environment.organization_id
    theme = await themes.of_inquiry(
        conn, organization_id, chosen=None, template_id=template.id, named=version.document.theme
    )
    live = template.live_version_id == version.id
    return wire.version_resource(version, live=live, theme=theme_wire.flat(theme, organization_id))


async def version_resources(
    conn: Connection, environment: Environment, version_ids: Sequence[str]
) -> list[dict[str, Any]]:
    """These versions; unknown ids are left out."""
    found = []
    for version_id in version_ids:
        try:
            version = await queries.version(conn, environment.organization_id, version_id)
            template = await queries.get(conn, environment.organization_id, version.template_id)
        except NotFound:
            continue
        found.append(await version_resource(conn, environment, template, version))
    return found
