"""Every route of the dashboard, sign-up and sign-in."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from verilink.dashboard import api_keys, entry, home, hosted_links, mail, people, queues, settings, statics, webhooks
from verilink.dashboard.inquiries import routes as inquiries
from verilink.dashboard.library import routes as library
from verilink.dashboard.themes import routes as themes


async def _to_dashboard(_: Request) -> Response:
    return RedirectResponse("/dashboard", 303)


def routes() -> list[BaseRoute]:
    """To be mounted at the root."""
    areas = (entry, home, inquiries, queues, hosted_links, library, themes, api_keys, webhooks, mail, settings, people)
    return [
        Route("/", _to_dashboard, methods=["GET"]),
        Route(statics.PREFIX + "{release}/{name:path}", statics.serve, methods=["GET"]),
        *(route for area in areas for route in area.routes()),
    ]
