"""``verilink database import|list|remove``: tables of people's records, for database verifications."""

from __future__ import annotations

import argparse
import asyncio
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from verilink.commands.dsn import database_of, prepared
from verilink.database import Connection, transaction
from verilink.errors import BadRequest, NotFound
from verilink.organizations import queries as organizations
from verilink.records import actions, queries
from verilink.records.model import NewTable, Table
from verilink.records.reading import Sheet
from verilink.services import Services, open_services
from verilink.settings import load

T = TypeVar("T")
ABOUT = (
    "Imports a CSV file with a person on each line. The first line names the columns, as fields are named: name-first, "
    "name-last, birthdate (1990-02-03), identification-number, address-street-1 and so on; other columns are left out. "
    "Everything is kept encrypted, and found by keyed digests."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its own three."""
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    importing = verbs.add_parser("import", help="make a table of a CSV file", description=ABOUT)
    importing.add_argument("file", type=Path, metavar="FILE", help="CSV file, UTF-8")
    importing.add_argument("--name", help="of the table; that of the file unless given")
    importing.add_argument("--replace", action="store_true", help="put it in the place of the one with this name")
    importing.set_defaults(run=add)
    verbs.add_parser("list", help="show the tables").set_defaults(run=show)
    removing = verbs.add_parser("remove", help="erase a table")
    removing.add_argument("name", help="as `list` shows it")
    removing.set_defaults(run=remove)


def _in_database(action: Callable[[Services, Connection, str], Awaitable[T]]) -> T:
    async def run() -> T:
        settings = load()
        dsn = await prepared(database_of(settings))
        async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
            organization = await organizations.any_organization(conn)
            if organization is None:
                raise NotFound("The installation has no organization yet; run verilink serve first.")
            return await action(services, conn, organization.id)

    return asyncio.run(run())


def _named(path: Path) -> str:
    """A table's name from a file's."""
    return re.sub(r"[^a-z0-9_-]+", "-", path.stem.lower()).strip("-_")[:63]


def add(chosen: argparse.Namespace) -> int:
    """Import one file, whole or not at all."""
    path: Path = chosen.file
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sheet = Sheet(file)
            table = _import(sheet, chosen.name or _named(path), replace=chosen.replace)
    except OSError as error:
        raise BadRequest(f"{path}: {error.strerror}") from error
    print(f"{table.records:,} records in {table.name}")
    if sheet.left_out:
        print(f"left out: {', '.join(name or '(no name)' for name in sheet.left_out)}")
    return 0


def _import(sheet: Sheet, name: str, *, replace: bool) -> Table:
    async def write(services: Services, conn: Connection, organization_id: str) -> Table:
        new = NewTable(organization_id=organization_id, name=name, columns=sheet.columns, replace=replace)
        return await actions.load(conn, services.keys, new, sheet.records())

    return _in_database(write)


def show(_chosen: argparse.Namespace) -> int:
    """Print name, number of records, day and columns of every table."""
    tables = _in_database(lambda _services, conn, organization_id: queries.tables(conn, organization_id))
    for one in tables:
        print(f"{one.name}  {one.records:,}  {one.created_at:%Y-%m-%d}  {', '.join(one.columns)}")
    return 0


def remove(chosen: argparse.Namespace) -> int:
    """Erase one."""
    _in_database(lambda _services, conn, organization_id: actions.remove(conn, organization_id, chosen.name))
    return 0
