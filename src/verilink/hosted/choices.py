"""What a person may choose without answering anything: language, sandbox outcome; and what a link may add."""

from __future__ import annotations

from typing import Any, Literal

from verilink.database import Connection
from verilink.errors import BadRequest, Forbidden
from verilink.hosted.parameters import Parameters
from verilink.inquiries.progress import check_open
from verilink.inquiries.redirects import checked_redirect
from verilink.inquiries.work import Work
from verilink.kit.i18n import available
from verilink.kit.locales import find
from verilink.organizations.model import Environment
from verilink.templates import queries as template_queries


def locale_of(parameters: Parameters) -> str | None:
    """The locale a link asks for, when there is one like it."""
    return find(parameters.language) if parameters.language else None


async def set_locale(conn: Connection, environment: Environment, inquiry_id: str, code: str) -> None:
    """Show the flow in another language. Raises ``BadRequest`` for one there is no catalogue of."""
    if code not in available():
        raise BadRequest("This language is not available")
    work = await Work.on(conn, environment.id, inquiry_id)
    check_open(work.inquiry)
    await _change(work, {"locale": code})


async def set_simulate(conn: Connection, environment: Environment, inquiry_id: str, outcome: str) -> None:
    """Let the simulator pass or fail what is submitted next. Raises ``Forbidden`` where nothing is simulated."""
    if not environment.simulates:
        raise Forbidden("Results are simulated only in the sandbox")
    if outcome not in ("pass", "fail"):
        raise BadRequest("outcome must be pass or fail")
    wanted: Literal["pass", "fail"] = "pass" if outcome == "pass" else "fail"
    work = await Work.on(conn, environment.id, inquiry_id)
    check_open(work.inquiry)
    await _change(work, {"simulate": wanted})


async def adopt(conn: Connection, environment: Environment, inquiry_id: str, parameters: Parameters) -> None:
    """Take what a link adds to an inquiry that is there: language always, redirect and theme where none was set.

    What the inquiry's owner set by API or dashboard is never replaced by a link, which anyone could have edited.
    Raises ``BadRequest`` for a redirect the template does not allow.
    """
    if not (parameters.language or parameters.redirect_uri or parameters.theme_set_id):
        return
    work = await Work.on(conn, environment.id, inquiry_id)
    check_open(work.inquiry)
    version = await template_queries.version(conn, environment.organization_id, work.inquiry.template_version_id)
    wanted: dict[str, Any] = {"locale": locale_of(parameters) or work.inquiry.locale}
    if work.inquiry.redirect_uri is None and version.document.redirect.uri is None:
        wanted["redirect_uri"] = checked_redirect(parameters.redirect_uri, version.document, environment)
    if work.inquiry.theme_set_id is None and version.document.theme is None:
        wanted["theme_set_id"] = parameters.theme_set_id
    await _change(work, wanted)


async def _change(work: Work, wanted: dict[str, Any]) -> None:
    changed = {name: value for name, value in wanted.items() if getattr(work.inquiry, name) != value}
    if changed:
        work.change(**changed)
        await work.save()
