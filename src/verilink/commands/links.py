"""``verilink links key|sign``: the key of signed links, and one signed link."""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Awaitable, Callable

from verilink.commands.dsn import database_of, prepared
from verilink.database import Connection, transaction
from verilink.errors import BadRequest, NotFound
from verilink.kit import clock, query
from verilink.organizations import queries as organizations
from verilink.organizations.model import Environment
from verilink.services import Services, open_services
from verilink.sessions.links import base_url
from verilink.sessions.signatures import link_key, sign
from verilink.settings import load
from verilink.templates import queries as templates

Work = Callable[[Connection, Services, Environment], Awaitable[str]]
DAY_SECONDS = 86_400


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its own two."""
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    about = "print the key that signs an environment's links"
    key = verbs.add_parser("key", help=about, description="The key with which your own program signs links.")
    key.set_defaults(run=print_key)
    signing = verbs.add_parser("sign", help="print a signed link", description="One signed generic link.")
    signing.add_argument("template", help="id or name")
    signing.add_argument("--reference-id", help="your own ID of the person")
    signing.add_argument("--field", action="append", default=[], metavar="KEY=VALUE", help="a prefilled field")
    signing.add_argument("--days", type=int, default=14, help="how long the link works (14)")
    signing.set_defaults(run=print_link)
    for each in (key, signing):
        each.add_argument("--environment", choices=("production", "sandbox"), default="production")


def print_key(chosen: argparse.Namespace) -> int:
    """Print the key."""

    async def key(_conn: Connection, services: Services, environment: Environment) -> str:
        return link_key(services.keys, environment)

    print(asyncio.run(_within(chosen.environment, key)))
    return 0


def print_link(chosen: argparse.Namespace) -> int:
    """Print one link. Raises ``BadRequest`` for a field without a value."""
    fields = [_field(given) for given in chosen.field]
    if not 0 < chosen.days <= 365:
        raise BadRequest("--days must be from 1 to 365")

    async def link(conn: Connection, services: Services, environment: Environment) -> str:
        template_id = await template_of(conn, environment, chosen.template)
        pairs = [("inquiry-template-id", template_id), ("environment-id", environment.id)]
        pairs += [("reference-id", chosen.reference_id)] if chosen.reference_id else []
        expires = int(clock.now().timestamp()) + chosen.days * DAY_SECONDS
        pairs += [*fields, ("expires", str(expires))]
        signature = sign(link_key(services.keys, environment), pairs)
        live = await templates.live(conn, environment.organization_id, template_id)
        named = environment.at(live.document.links.host)
        return f"{base_url(services.settings, named)}/verify?" + query.encode([*pairs, ("signature", signature)])

    print(asyncio.run(_within(chosen.environment, link)))
    return 0


def _field(given: str) -> tuple[str, str]:
    key, equals, value = given.partition("=")
    if not equals or not key:
        raise BadRequest(f"--field {given}: write KEY=VALUE")
    return f"fields[{key}]", value


async def template_of(conn: Connection, environment: Environment, wanted: str) -> str:
    """The id of the template with this id or name. Raises ``NotFound``."""
    for template in await templates.list_templates(conn, environment.organization_id):
        if wanted in (template.id, template.name):
            return template.id
    raise NotFound(f"There is no template {wanted!r}; verilink template list shows them.")


async def _within(kind: str, work: Work) -> str:
    settings = load()
    dsn = await prepared(database_of(settings))
    async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
        return await work(conn, services, await organizations.default_environment(conn, kind))
