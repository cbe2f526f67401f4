"""Mails this environment made. Without a mail server they are kept here, so that nothing is lost."""

from __future__ import annotations

from typing import Final

from starlette.responses import Response
from starlette.routing import Route

from verilink.access.roles import Capability
from verilink.dashboard.doors import get
from verilink.dashboard.render import page
from verilink.dashboard.visit import Visit
from verilink.kit.pagination import cut, links
from verilink.mailbox import queries

PATH: Final = "/dashboard/mail"


async def mails_page(visit: Visit) -> Response:
    """Mails, newest first."""
    async with visit.reading() as conn:
        found = await queries.list_mails(conn, visit.environment.id, visit.page)
    window = cut(found, visit.page, lambda each: each.id)
    server = visit.services.settings.smtp_url is not None
    return page(
        visit, "mail/list.html", title="Mail", rows=window.rows, links=links(PATH, visit.query, window), server=server
    )


async def mail_page(visit: Visit) -> Response:
    """One mail as text. Raises ``NotFound``."""
    async with visit.reading() as conn:
        mail = await queries.get(conn, visit.environment.id, visit.param("mail"))
    return page(visit, "mail/one.html", title=mail.subject, mail=mail)


def routes() -> list[Route]:
    """The routes of this module."""
    return [get(PATH, mails_page, Capability.SEE_MAIL), get(PATH + "/{mail}", mail_page, Capability.SEE_MAIL)]
