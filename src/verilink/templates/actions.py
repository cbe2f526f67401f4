"""The doors through which templates change."""

from __future__ import annotations

from typing import Literal

import msgspec

from verilink.checks.requirements import template_problems
from verilink.database import Connection
from verilink.errors import Conflict
from verilink.flow.document import Template
from verilink.flow.modules.expansion import expand
from verilink.flow.plan import InvalidTemplate, Plan, plan_of
from verilink.flow.problems import Problem
from verilink.flow.source import Source
from verilink.judging.providers import installed
from verilink.kit import clock, ids
from verilink.templates import queries
from verilink.templates.model import InquiryTemplate, TemplateVersion, VerificationIds


def validated(document: Template | Source) -> Plan:
    """The plan of a document whose checks exist and can be decided here, its modules expanded.

    Raises ``InvalidTemplate`` with problems told where the author wrote what is wrong.
    """
    if isinstance(document, Template):
        return _checked(document)
    expansion = expand(document)
    try:
        return _checked(expansion.template)
    except InvalidTemplate as error:
        raise InvalidTemplate(expansion.blamed(error.problems)) from None


def _checked(document: Template) -> Plan:
    plan = plan_of(document)
    if problems := tuple(Problem(*each) for each in template_problems(document.verifications, providers=installed())):
        raise InvalidTemplate(problems)
    return plan


async def create(
    conn: Connection, organization_id: str, document: Template | Source, updated_by: str | None = None
) -> InquiryTemplate:
    """A new template with ``document`` as its first draft. Raises ``flow.plan.InvalidTemplate``."""
    plan = validated(document)
    now = clock.now()
    template = InquiryTemplate(
        organization_id=organization_id,
        id=ids.new("itmpl"),
        name=document.name,
        status="active",
        live_version_id=None,
        created_at=now,
        updated_at=now,
    )
    await queries.insert(conn, template)
    await queries.insert_version(conn, _version(template, (document, plan), 1, None, updated_by))
    return template


async def save_draft(
    conn: Connection, organization_id: str, template_id: str, document: Template | Source, updated_by: str | None = None
) -> TemplateVersion:
    """Replace the draft, or begin one from the newest version. Raises ``InvalidTemplate`` and ``NotFound``."""
    plan = validated(document)
    template = await queries.lock(conn, organization_id, template_id)
    history = await queries.versions(conn, organization_id, template_id)
    newest = history[0] if history else None
    if newest is not None and newest.status == "draft":
        fresh = _version(template, (document, plan), newest.number, newest, updated_by)
        kept = msgspec.structs.replace(fresh, id=newest.id, created_at=newest.created_at)
        await queries.update_draft(conn, kept)
        return kept
    begun = _version(template, (document, plan), (newest.number if newest else 0) + 1, newest, updated_by)
    await queries.insert_version(conn, begun)
    return begun


async def publish(conn: Connection, organization_id: str, template_id: str) -> TemplateVersion:
    """Make the draft the live version; later inquiries get it, earlier ones keep theirs. Raises ``Conflict``."""
    template = await queries.lock(conn, organization_id, template_id)
    draft = await queries.draft(conn, organization_id, template_id)
    if draft is None:
        raise Conflict("The template has no draft to publish")
    now = clock.now()
    published = msgspec.structs.replace(draft, status="published", published_at=now, updated_at=now)
    await queries.publish(conn, published)
    changed = msgspec.structs.replace(template, name=draft.document.name, live_version_id=published.id, updated_at=now)
    await queries.update(conn, changed)
    return published


async def set_status(
    conn: Connection, organization_id: str, template_id: str, status: Literal["active", "inactive"]
) -> InquiryTemplate:
    """Allow or stop new inquiries; those under way go on."""
    template = await queries.lock(conn, organization_id, template_id)
    changed = msgspec.structs.replace(template, status=status, updated_at=clock.now())
    await queries.update(conn, changed)
    return changed


def _version(
    template: InquiryTemplate,
    given: tuple[Template | Source, Plan],
    number: int,
    previous: TemplateVersion | None,
    updated_by: str | None,
) -> TemplateVersion:
    written, plan = given
    known = previous.verification_ids if previous else {}
    verification_ids = {
        name: VerificationIds(known[name].template if name in known else ids.new("vtmpl"), ids.new("vtmplv"))
        for name in plan.template.verifications
    }
    now = clock.now()
    return TemplateVersion(
        organization_id=template.organization_id,
        id=ids.new("itmplv"),
        template_id=template.id,
        number=number,
        status="draft",
        document=plan.template,
        source=written if isinstance(written, Source) and written.steps != plan.template.steps else None,
        plan=plan,
        verification_ids=verification_ids,
        updated_by=updated_by,
        created_at=now,
        updated_at=now,
        published_at=None,
    )
