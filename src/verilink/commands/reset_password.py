"""``verilink reset-password``: a link that lets one person choose a new password."""

from __future__ import annotations

import argparse
import asyncio
from typing import Final
from urllib.parse import urlencode

from verilink.access import resets
from verilink.access.users import email_key
from verilink.commands.dsn import database_of, prepared
from verilink.database import transaction
from verilink.services import open_services
from verilink.settings import load

ABOUT: Final = (
    "Prints a link that lets the person with this address choose a new password. It works once and for a day; "
    "every browser that is signed in with the old one is signed out then."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its argument."""
    command.description = ABOUT
    command.add_argument("email", help="the address the person signs in with")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the link. Refused when nobody who can sign in has the address."""
    print(asyncio.run(_link(chosen.email)))
    return 0


async def _link(email: str) -> str:
    settings = load()
    dsn = await prepared(database_of(settings))
    async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
        token = await resets.offer_by_operator(conn, services, email_key(email))
    return f"{settings.public_url}/reset-password?{urlencode({'token': token})}"
