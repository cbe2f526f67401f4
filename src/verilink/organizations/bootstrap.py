"""The first start: everything an installation needs before a person can use it, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from verilink.access import api_keys, invitations
from verilink.accounts.model import AccountType
from verilink.accounts.queries import insert_type
from verilink.database.pool import Connection
from verilink.flow.shipped import shipped_templates
from verilink.kit import clock, ids
from verilink.organizations import queries
from verilink.organizations.model import Bootstrap, Environment, Kind
from verilink.organizations.names import checked_name
from verilink.templates import actions as templates
from verilink.themes import actions as themes

if TYPE_CHECKING:
    from verilink.services import Services

KEY_NAME: Final = "First key"


async def bootstrap(conn: Connection, services: Services, name: str) -> Bootstrap | None:
    """Make the organization, its environments, account type, themes, templates, a key each and the owner's link.

    ``None``, and nothing is done, when an organization exists. Safe when two processes start at once.
    """
    await queries.lock_installation(conn)
    if await queries.any_organization(conn) is not None:
        return None
    organization_id = ids.new("org")
    await queries.insert_organization(conn, organization_id, checked_name(name), clock.now())
    await _account_type(conn, organization_id)
    await themes.ship(conn, organization_id)
    return Bootstrap(
        organization_id=organization_id,
        environments={
            kind.value: await _environment(conn, services, organization_id, kind)
            for kind in (Kind.SANDBOX, Kind.PRODUCTION)
        },
        templates=await _templates(conn, organization_id),
        signup_token=await invitations.invite_owner(conn, services, organization_id),
    )


async def _account_type(conn: Connection, organization_id: str) -> None:
    moment = clock.now()
    made = AccountType(
        organization_id=organization_id,
        id=ids.new("acttp"),
        name="User",
        is_default=True,
        field_schemas=[],
        created_at=moment,
        updated_at=moment,
    )
    await insert_type(conn, made)


async def _environment(conn: Connection, services: Services, organization_id: str, kind: Kind) -> tuple[str, str]:
    made = Environment(
        organization_id=organization_id,
        id=ids.new("env"),
        kind=kind,
        settings={"engine": "simulate" if kind is Kind.SANDBOX else "real"},
        created_at=clock.now(),
    )
    await queries.insert_environment(conn, made)
    _, value = await api_keys.issue(conn, services, made, KEY_NAME)
    return made.id, value


async def _templates(conn: Connection, organization_id: str) -> dict[str, str]:
    made: dict[str, str] = {}
    for document in shipped_templates().values():
        template = await templates.create(conn, organization_id, document)
        await templates.publish(conn, organization_id, template.id)
        made[template.name] = template.id
    return made
