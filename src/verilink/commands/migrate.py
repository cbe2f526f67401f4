"""``verilink migrate``: brings the database up to this version."""

from __future__ import annotations

import argparse
import asyncio
from typing import Any

from verilink.commands.dsn import database_of
from verilink.database import migrate
from verilink.settings import load


def register(commands: Any) -> None:
    """Add the subcommand."""
    command = commands.add_parser("migrate", help="bring the database up to this version")
    command.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Apply what is pending and say what it was."""
    applied = asyncio.run(migrate(database_of(load())))
    for migration in applied:
        print(f"applied {migration.version:04d} {migration.name}")
    if not applied:
        print("nothing to do")
    return 0
