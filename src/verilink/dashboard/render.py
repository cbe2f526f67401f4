"""Pages and parts of pages from templates, with the headers every one of them carries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from verilink.dashboard import statics, words
from verilink.dashboard.navigation import navigation
from verilink.dashboard.visit import Visit
from verilink.kit.csp import Policy

THEMES: Final = ("system", "light", "dark")
HEADERS: Final = {
    "Content-Security-Policy": Policy(img=("'self'", "blob:"), trusted_types=("default",)).header(),
    "Cache-Control": "private, no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The template engine: everything escaped, a name that is not given is an error."""
    engine = Environment(
        loader=PackageLoader("verilink.dashboard", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.do"],
    )
    engine.globals.update(static=statics.address, icon=icon, words=words)
    engine.filters.update(ago=words.ago, until=words.until, moment=words.moment, short_id=words.short_id)
    return engine


def icon(name: str, label: str = "") -> Markup:
    """One symbol of ``templates/icons.svg``; decoration unless it has a label."""
    said = Markup('role="img" aria-label="{}"').format(label) if label else Markup('aria-hidden="true"')
    return Markup('<svg class="icon" {}><use href="#i-{}"/></svg>').format(said, name)


def page(visit: Visit, template: str, /, *, status: int = 200, **values: Any) -> Response:
    """A page, or what of it htmx asked for, as this person may see it."""
    context = {
        "visit": visit,
        "csrf": visit.session.csrf,
        "groups": navigation(visit),
        "path": visit.request.url.path,
        "theme": chosen_theme(visit.request),
        "frame": "part.html" if visit.partial else "shell.html",
        "flash": visit.request.query_params.get("done", ""),
        **values,
    }
    return HTMLResponse(templates().get_template(template).render(context), status, HEADERS)


def door(request: Request, template: str, /, *, status: int = 200, **values: Any) -> Response:
    """A page for somebody who is not known yet."""
    context = {"theme": chosen_theme(request), "frame": "door.html", **values}
    return HTMLResponse(templates().get_template(template).render(context), status, HEADERS)


def go(visit: Visit, address: str) -> Response:
    """On to another page after a change; htmx is told to load it whole."""
    if visit.partial:
        return Response(status_code=204, headers=HEADERS | {"HX-Redirect": address})
    return RedirectResponse(address, 303, HEADERS)


def chosen_theme(request: Request) -> str:
    """Light, dark or as the system has it."""
    chosen = request.cookies.get("verilink_theme", "system")
    return chosen if chosen in THEMES else "system"
