"""``verilink worker``: drains events, delivers webhooks and mails, reads pictures, keeps deadlines."""

from __future__ import annotations

import argparse
import asyncio
import signal
from typing import Final

import uvloop

from verilink.commands.dsn import database_of, prepared
from verilink.commands.logs import configure
from verilink.commands.parent import die_with_parent
from verilink.services import open_services
from verilink.settings import Settings, load
from verilink.worker.run import run_worker

ABOUT: Final = "Delivers webhooks and mails, reads pictures and keeps deadlines. Any number may run over one database."


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Work until a signal."""
    settings = load()
    configure(settings)
    if chosen.parent:
        die_with_parent(chosen.parent)
    uvloop.run(work(settings, database_of(settings)))
    return 0


async def work(settings: Settings, dsn: str) -> None:
    """Work until SIGINT or SIGTERM; what is under way is finished or left for the next worker."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with open_services(settings, await prepared(dsn), listen=False) as services:
        await run_worker(services, stop=stop)
