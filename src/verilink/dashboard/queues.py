"""Queues: named filters over inquiries, and who is told when one enters."""

from __future__ import annotations

import re
from typing import Any, Final

from starlette.responses import Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.audit.actions import record
from verilink.dashboard import words
from verilink.dashboard.doors import get, post
from verilink.dashboard.forms import Form
from verilink.dashboard.inquiries import queries as read
from verilink.dashboard.inquiries.naming import person_name
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest
from verilink.inquiries.model import STATUSES
from verilink.kit.pagination import cut, links
from verilink.queues import actions, queries
from verilink.queues.model import Filter
from verilink.templates import queries as templates

PATH: Final = "/dashboard/queues"


async def queues_page(visit: Visit) -> Response:
    """Every queue with its size."""
    async with visit.reading() as conn:
        found = await queries.list_queues(conn, visit.environment.id)
        names = await read.template_names(conn, visit.environment.organization_id)
    rows = [(each, said(each.filter, names)) for each in found]
    return page(visit, "queues/list.html", title="Queues", rows=rows, may_write=visit.may(Capability.WRITE_QUEUES))


def said(conditions: Filter, template_names: dict[str, str]) -> str:
    """A filter in words."""
    parts = [
        " or ".join(words.status(each)[0] for each in conditions.statuses),
        " or ".join(template_names.get(each, each) for each in conditions.template_ids),
    ]
    if conditions.failed_checks:
        parts.append("failed: " + " or ".join(words.check(each).lower() for each in conditions.failed_checks))
    return " · ".join(filter(None, parts))


async def new_page(visit: Visit) -> Response:
    """The form for a new queue."""
    return await _form(visit, Form({}))


async def create(visit: Visit, form: Form) -> Response:
    """Make the queue."""
    try:
        async with visit.changing() as conn:
            made = await actions.create(conn, visit.environment.id, _asked(form))
            await record(conn, visit.actor, "queue.created", made.id, {"name": made.name})
    except BadRequest as problem:
        return await _form(visit, form, problem)
    return go(visit, f"{PATH}/{made.id}")


async def one_page(visit: Visit) -> Response:
    """The inquiries in a queue. Raises ``NotFound``."""
    async with visit.reading() as conn:
        queue = await queries.get(conn, visit.environment.id, visit.param("queue"))
        entries = await queries.entries(conn, visit.environment.id, queue.id, visit.page)
        names = await read.template_names(conn, visit.environment.organization_id)
        window = cut(entries, visit.page, lambda each: each.inquiry_id)
        checks = await read.latest_checks(conn, visit.environment.id, [each.inquiry_id for each in window.rows])
    rows = [(each, person_name(each.fields), _failed(checks.get(each.inquiry_id, []))) for each in window.rows]
    return page(
        visit,
        "queues/one.html",
        title=queue.name,
        queue=queue,
        said=said(queue.filter, names),
        names=names,
        rows=rows,
        links=links(f"{PATH}/{queue.id}", visit.query, window),
        may_write=visit.may(Capability.WRITE_QUEUES),
    )


def _failed(checks: list[dict[str, Any]]) -> str:
    failed = [words.check(str(each["name"])) for each in checks if each.get("status") == "failed"]
    return ", ".join(failed[:2]) + (f" and {len(failed) - 2} more" if len(failed) > 2 else "")


async def archive(visit: Visit, _: Form) -> Response:
    """Put the queue away; its inquiries stay."""
    async with visit.changing() as conn:
        queue = await actions.archive(conn, visit.environment.id, visit.param("queue"))
        await record(conn, visit.actor, "queue.archived", queue.id)
    return go(visit, f"{PATH}?done=archived")


def _asked(form: Form) -> actions.NewQueue:
    conditions = {
        "statuses": form.many("statuses"),
        "template-ids": form.many("templates"),
        "failed-checks": form.many("checks"),
    }
    addresses = [each for each in re.split(r"[\s,;]+", form.text("notify")) if each]
    return actions.NewQueue(name=form.text("name"), filter=conditions, notify=addresses)


async def _form(visit: Visit, form: Form, problem: BadRequest | None = None) -> Response:
    async with visit.reading() as conn:
        every = await templates.list_templates(conn, visit.environment.organization_id)
        checks = await _check_names(visit, conn, [each.live_version_id for each in every if each.live_version_id])
    pointer = (problem.pointer or "notify") if problem else ""
    return page(
        visit,
        "queues/new.html",
        title="New queue",
        status=422 if problem else 200,
        statuses=[(name, words.status(name)[0]) for name in STATUSES],
        templates=[(each.id, each.name) for each in reversed(every)],
        checks=[(name, words.check(name)) for name in checks],
        given={"name": form.text("name"), "notify": form.text("notify")},
        ticked={"statuses": form.many("statuses"), "templates": form.many("templates"), "checks": form.many("checks")},
        problems={pointer: problem.details or problem.title} if problem else {},
    )


async def _check_names(visit: Visit, conn: Any, version_ids: list[str]) -> list[str]:
    names: set[str] = set()
    for version_id in version_ids:
        version = await templates.version(conn, visit.environment.organization_id, version_id)
        for verification in version.document.verifications.values():
            names |= {name for name, setting in verification.checks.items() if setting.requirement != "disabled"}
    return sorted(names, key=words.check)


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        get(PATH, queues_page, Capability.SEE_INQUIRIES),
        post(PATH, create, Capability.WRITE_QUEUES),
        get(PATH + "/new", new_page, Capability.WRITE_QUEUES),
        get(PATH + "/{queue}", one_page, Capability.SEE_INQUIRIES),
        post(PATH + "/{queue}/archive", archive, Capability.WRITE_QUEUES),
    ]
