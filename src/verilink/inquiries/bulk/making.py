"""From a row to an inquiry and its link, one transaction each: what was made stays made, and nothing is made twice."""

from __future__ import annotations

from typing import Any, Final, Literal

import msgspec

from verilink.accounts.model import checked_reference, reference_key
from verilink.database import Connection, transaction, within
from verilink.errors import BadRequest, VerilinkError
from verilink.inquiries import actions, queries
from verilink.inquiries.bulk.reading import Row
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.kit import clock
from verilink.kit.locales import find
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions.links import unique_link
from verilink.templates import queries as template_queries

MAX_DAYS: Final = 90
LinkKind = Literal["one-time", "unique"]
Outcome = Literal["created", "existing", "finished", "error"]


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What every row becomes. ``days``: how long people have."""

    template_id: str
    link: LinkKind = "one-time"
    days: int = 14
    creator: str = "Dashboard"


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """What came of a row. ``existing``: the reference ID has an open inquiry; ``finished``: one that is over."""

    row: int
    reference_id: str
    outcome: Outcome
    inquiry_id: str = ""
    link: str = ""
    error: str = ""


COLUMNS: Final = ("row", "reference-id", "outcome", "inquiry-id", "link", "error")


def cells(made: Made) -> list[str]:
    """A line of the table that is handed out, in the order of ``COLUMNS``."""
    return [str(made.row), made.reference_id, made.outcome, made.inquiry_id, made.link, made.error]


def check(order: Order) -> None:
    """Raises ``BadRequest`` for an order that cannot be carried out."""
    if not 1 <= order.days <= MAX_DAYS:
        raise BadRequest(f"People can have from 1 to {MAX_DAYS} days")


async def make(
    services: Services, environment: Environment, order: Order, row: Row, conn: Connection | None = None
) -> Made:
    """Make one row's inquiry, or find the one that is there. Never raises for what is wrong with the row.

    ``conn``: a connection the caller holds already; whoever waits for a second one while holding one may wait for good.
    """
    if row.problem:
        return Made(row=row.number, reference_id=row.reference_id, outcome="error", error=row.problem)
    try:
        async with transaction(services.pool) if conn is None else within(conn) as begun:
            return await _make(begun, services, environment, order, row)
    except VerilinkError as problem:
        why = problem.details or problem.title
        return Made(row=row.number, reference_id=row.reference_id, outcome="error", error=why)


async def _make(conn: Connection, services: Services, environment: Environment, order: Order, row: Row) -> Made:
    reference = checked_reference(row.reference_id)
    key = reference_key(reference or "")
    await queries.lock_reference(conn, environment.id, order.template_id, key)
    known = await queries.newest_of_reference(conn, environment.id, order.template_id, key)
    if known is None or _expired(known):
        return await _create(conn, services, environment, order, row)
    made = Made(row=row.number, reference_id=row.reference_id, outcome="finished", inquiry_id=known.id)
    if not known.open:
        return made
    link = await _link(conn, services, environment, order, known)
    return msgspec.structs.replace(made, outcome="existing", link=link)


def _expired(inquiry: Inquiry) -> bool:
    late = inquiry.open and inquiry.expires_at is not None and inquiry.expires_at <= clock.now()
    return late or inquiry.status == "expired"


async def _create(conn: Connection, services: Services, environment: Environment, order: Order, row: Row) -> Made:
    seconds = 86_400 * order.days
    lives: dict[str, Any] = {"create_seconds": seconds, "start_seconds": seconds, "one_time_link_seconds": seconds}
    new = NewInquiry(
        template_id=order.template_id,
        reference_id=row.reference_id,
        fields=dict(row.fields),
        note=row.attributes.get("note"),
        redirect_uri=row.attributes.get("redirect-uri"),
        locale=_locale(row.attributes.get("language")),
        creator=order.creator,
        with_link=order.link == "one-time",
        **lives,
    )
    made = await create(conn, services, environment, new)
    link = made.link.url if made.link else unique_link(services.settings, environment.at(made.host), made.inquiry.id)
    return Made(row=row.number, reference_id=row.reference_id, outcome="created", inquiry_id=made.inquiry.id, link=link)


def _locale(given: str | None) -> str | None:
    code = find(given) if given else None
    if given and code is None:
        raise BadRequest(f"{given[:40]} is not a language this program knows")
    return code


async def _link(conn: Connection, services: Services, environment: Environment, order: Order, inquiry: Inquiry) -> str:
    if order.link == "unique":
        version = await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)
        return unique_link(services.settings, environment.at(version.document.links.host), inquiry.id)
    return (await actions.generate_link(conn, services, environment, inquiry.id))[1].url
