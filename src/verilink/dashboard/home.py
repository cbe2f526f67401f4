"""The first page: what to do next, and what waits for a decision."""

from __future__ import annotations

from starlette.responses import Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard import queries
from verilink.dashboard.doors import get
from verilink.dashboard.inquiries import queries as read
from verilink.dashboard.inquiries.listing import rows_of
from verilink.dashboard.render import page
from verilink.dashboard.visit import Visit
from verilink.inquiries import queries as inquiries
from verilink.inquiries.model import Filters
from verilink.kit.pagination import Page
from verilink.queues import queries as queues

_LATEST = 5


async def home_page(visit: Visit) -> Response:
    """Steps until they are done; then what waits, and the latest inquiries."""
    organization_id, environment_id = visit.environment.organization_id, visit.environment.id
    async with visit.reading() as conn:
        start = await queries.start(conn, organization_id, environment_id)
        found = await inquiries.list_inquiries(conn, environment_id, Page(_LATEST - 1), Filters())
        names = await read.template_names(conn, organization_id)
        rows = await rows_of(conn, visit, found[:_LATEST], names)
        waiting = await queues.list_queues(conn, environment_id)
    steps_left = not all((start.inquiries, start.finished, start.key_used, start.webhook, start.colleague))
    return page(visit, "home.html", title="Home", start=start, rows=rows, queues=waiting, steps_left=steps_left)


def routes() -> list[Route]:
    """The routes of this module."""
    return [get("/dashboard", home_page, Capability.SEE_INQUIRIES)]
