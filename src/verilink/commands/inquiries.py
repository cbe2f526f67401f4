"""``verilink inquiries import``: an inquiry and a link for each row of a CSV file."""

from __future__ import annotations

import argparse
import asyncio
import csv
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

from verilink.commands.dsn import database_of, prepared
from verilink.commands.links import template_of
from verilink.database import transaction
from verilink.errors import BadRequest
from verilink.inquiries.bulk import making
from verilink.inquiries.bulk.reading import Row, read
from verilink.organizations import queries as organizations
from verilink.services import Services, open_services
from verilink.settings import load

ABOUT = (
    "Makes an inquiry for each row and writes a CSV file with a link each. The first line names the columns: "
    "reference-id is needed; note, redirect-uri and language may be there; every other column is a field of the "
    "template. Run it again as often as needed: a reference ID that has an open inquiry gets a fresh link, never a "
    "second inquiry. Exit status 1 when a row could not be used."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its one verb."""
    verbs = command.add_subparsers(dest="verb", required=True, metavar="VERB")
    importing = verbs.add_parser("import", help="make them from a CSV file", description=ABOUT)
    importing.add_argument("file", type=Path, help="CSV file, UTF-8")
    importing.add_argument("--template", required=True, help="id or name")
    importing.add_argument("--out", type=Path, required=True, help="CSV file to write; must not be there yet")
    importing.add_argument("--environment", choices=("production", "sandbox"), default="production")
    importing.add_argument("--days", type=int, default=14, help=f"how long people have, at most {making.MAX_DAYS} (14)")
    importing.add_argument("--link", choices=("one-time", "unique"), default="one-time")
    importing.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Import; the exit status is 1 when a row could not be used."""
    try:
        rows = read(chosen.file.read_bytes())
        order = asyncio.run(_order(chosen))
        with chosen.out.open("x", encoding="utf-8", newline="") as out:
            counts = asyncio.run(_import(chosen.environment, order, rows, out))
    except OSError as error:
        raise BadRequest(f"{error.filename}: {error.strerror}") from error
    print(", ".join(f"{counts[name]:,} {name}" for name in ("created", "existing", "finished", "error")))
    return 1 if counts["error"] else 0


async def _order(chosen: argparse.Namespace) -> making.Order:
    async with _services() as services, transaction(services.pool) as conn:
        environment = await organizations.default_environment(conn, chosen.environment)
        template_id = await template_of(conn, environment, chosen.template)
    order = making.Order(template_id=template_id, link=chosen.link, days=chosen.days, creator="CLI")
    making.check(order)
    return order


@asynccontextmanager
async def _services() -> AsyncIterator[Services]:
    settings = load()
    async with open_services(settings, await prepared(database_of(settings)), listen=False) as services:
        yield services


async def _import(kind: str, order: making.Order, rows: Sequence[Row], out: TextIO) -> Counter[str]:
    counts: Counter[str] = Counter()
    writer = csv.writer(out)
    writer.writerow(making.COLUMNS)
    started = time.monotonic()
    async with _services() as services:
        async with transaction(services.pool) as conn:
            environment = await organizations.default_environment(conn, kind)
        for row in rows:
            made = await making.make(services, environment, order, row)
            writer.writerow(making.cells(made))
            out.flush()  # whatever happens next, this link is not lost
            counts[made.outcome] += 1
            _tell(counts.total(), len(rows), time.monotonic() - started)
    return counts


def _tell(done: int, of: int, seconds: float) -> None:
    """Progress on a terminal; nothing where nobody looks."""
    if not sys.stderr.isatty():
        return
    left = seconds / done * (of - done)
    print(
        f"\r{done:,} of {of:,}, about {left:.0f} s left ", end="\n" if done == of else "", file=sys.stderr, flush=True
    )
