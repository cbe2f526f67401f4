"""SQL of templates. Published versions never change, so they are decoded once per process."""

from __future__ import annotations

import time
from collections import OrderedDict
from typing import Any, Final

import msgspec

from verilink.database import Connection
from verilink.errors import NotFound, Unprocessable
from verilink.flow.plan import plan_of
from verilink.flow.source import Source
from verilink.flow.stored import read_stored
from verilink.templates.model import InquiryTemplate, TemplateVersion, VerificationIds

COLUMNS: Final = "organization_id, id, name, status, live_version_id, created_at, updated_at"
VERSION_COLUMNS: Final = (
    "organization_id, id, template_id, number, status, document, source, verification_ids, updated_by, "
    "created_at, updated_at, published_at"
)
LIVE_SECONDS: Final = 2.0
CACHED_VERSIONS: Final = 256
_versions: OrderedDict[tuple[str, str], TemplateVersion] = OrderedDict()
_live: dict[tuple[str, str], tuple[float, str]] = {}


async def get(conn: Connection, organization_id: str, template_id: str) -> InquiryTemplate:
    """One template. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM inquiry_template WHERE organization_id = $1 AND id = $2"
    row = await conn.fetchrow(query, organization_id, template_id)
    if row is None:
        raise NotFound("Inquiry template not found")
    return InquiryTemplate(**row)


async def list_templates(conn: Connection, organization_id: str) -> list[InquiryTemplate]:
    """Every template, newest first."""
    query = f"SELECT {COLUMNS} FROM inquiry_template WHERE organization_id = $1 ORDER BY id DESC"
    return [InquiryTemplate(**row) for row in await conn.fetch(query, organization_id)]


async def version(conn: Connection, organization_id: str, version_id: str) -> TemplateVersion:
    """One version, from memory when it is published. Raises ``NotFound``."""
    cached = _versions.get((organization_id, version_id))
    if cached is not None:
        return cached
    query = f"SELECT {VERSION_COLUMNS} FROM inquiry_template_version WHERE organization_id = $1 AND id = $2"
    row = await conn.fetchrow(query, organization_id, version_id)
    if row is None:
        raise NotFound("Inquiry template version not found")
    return _remember(_decoded(dict(row)))


async def versions(conn: Connection, organization_id: str, template_id: str) -> list[TemplateVersion]:
    """Every version of a template, newest first."""
    query = f"""
        SELECT {VERSION_COLUMNS} FROM inquiry_template_version
        WHERE organization_id = $1 AND template_id = $2 ORDER BY number DESC
    """
    return [_decoded(dict(row)) for row in await conn.fetch(query, organization_id, template_id)]


async def live(conn: Connection, organization_id: str, template_id: str) -> TemplateVersion:
    """The published version new inquiries get; another process may learn of a new one ``LIVE_SECONDS`` later.

    Raises ``NotFound``, and ``Unprocessable`` (code ``inactive_template``) when nothing is published.
    """
    known = _live.get((organization_id, template_id))
    if known is not None and time.monotonic() - known[0] < LIVE_SECONDS:
        return await version(conn, organization_id, known[1])
    template = await get(conn, organization_id, template_id)
    if template.live_version_id is None or template.status != "active":
        raise Unprocessable("The inquiry template has no published version", code="inactive_template")
    _live[organization_id, template_id] = (time.monotonic(), template.live_version_id)
    return await version(conn, organization_id, template.live_version_id)


def forget(organization_id: str, template_id: str) -> None:
    """Drop what this process remembers of a template's live version."""
    _live.pop((organization_id, template_id), None)


def _decoded(row: dict[str, Any]) -> TemplateVersion:
    document, source = read_stored(row.pop("document")), row.pop("source")
    written = None if source is None else msgspec.convert(source, Source)
    ids = msgspec.convert(row.pop("verification_ids"), dict[str, VerificationIds])
    return TemplateVersion(document=document, source=written, plan=plan_of(document), verification_ids=ids, **row)


def _remember(found: TemplateVersion) -> TemplateVersion:
    if found.status != "draft":
        _versions[found.organization_id, found.id] = found
        while len(_versions) > CACHED_VERSIONS:
            _versions.popitem(last=False)
    return found


async def insert(conn: Connection, template: InquiryTemplate) -> None:
    """Write a new template."""
    query = f"INSERT INTO inquiry_template ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7)"
    await conn.execute(query, *(getattr(template, name) for name in InquiryTemplate.__struct_fields__))


async def update(conn: Connection, template: InquiryTemplate) -> None:
    """Write back name, status and live version."""
    query = """
        UPDATE inquiry_template SET name = $3, status = $4, live_version_id = $5, updated_at = $6
        WHERE organization_id = $1 AND id = $2
    """
    values = (template.name, template.status, template.live_version_id, template.updated_at)
    await conn.execute(query, template.organization_id, template.id, *values)
    forget(template.organization_id, template.id)


async def lock(conn: Connection, organization_id: str, template_id: str) -> InquiryTemplate:
    """One template, locked until the transaction ends. Raises ``NotFound``."""
    query = f"SELECT {COLUMNS} FROM inquiry_template WHERE organization_id = $1 AND id = $2 FOR UPDATE"
    row = await conn.fetchrow(query, organization_id, template_id)
    if row is None:
        raise NotFound("Inquiry template not found")
    return InquiryTemplate(**row)


async def draft(conn: Connection, organization_id: str, template_id: str) -> TemplateVersion | None:
    """The template's draft, if it has one."""
    query = f"""
        SELECT {VERSION_COLUMNS} FROM inquiry_template_version
        WHERE organization_id = $1 AND template_id = $2 AND status = 'draft'
    """
    row = await conn.fetchrow(query, organization_id, template_id)
    return None if row is None else _decoded(dict(row))


async def insert_version(conn: Connection, new: TemplateVersion) -> None:
    """Write a new version."""
    query = f"""
        INSERT INTO inquiry_template_version ({VERSION_COLUMNS})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    """
    names = VERSION_COLUMNS.split(", ")
    await conn.execute(query, *(getattr(new, name) for name in names))


async def update_draft(conn: Connection, draft_version: TemplateVersion) -> None:
    """Write back a draft's document; a published version is out of reach of this statement."""
    query = """
        UPDATE inquiry_template_version
        SET document = $3, source = $4, verification_ids = $5, updated_by = $6, updated_at = $7
        WHERE organization_id = $1 AND id = $2 AND status = 'draft'
    """
    new = draft_version
    values = (new.document, new.source, new.verification_ids, new.updated_by, new.updated_at)
    await conn.execute(query, new.organization_id, new.id, *values)


async def publish(conn: Connection, published: TemplateVersion) -> None:
    """Turn the draft into the published version and archive the one before."""
    archive = """
        UPDATE inquiry_template_version SET status = 'archived', updated_at = $3
        WHERE organization_id = $1 AND template_id = $2 AND status = 'published'
    """
    await conn.execute(archive, published.organization_id, published.template_id, published.updated_at)
    query = """
        UPDATE inquiry_template_version SET status = 'published', published_at = $3, updated_at = $3
        WHERE organization_id = $1 AND id = $2 AND status = 'draft'
    """
    await conn.execute(query, published.organization_id, published.id, published.updated_at)
