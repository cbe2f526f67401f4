"""The organization's name and how its sandbox judges."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard.doors import get, post
from verilink.dashboard.forms import Form
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest
from verilink.organizations import actions
from verilink.organizations.model import EngineChoice

PATH: Final = "/dashboard/settings"


async def settings_page(visit: Visit) -> Response:
    """The settings a person can change here; the rest are the operator's."""
    return _page(visit, visit.environment.organization_name)


def _page(visit: Visit, name: str, problem: str = "") -> Response:
    sandbox = next(each for each in visit.environments if each.sandbox)
    return page(
        visit,
        "settings.html",
        title="Settings",
        status=422 if problem else 200,
        name=name,
        sandbox=sandbox,
        engine=sandbox.typed_settings.engine,
        problems={"name": problem} if problem else {},
    )


async def rename(visit: Visit, form: Form) -> Response:
    """Give the organization another name."""
    try:
        async with visit.changing() as conn:
            await actions.rename(conn, visit.actor, form.text("name"))
    except BadRequest as problem:
        return _page(visit, form.text("name"), problem.details or problem.title)
    return go(visit, f"{PATH}?done=saved")


async def set_engine(visit: Visit, form: Form) -> Response:
    """Choose who judges in the sandbox."""
    chosen: EngineChoice = "real" if form.text("engine") == "real" else "simulate"
    sandbox = next(each for each in visit.environments if each.sandbox)
    async with visit.changing() as conn:
        await actions.set_engine(conn, visit.actor, sandbox.id, chosen)
    return go(visit, f"{PATH}?done=saved")


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        get(PATH, settings_page, Capability.WRITE_SETTINGS),
        post(PATH + "/name", rename, Capability.WRITE_SETTINGS),
        post(PATH + "/engine", set_engine, Capability.WRITE_SETTINGS),
    ]
