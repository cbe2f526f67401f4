"""``verilink doctor``: looks at every part of the installation and says what to do."""

from __future__ import annotations

import argparse
import asyncio
import json
from typing import Any

import msgspec

from verilink.commands.dsn import database_of
from verilink.database import EmbeddedPostgres
from verilink.errors import Unavailable
from verilink.health.checks import Finding, examine
from verilink.services import open_services
from verilink.settings import Settings, load

MARKS = {"ok": "ok     ", "warning": "warning", "failed": "FAILED "}


def register(commands: Any) -> None:
    """Add the subcommand."""
    command = commands.add_parser("doctor", help="look at every part and say what to do")
    command.add_argument("--json", action="store_true", help="print findings as JSON")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the findings; 1 when one failed."""
    settings = load()
    findings = asyncio.run(_findings(settings, made=(settings.data_dir / "cluster").exists()))
    if chosen.json:
        print(json.dumps(msgspec.to_builtins(findings), indent=2))
    else:
        for finding in findings:
            advice = f"\n          {finding.advice}" if finding.advice else ""
            print(f"{MARKS[finding.status]}  {finding.part}: {finding.detail}{advice}")
    return 1 if any(finding.status == "failed" for finding in findings) else 0


async def _findings(settings: Settings, *, made: bool) -> list[Finding]:
    try:
        dsn = database_of(settings)
    except Unavailable:
        if not made:
            raise
        async with EmbeddedPostgres(settings.data_dir, prefer=settings.postgres) as server:
            return await _examined(settings, server.dsn)
    return await _examined(settings, dsn)


async def _examined(settings: Settings, dsn: str) -> list[Finding]:
    async with open_services(settings, dsn, listen=False) as services:
        return await examine(services, dsn)
