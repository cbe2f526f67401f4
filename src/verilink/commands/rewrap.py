"""``verilink rewrap``: move the key of every stored file under the current master key."""

from __future__ import annotations

import argparse
import asyncio
import sys
from typing import Final

from verilink.commands.dsn import database_of, prepared
from verilink.files.rewrapping import Rewrapped, rewrap
from verilink.services import open_services
from verilink.settings import load

ABOUT: Final = (
    "Moves the key of every stored file under the first master key in the list. Files are not touched, the "
    "installation may run meanwhile, and what was stopped half-way goes on where it was. Fails, naming the files, when "
    "a key is under a master key that is not in the list."
)
SHOWN: Final = 5


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its description."""
    command.description = ABOUT
    command.set_defaults(run=run)


def run(_chosen: argparse.Namespace) -> int:
    """Rewrap, saying how far it got; 1 when some keys could not be opened."""
    done = asyncio.run(_rewrapped())
    print(f"{done.moved} keys moved under the current master key.")
    if not done.unreadable:
        print("Every stored file is under it now.")
        return 0
    named = ", ".join(done.unreadable[:SHOWN]) + (", …" if len(done.unreadable) > SHOWN else "")
    print(f"{len(done.unreadable)} keys are under a master key that is not here: {named}", file=sys.stderr)
    return 1


async def _rewrapped() -> Rewrapped:
    settings = load()
    dsn = await prepared(database_of(settings))
    async with open_services(settings, dsn, listen=False) as services:
        return await rewrap(services, _tell)


def _tell(done: Rewrapped) -> None:
    if sys.stderr.isatty():
        print(f"\r{done.moved} keys", end="", file=sys.stderr, flush=True)
