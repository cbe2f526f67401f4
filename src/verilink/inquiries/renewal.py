"""A fresh one-time link for whoever an inquiry is about, sent only to the address that is on file."""

from __future__ import annotations

import msgspec

from verilink.accounts import queries as account_queries
from verilink.contacts import actions as contacts
from verilink.database import Connection
from verilink.errors import Conflict, NotFound
from verilink.flow.document import NewLink
from verilink.inquiries import actions, queries
from verilink.inquiries.model import Inquiry
from verilink.kit import clock
from verilink.kit.mail import is_address
from verilink.organizations.model import Environment
from verilink.services import Services
from verilink.sessions.model import Link
from verilink.templates import queries as template_queries

PURPOSE = "new-link"


class Renewed(msgspec.Struct, frozen=True):
    """The link, and where it may be sent: nowhere else."""

    inquiry: Inquiry
    link: Link
    address: str


def is_over(inquiry: Inquiry) -> bool:
    """Whether the inquiry expired, swept up or not."""
    late = inquiry.open and inquiry.expires_at is not None and inquiry.expires_at <= clock.now()
    return inquiry.status == "expired" or late


def allows(wanted: NewLink, inquiry: Inquiry) -> bool:
    """Whether a person may ask for a new link to this inquiry."""
    if inquiry.redacted_at is not None or not (inquiry.open or inquiry.status == "expired"):
        return False
    return wanted == "always" or (wanted == "open" and not is_over(inquiry))


async def may_ask(conn: Connection, environment: Environment, inquiry_id: str) -> bool:
    """Whether the page offers it. Says nothing about an address."""
    try:
        inquiry = await queries.get(conn, environment.id, inquiry_id)
    except NotFound:
        return False
    version = await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)
    return allows(version.document.links.new_link, inquiry)


async def address_on_file(conn: Connection, inquiry: Inquiry) -> str | None:
    """The inquiry's own address, else its account's."""
    found = inquiry.values().get("email-address")
    if not found and inquiry.account_id is not None:
        account = await account_queries.get(conn, inquiry.environment_id, inquiry.account_id)
        found = account.fields.get("email_address", {}).get("value")
    return found if isinstance(found, str) and is_address(found) else None


async def renew(conn: Connection, services: Services, environment: Environment, inquiry_id: str) -> Renewed | None:
    """A new one-time link; ``None`` when there is nobody to send one to, or it was asked for too often.

    An expired inquiry is resumed first, where its template allows it.
    """
    inquiry = await queries.get_for_update(conn, environment.id, inquiry_id)
    version = await template_queries.version(conn, environment.organization_id, inquiry.template_version_id)
    address = await address_on_file(conn, inquiry)
    if address is None or not allows(version.document.links.new_link, inquiry):
        return None
    if not await contacts.claim(conn, services, environment.id, inquiry_id, purpose=PURPOSE, address=address):
        return None
    try:
        if is_over(inquiry):
            await _resume(conn, environment, inquiry)
        renewed, link = await actions.generate_link(conn, services, environment, inquiry_id)
    except Conflict:  # too many sessions
        return None
    return Renewed(renewed, link, address)


async def _resume(conn: Connection, environment: Environment, inquiry: Inquiry) -> None:
    if inquiry.open:
        await actions.expire(conn, environment.id, inquiry.id)
    await actions.revive(conn, environment, inquiry.id)
