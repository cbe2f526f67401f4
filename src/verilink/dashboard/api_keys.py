"""API keys: made with a name and permissions, shown once, revoked."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from verilink.access import api_keys, key_queries
from verilink.access.roles import Capability
from verilink.dashboard.doors import get, post
from verilink.dashboard.forms import Form
from verilink.dashboard.render import go, page
from verilink.dashboard.visit import Visit
from verilink.errors import BadRequest

PATH: Final = "/dashboard/api-keys"


async def keys_page(visit: Visit) -> Response:
    """The environment's keys."""
    async with visit.reading() as conn:
        rows = await key_queries.list_keys(conn, visit.environment.id)
    return page(visit, "keys/list.html", title="API keys", rows=rows, all_permissions=len(api_keys.PERMISSIONS))


async def new_page(visit: Visit) -> Response:
    """The form for a new key."""
    return _form(visit, "", list(api_keys.DEFAULT_PERMISSIONS))


async def create(visit: Visit, form: Form) -> Response:
    """Make the key and show its value, this once."""
    name, permissions = form.text("name"), form.many("permissions")
    try:
        async with visit.changing() as conn:
            key, value = await api_keys.create(
                conn, visit.services, visit.actor, visit.environment, name=name, permissions=permissions
            )
    except BadRequest as problem:
        return _form(visit, name, permissions, problem)
    return page(visit, "keys/made.html", title="New API key", key=key, value=value)


def _form(visit: Visit, name: str, ticked: list[str], problem: BadRequest | None = None) -> Response:
    problems = {problem.pointer or "name": problem.details or problem.title} if problem else {}
    return page(
        visit,
        "keys/new.html",
        title="New API key",
        status=422 if problem else 200,
        name=name,
        ticked=ticked,
        permissions=api_keys.PERMISSIONS,
        problems=problems,
    )


async def revoke_page(visit: Visit) -> Response:
    """Ask before a key stops working. Raises ``NotFound``."""
    async with visit.reading() as conn:
        key = await key_queries.get(conn, visit.environment.id, visit.param("key"))
    return page(visit, "keys/revoke.html", title="Revoke this key?", key=key)


async def revoke(visit: Visit, _: Form) -> Response:
    """The key stops working, at once here and within seconds in other processes."""
    async with visit.changing() as conn:
        await api_keys.revoke(conn, visit.actor, visit.environment.id, visit.param("key"))
    return go(visit, f"{PATH}?done=removed")


def routes() -> list[Route]:
    """The routes of this module."""
    return [
        get(PATH, keys_page, Capability.DEVELOP),
        post(PATH, create, Capability.DEVELOP),
        get(PATH + "/new", new_page, Capability.DEVELOP),
        get(PATH + "/{key}/revoke", revoke_page, Capability.DEVELOP),
        post(PATH + "/{key}/revoke", revoke, Capability.DEVELOP),
    ]
