"""REST operations of inquiry templates: for production keys, because templates belong to the whole organization."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec

from verilink.api.call import Answer, Call
from verilink.api.included import included
from verilink.api.router import Router
from verilink.database import Connection
from verilink.errors import BadRequest, Forbidden
from verilink.kit import jsonapi, pagination
from verilink.kit.pagination import Page
from verilink.templates import queries, reading, translations
from verilink.templates.model import InquiryTemplate, TemplateVersion

T = TypeVar("T", InquiryTemplate, TemplateVersion)


def _check_production(call: Call) -> None:
    if call.environment.sandbox:
        raise Forbidden("Inquiry templates belong to the organization; use a production API key")


def _slice(rows: Sequence[T], page: Page) -> list[T]:
    """The part of a short list, newest first, that a query with this page would read."""
    if page.before is not None:
        newer = [row for row in rows if row.id > page.before]
        return list(reversed(newer))[: page.limit]
    return [row for row in rows if page.after is None or row.id < page.after][: page.limit]


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /inquiry-templates``: newest first."""
    _check_production(call)
    call.filters(())
    page = pagination.parse_page(call.query)
    rows = await queries.list_templates(conn, call.environment.organization_id)
    window = pagination.cut(_slice(rows, page), page, lambda template: template.id)
    links = pagination.links("/api/v1/inquiry-templates", call.query, window)
    shown = [await reading.resource(conn, call.environment, template) for template in window.rows]
    return Answer(document=jsonapi.listing(shown, links))


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /inquiry-templates/{inquiry-template-id}``."""
    _check_production(call)
    template = await queries.get(conn, call.environment.organization_id, call.parameters["template_id"])
    resource = await reading.resource(conn, call.environment, template)
    return Answer(document=jsonapi.document(resource, await included(conn, call, resource)))


async def list_versions(call: Call, conn: Connection) -> Answer:
    """``GET /inquiry-template-versions?filter[inquiry-template-id]=``: the draft, then published ones, newest first."""
    _check_production(call)
    wanted = call.filters(("inquiry-template-id",)).get("inquiry-template-id", [])
    if len(wanted) != 1:
        raise BadRequest("filter[inquiry-template-id] must name one template")
    organization_id = call.environment.organization_id
    template = await queries.get(conn, organization_id, wanted[0])
    page = pagination.parse_page(call.query)
    rows = await queries.versions(conn, organization_id, template.id)
    window = pagination.cut(_slice(rows, page), page, lambda version: version.id)
    links = pagination.links("/api/v1/inquiry-template-versions", call.query, window)
    shown = [await reading.version_resource(conn, call.environment, template, row) for row in window.rows]
    return Answer(document=jsonapi.listing(shown, links))


async def show_translations(call: Call, conn: Connection) -> Answer:
    """``GET /inquiry-templates/{inquiry-template-id}/translations``: of the draft, else of the latest version."""
    _check_production(call)
    version = await translations.newest(conn, call.environment.organization_id, call.parameters["template_id"])
    rows = msgspec.to_builtins(translations.rows(version.document))
    resource = jsonapi.resource("inquiry-template-translations", version.id, {"translations": rows})
    return Answer(document=jsonapi.document(resource))


async def import_translations(call: Call, conn: Connection) -> Answer:
    """``POST /inquiry-templates/{inquiry-template-id}/translations``: into the draft, which stays one."""
    _check_production(call)
    rows = translations.parsed(call.attributes().get("translations"))
    organization_id, template_id = call.environment.organization_id, call.parameters["template_id"]
    template = await queries.lock(conn, organization_id, template_id)
    version = await translations.newest(conn, organization_id, template_id)
    document = translations.with_rows(version.document, rows)
    saved = await translations.save(conn, organization_id, version, document, f"API key {call.caller.key_id}")
    return Answer(document=jsonapi.document(await reading.version_resource(conn, call.environment, template, saved)))


def register(router: Router) -> None:
    """Serve these operations."""
    read = "inquiry.read"
    router.add("GET", "/inquiry-templates", listing, permission=read, mode="read")
    router.add("GET", "/inquiry-templates/{template_id}", show, permission=read, mode="read")
    one = "/inquiry-templates/{template_id}/translations"
    router.add("GET", one, show_translations, permission=read, mode="read")
    router.add("POST", one, import_translations, permission="inquiry.write", mode="write")
    router.add("GET", "/inquiry-template-versions", list_versions, permission=read, mode="read")
