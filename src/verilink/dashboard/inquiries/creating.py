"""Create an inquiry by hand, and hand out its link."""

from __future__ import annotations

from typing import Any, Final

import msgspec
from starlette.responses import Response

from verilink.access.roles import Capability
from verilink.accounts import queries as accounts
from verilink.audit.actions import record
from verilink.dashboard.forms import Form
from verilink.dashboard.render import page
from verilink.dashboard.visit import Visit
from verilink.database.pool import Connection
from verilink.errors import BadRequest, Unprocessable, VerilinkError
from verilink.flow.document import FieldSchema
from verilink.flow.fields import label_of
from verilink.flow.schemas import Option
from verilink.inquiries.create import Created, NewInquiry, create
from verilink.sessions.links import unique_link
from verilink.templates import queries as templates
from verilink.themes import queries as themes

# These are filled in by a verification; nobody types them.
_NOT_TYPED: Final = frozenset({"government_id", "selfie", "json", "array", "hash", "file"})
_POINTER: Final = "/data/attributes/fields/"


class FieldInput(msgspec.Struct, frozen=True, kw_only=True):
    """One input of the Fields tab."""

    key: str
    label: str
    type: str
    options: tuple[Option, ...]
    max_length: int
    value: str | list[str]


async def new_page(visit: Visit) -> Response:
    """The form, as a dialog or as a page of its own."""
    return await _form(visit, Form({}))


async def fields_part(visit: Visit) -> Response:
    """The Fields tab of the template chosen meanwhile."""
    async with visit.reading() as conn:
        inputs = await _inputs(conn, visit, visit.given("template"), Form({}))
    return page(visit, "inquiries/new-fields.html", title="Fields", inputs=inputs, problems={})


async def create_inquiry(visit: Visit, form: Form) -> Response:
    """Make it; show the link, or the form again with what is wrong."""
    new = _asked(form)
    try:
        async with visit.changing() as conn:
            if new.theme_set_id:
                await themes.get(conn, visit.environment.organization_id, new.theme_set_id)
            made = await create(conn, visit.services, visit.environment, new)
            await record(conn, visit.actor, "inquiry.created", made.inquiry.id)
    except (BadRequest, Unprocessable) as problem:
        return await _form(visit, form, problem)
    return _made(visit, made)


def _asked(form: Form) -> NewInquiry:
    values: dict[str, Any] = {}
    given: Any = form.tree.get("fields", {})
    if isinstance(given, dict):
        values = {key: value for key, value in given.items() if value not in ("", [])}
    return NewInquiry(
        template_id=form.text("template") or None,
        reference_id=form.optional("reference"),
        account_type_id=form.optional("account-type"),
        theme_set_id=form.optional("theme"),
        fields=values,
        creator="Dashboard",
    )


def _made(visit: Visit, made: Created) -> Response:
    link = unique_link(visit.services.settings, visit.environment.at(made.host), made.inquiry.id)
    return page(visit, "inquiries/made.html", title="View new Inquiry", inquiry=made.inquiry, link=link)


async def _form(visit: Visit, form: Form, problem: VerilinkError | None = None) -> Response:
    organization_id = visit.environment.organization_id
    async with visit.reading() as conn:
        every = await templates.list_templates(conn, organization_id)
        usable = [each for each in reversed(every) if each.status == "active" and each.live_version_id]
        asked = form.text("template") or visit.given("template")
        chosen = asked or (usable[0].id if usable else "")
        values = {
            "templates": [(each.id, each.name) for each in usable],
            "types": [(each.id, each.name) for each in await accounts.types(conn, organization_id)],
            "themes": [(each.id, each.name) for each in await themes.list_theme_sets(conn, organization_id)],
        }
        inputs = await _inputs(conn, visit, chosen, form) if chosen else []
    given = {name: form.text(name) for name in ("reference", "account-type", "theme")} | {"template": chosen}
    given["reference"] = given["reference"] or visit.given("reference")
    return page(
        visit,
        "inquiries/new.html",
        title="Create inquiry",
        status=422 if problem else 200,
        given=given,
        problems=_problems(problem, {each.key for each in inputs}),
        may_manage=visit.may(Capability.WRITE_TEMPLATES),
        inputs=inputs,
        **values,
    )


def _problems(problem: VerilinkError | None, keys: set[str]) -> dict[str, str]:
    if problem is None:
        return {}
    said = problem.details or problem.title
    key = (problem.pointer or "").removeprefix(_POINTER)
    if key in keys:
        return {f"field-{key}": said.removeprefix(f"fields.{key}: ")}
    if said.startswith("reference-id"):
        return {"reference": said.replace("reference-id", "A reference ID")}
    return {"": said}


async def _inputs(conn: Connection, visit: Visit, template_id: str, form: Form) -> list[FieldInput]:
    version = await templates.live(conn, visit.environment.organization_id, template_id)
    given: Any = form.tree.get("fields", {})
    held = given if isinstance(given, dict) else {}
    return [
        _input(key, schema, held.get(key, schema.default))
        for key, schema in version.document.fields.items()
        if schema.type not in _NOT_TYPED
    ]


def _input(key: str, schema: FieldSchema, value: Any) -> FieldInput:
    text: str | list[str] = [str(each) for each in value] if isinstance(value, list) else _typed(value)
    return FieldInput(
        key=key,
        label=label_of(key, schema),
        type=schema.type,
        options=schema.choices(),
        max_length=schema.max_char_length,
        value=text,
    )


def _typed(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
