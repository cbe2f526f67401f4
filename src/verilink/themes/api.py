"""REST operations of theme sets: they belong to the whole organization, so writing takes a production key."""

from __future__ import annotations

from typing import Any, Final

from verilink.api import values as c
from verilink.api.call import Answer, Call
from verilink.api.router import Router
from verilink.audit.actions import Actor
from verilink.database import Connection
from verilink.errors import BadRequest, Forbidden
from verilink.kit import jsonapi, pagination
from verilink.themes import actions, queries, wire
from verilink.themes.cells import styles_from
from verilink.themes.model import Styles, ThemeSet

ATTRIBUTES: Final = ("name", "styles")
_ARCHIVED: Final = {"active": False, "archived": True}


def _answer(theme: ThemeSet, status: int = 200) -> Answer:
    return Answer(document={"data": wire.resource(theme)}, status=status)


def _id(call: Call) -> str:
    return call.parameters["theme_set_id"]


def _actor(call: Call) -> Actor:
    """Raises ``Forbidden`` for a sandbox key."""
    if call.environment.sandbox:
        raise Forbidden("Theme sets belong to the organization; use a production API key")
    return Actor(organization_id=call.environment.organization_id, environment_id=call.environment.id)


def _asked(call: Call) -> dict[str, Any]:
    attributes = call.attributes()
    c.refuse_unknown(attributes, ATTRIBUTES)
    return attributes


async def listing(call: Call, conn: Connection) -> Answer:
    """``GET /theme-sets``: newest first; ``filter[status]``: ``active`` or ``archived``."""
    page, wanted = pagination.parse_page(call.query), call.filters(("status",)).get("status", [])
    if len(wanted) > 1 or any(each not in _ARCHIVED for each in wanted):
        raise BadRequest("filter[status] must be active or archived")
    archived = _ARCHIVED[wanted[0]] if wanted else None
    found = await queries.list_page(conn, call.environment.organization_id, page, archived)
    window = pagination.cut(found, page, lambda theme: theme.id)
    links = pagination.links("/api/v1/theme-sets", call.query, window)
    return Answer(document=jsonapi.listing([wire.resource(theme) for theme in window.rows], links))


async def make(call: Call, conn: Connection) -> Answer:
    """``POST /theme-sets``: ``name`` is needed, ``styles`` are those of the flow without them."""
    actor, given = _actor(call), _asked(call)
    name = c.required_text(given, "name")
    styles = styles_from(given["styles"]) if given.get("styles") is not None else Styles()
    return _answer(await actions.make(conn, actor, name, styles), 201)


async def show(call: Call, conn: Connection) -> Answer:
    """``GET /theme-sets/{theme-set-id}``: an archived one too."""
    return _answer(await queries.find(conn, call.environment.organization_id, _id(call)))


async def change(call: Call, conn: Connection) -> Answer:
    """``PATCH /theme-sets/{theme-set-id}``: ``styles`` are replaced as a whole."""
    actor, given = _actor(call), _asked(call)
    styles = styles_from(given["styles"]) if "styles" in given else None
    name = c.required_text(given, "name") if "name" in given else None
    return _answer(await actions.update(conn, actor, _id(call), name=name, styles=styles))


async def archive(call: Call, conn: Connection) -> Answer:
    """``DELETE /theme-sets/{theme-set-id}``: put away, still to be read; 409 for the default."""
    return _answer(await actions.archive(conn, _actor(call), _id(call)))


def register(router: Router) -> None:
    """Serve these operations."""
    one = "/theme-sets/{theme_set_id}"
    read, write = "theme_set.read", "theme_set.write"
    router.add("GET", "/theme-sets", listing, permission=read, mode="read")
    router.add("POST", "/theme-sets", make, permission=write, mode="write")
    router.add("GET", one, show, permission=read, mode="read")
    router.add("PATCH", one, change, permission=write, mode="write")
    router.add("DELETE", one, archive, permission=write, mode="write")
