"""``verilink invite``: a new sign-up link for the first owner, for when the printed one was lost or ran out."""

from __future__ import annotations

import argparse
import asyncio
from typing import Final

from verilink.access.invitations import invite_owner
from verilink.commands.dsn import database_of, prepared
from verilink.commands.firststart import signup_url
from verilink.database import transaction
from verilink.errors import NotFound
from verilink.organizations import queries
from verilink.services import open_services
from verilink.settings import Settings, load

ABOUT: Final = (
    "Prints a new sign-up link for the first owner, for when the printed one was lost or ran out (7 days). "
    "Earlier ones stop working. Refused once somebody signed up: from then on people invite people."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Print the link; earlier ones stop working. Refused once somebody signed up."""
    print(asyncio.run(_invited(load())))
    return 0


async def _invited(settings: Settings) -> str:
    dsn = await prepared(database_of(settings))
    async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
        organization = await queries.any_organization(conn)
        if organization is None:
            raise NotFound("The installation has not been made yet; run verilink serve.")
        return signup_url(settings, await invite_owner(conn, services, organization.id))
