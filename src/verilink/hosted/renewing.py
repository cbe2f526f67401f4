"""Which pages offer a new link, and to which inquiry it would lead."""

from __future__ import annotations

from typing import Final

from verilink.database import Connection
from verilink.errors import NotFound
from verilink.hosted import queries
from verilink.hosted.refusals import Refused
from verilink.inquiries import renewal
from verilink.organizations import queries as organization_queries
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions.codes import canonical

RENEWABLE: Final = frozenset({"expired", "session_expired", "link_used", "link_expired"})


async def is_offered(services: Services, refused: Refused) -> bool:
    """Whether the page of ``refused`` offers to send a new link: where mail can be sent and the template allows it."""
    if refused.code not in RENEWABLE or services.settings.smtp_url is None:
        return False
    async with services.pool.acquire() as conn:
        found = await subject_of(conn, services, refused.inquiry_id, refused.one_time_code)
        return found is not None and await renewal.may_ask(conn, *found)


async def subject_of(
    conn: Connection, services: Services, inquiry_id: str | None, one_time_code: str | None
) -> tuple[Environment, str] | None:
    """The inquiry a link leads to, whatever became of the link."""
    if one_time_code is not None:
        found = await queries.inquiry_of_code(conn, services.keys.digest(canonical(one_time_code)))
    else:
        environment_id = await queries.environment_of_inquiry(conn, inquiry_id) if inquiry_id else None
        found = (environment_id, inquiry_id) if environment_id and inquiry_id else None
    if found is None:
        return None
    try:
        return await organization_queries.environment(conn, found[0]), found[1]
    except NotFound:
        return None
