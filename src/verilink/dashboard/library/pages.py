"""Looking at templates, bringing them in as YAML, publishing and taking them out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from starlette.responses import Response

from verilink.access.roles import Capability
from verilink.audit.actions import record
from verilink.dashboard.forms import Form
from verilink.dashboard.library import adding
from verilink.dashboard.library.diagram import Drawing, drawing_of
from verilink.dashboard.render import HEADERS, go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest, NotFound
from verilink.flow import yaml
from verilink.flow.plan import InvalidTemplate
from verilink.flow.shipped import shipped_templates
from verilink.templates import actions, queries
from verilink.templates.model import TemplateVersion

PATH: Final = "/dashboard/templates"


async def templates_page(visit: Visit) -> Response:
    """Every template with its state."""
    async with visit.reading() as conn:
        rows = await queries.list_templates(conn, visit.environment.organization_id)
    may_write = visit.may(Capability.WRITE_TEMPLATES)
    return page(visit, "library/list.html", title="Templates", rows=rows, may_write=may_write)


async def template_page(visit: Visit) -> Response:
    """One template: its drawing, its document, its versions. Raises ``NotFound``."""
    organization_id = visit.environment.organization_id
    async with visit.reading() as conn:
        template = await queries.get(conn, organization_id, visit.param("template"))
        history = await queries.versions(conn, organization_id, template.id)
    shown = chosen_version(history, visit.given("version"))
    draft = next((each for each in history if each.status == "draft"), None)
    return page(
        visit,
        "library/one.html",
        title=template.name,
        template=template,
        history=history,
        shown=shown,
        draft=draft,
        text=yaml.dump(shown.written),
        drawing=drawing_of(shown.document),
        may_write=visit.may(Capability.WRITE_TEMPLATES),
    )


def chosen_version(history: list[TemplateVersion], asked: str) -> TemplateVersion:
    """The version asked for, else the published one, else the newest. Raises ``NotFound``."""
    for each in history:
        if each.id == asked:
            return each
    published = next((each for each in history if each.status == "published"), None)
    if asked or not history:
        raise NotFound("There is no such version.")
    return published or history[0]


async def import_page(visit: Visit) -> Response:
    """The form for a document, new or in place of a draft; begun from a template that comes with it when asked."""
    starter = shipped_templates().get(visit.given("from"))
    return await _form(visit, Editing(yaml.dump(starter) if starter else await _newest(visit)))


async def _newest(visit: Visit) -> str:
    """The document of the template that is edited, as it was written last; nothing for a new one."""
    if not visit.given("template"):
        return ""
    organization_id = visit.environment.organization_id
    async with visit.reading() as conn:
        template = await queries.get(conn, organization_id, visit.given("template"))
        history = await queries.versions(conn, organization_id, template.id)
    return yaml.dump(history[0].written)


async def add(visit: Visit, form: Form) -> Response:
    """Show the steps of a module or an action, or put it into the document that is being edited; nothing is saved."""
    text, what = form.raw("document").replace("\r\n", "\n"), adding.wanted(form)
    editing = Editing(text, form.text("template"), what=what)
    try:
        drawing = adding.preview(text, what)
        if form.text("do") == "add":
            text = adding.added(text, what)
            what = adding.Wanted(kind=what.kind)
    except InvalidTemplate as error:
        return await _form(visit, replace(editing, misplaced=_told(text, error)))
    return await _form(visit, replace(editing, text=text, what=what, drawing=drawing, added=form.text("do") == "add"))


async def import_document(visit: Visit, form: Form) -> Response:
    """Read a YAML document into a draft: of a new template, or of the one named."""
    text, template_id = form.raw("document"), form.text("template")
    organization_id = visit.environment.organization_id
    try:
        document = yaml.parse_source(text)
        async with visit.changing() as conn:
            if template_id:
                await actions.save_draft(conn, organization_id, template_id, document, visit.user.id)
            else:
                template_id = (await actions.create(conn, organization_id, document, visit.user.id)).id
            await record(conn, visit.actor, "template.draft-saved", template_id)
    except InvalidTemplate as error:
        return await _form(visit, Editing(text, template_id, mistakes=_told(text, error)))
    return go(visit, f"{PATH}/{template_id}?done=draft")


def _told(text: str, error: InvalidTemplate) -> list[str]:
    """Every problem with its place and its line."""
    problems = error.problems if isinstance(error, yaml.InvalidYaml) else yaml.lined(text, error.problems)
    return [f"{each.path}: {each.message}" if each.path else each.message for each in problems]


@dataclass(frozen=True, slots=True, kw_only=False)
class Editing:
    """A document while it is edited. ``mistakes`` of it, ``misplaced``: why nothing could be added to it."""

    text: str
    template_id: str = ""
    mistakes: Sequence[str] = ()
    what: adding.Wanted = adding.Wanted()  # noqa: RUF009 - an immutable struct
    misplaced: Sequence[str] = ()
    drawing: Drawing | None = None
    added: bool = False


async def _form(visit: Visit, editing: Editing) -> Response:
    async with visit.reading() as conn:
        every = await queries.list_templates(conn, visit.environment.organization_id)
    chosen = editing.template_id or visit.given("template")
    templates = [("", "A new template"), *((each.id, f"New draft of {each.name}") for each in reversed(every))]
    return page(
        visit,
        "library/import.html",
        title=dict(templates[1:]).get(chosen, "Import a template"),
        status=422 if editing.mistakes or editing.misplaced else 200,
        text=editing.text,
        editing=editing,
        kinds=adding.KINDS,
        before=[("", "Choose"), *adding.before(editing.text)],
        starters=[(name, each.description) for name, each in shipped_templates().items()],
        chosen=chosen,
        templates=templates,
        mistakes=editing.mistakes,
    )


async def publish(visit: Visit, _: Form) -> Response:
    """Make the draft what new inquiries use. Raises ``NotFound`` or ``Conflict``."""
    template_id = visit.param("template")
    async with visit.changing() as conn:
        version = await actions.publish(conn, visit.environment.organization_id, template_id)
        await record(conn, visit.actor, "template.published", template_id, {"version": version.id})
    return go(visit, f"{PATH}/{template_id}?done=published")


async def set_status(visit: Visit, form: Form) -> Response:
    """Allow or stop new inquiries. Raises ``NotFound`` or ``BadRequest``."""
    template_id, wanted = visit.param("template"), form.text("status")
    if wanted not in {"active", "inactive"}:
        raise BadRequest("A template is active or inactive.")
    state: Literal["active", "inactive"] = "active" if wanted == "active" else "inactive"
    async with visit.changing() as conn:
        await actions.set_status(conn, visit.environment.organization_id, template_id, state)
        await record(conn, visit.actor, f"template.set-{wanted}", template_id)
    return go(visit, f"{PATH}/{template_id}?done=saved")


async def export(visit: Visit) -> Response:
    """The document as a YAML file. Raises ``NotFound``."""
    organization_id = visit.environment.organization_id
    async with visit.reading() as conn:
        template = await queries.get(conn, organization_id, visit.param("template"))
        history = await queries.versions(conn, organization_id, template.id)
    shown = chosen_version(history, visit.given("version"))
    name = re.sub(r"[^a-z0-9]+", "-", template.name.lower()).strip("-") or "template"
    disposition = f'attachment; filename="{name}-v{shown.number}.yaml"'
    headers = HEADERS | {"Content-Disposition": disposition}
    return Response(yaml.dump(shown.written), media_type="application/yaml", headers=headers)
