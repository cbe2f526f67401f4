"""``verilink serve``: everything in one process tree: PostgreSQL (embedded unless configured), web and worker."""

from __future__ import annotations

import argparse
import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

from verilink.commands.children import Children
from verilink.commands.firststart import announce, first_start, write_bootstrap_file
from verilink.commands.logs import configure
from verilink.commands.ports import check_port
from verilink.database import EmbeddedPostgres, migrate
from verilink.errors import Unavailable
from verilink.organizations.model import Bootstrap
from verilink.settings import Settings, load

ABOUT: Final = (
    "Runs PostgreSQL (embedded, unless DATABASE_URL names another), the web process and the worker; starts each "
    "again when it falls and ends them together on Ctrl-C. The first start makes the installation and prints its "
    "keys once."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.add_argument(
        "--bootstrap-file", type=Path, metavar="FILE", help="write what the first start made as JSON (mode 0600)"
    )
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serve until a signal."""
    settings = load()
    configure(settings)
    check_port(settings)
    return asyncio.run(_serve(settings, chosen.bootstrap_file or settings.bootstrap_file))


async def _serve(settings: Settings, bootstrap_file: Path | None) -> int:
    began, stop = time.monotonic(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with _database(settings) as dsn:
        await migrate(dsn)
        made = await first_start(settings, dsn)
        if made is not None:
            _keep(settings, made, bootstrap_file)
        async with Children(dsn) as children:
            if not stop.is_set():
                await children.start("web")
                await children.start("worker")
            ready = await children.wait_until_ready(settings, stop)
            if ready or made is not None:
                # what the first start made is told in any case: nobody can tell it again
                announce(settings, made, sys.stdout, seconds=time.monotonic() - began if ready else None)
            if not (ready or stop.is_set()):
                raise Unavailable("Links do not work: the web process did not become ready. The lines above say why.")
            return await children.run_until(stop)


def _keep(settings: Settings, made: Bootstrap, path: Path | None) -> None:
    try:
        if path is not None:
            write_bootstrap_file(path, settings, made)
    except Unavailable:
        announce(settings, made, sys.stdout)
        raise


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[str]:
    if settings.database_url is not None:
        yield settings.database_url
        return
    async with EmbeddedPostgres(settings.data_dir, prefer=settings.postgres) as server:
        yield server.dsn
