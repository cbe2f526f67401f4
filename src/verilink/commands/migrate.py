"""``verilink migrate``: prepares the database for this version; the first time, makes the installation in it."""

from __future__ import annotations

import argparse
import asyncio
import sys
from pathlib import Path
from typing import Final

from verilink.commands.dsn import database_of
from verilink.commands.firststart import announce, first_start, write_bootstrap_file
from verilink.database import migrate
from verilink.settings import load

ABOUT: Final = (
    "Applies the migrations that this version adds. The first time it also makes the installation and prints its "
    "keys once, as serve does. Run it before web and worker."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.add_argument(
        "--bootstrap-file", type=Path, metavar="FILE", help="write what the first start made as JSON (mode 0600)"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Apply what is pending and say what it was; what was made the first time is shown once."""
    settings = load()
    dsn = database_of(settings)
    applied = asyncio.run(migrate(dsn))
    for migration in applied:
        print(f"applied {migration.version:04d} {migration.name}")
    made = asyncio.run(first_start(settings, dsn))
    if made is not None:
        announce(settings, made, sys.stdout)
        path = chosen.bootstrap_file or settings.bootstrap_file
        if path is not None:
            write_bootstrap_file(path, settings, made)
    elif not applied:
        print("nothing to do")
    return 0
