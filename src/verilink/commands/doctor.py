"""``verilink doctor``: looks at every part of the installation and says what to do."""

from __future__ import annotations

import argparse
import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import msgspec

from verilink.database import EmbeddedPostgres, running_dsn
from verilink.errors import VerilinkError
from verilink.health.checks import examine
from verilink.health.model import Finding, opened
from verilink.settings import Settings, load

MARKS: Final = {"ok": "ok     ", "warning": "look   ", "failed": "FAILED "}

ABOUT: Final = (
    "Looks at every part of the installation (database, storage, keys, worker, mail, models, disk, clock, "
    "address) and says what to do. Ends with 1 when a part failed. Changes nothing."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.add_argument("--json", action="store_true", help="print findings as JSON")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the findings; 1 when one failed."""
    findings = asyncio.run(_findings(load()))
    if chosen.json:
        print(json.dumps(msgspec.to_builtins(findings), indent=2))
    else:
        for finding in findings:
            advice = f"\n{'':20}{finding.advice}" if finding.advice else ""
            print(f"{MARKS[finding.status]}  {finding.part:9}  {finding.detail}{advice}")
    return 1 if any(finding.status == "failed" for finding in findings) else 0


async def _findings(settings: Settings) -> list[Finding]:
    try:
        async with _database(settings) as dsn, opened(settings, dsn) as place:
            return await examine(place)
    except VerilinkError as error:
        advice = "Look at the log in the data folder, and at who may read and write there."
        return [Finding("database", "failed", str(error), advice)]


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[str | None]:
    """The configured database, the embedded one that runs, or one started for the look; ``None`` before any start."""
    dsn = settings.database_url or running_dsn(settings.data_dir)
    if dsn is not None or not (settings.data_dir / "cluster").exists():
        yield dsn
        return
    async with EmbeddedPostgres(settings.data_dir, prefer=settings.postgres) as server:
        yield server.dsn
