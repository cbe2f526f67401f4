"""``verilink serve``: everything in one process tree: PostgreSQL (embedded unless configured), web and worker."""

from __future__ import annotations

import argparse
import asyncio
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from verilink.commands.children import Children
from verilink.commands.firststart import announce, write_bootstrap_file
from verilink.commands.logs import configure
from verilink.database import EmbeddedPostgres, migrate, transaction
from verilink.errors import Unavailable
from verilink.organizations.bootstrap import bootstrap
from verilink.organizations.model import Bootstrap
from verilink.services import open_services
from verilink.settings import Settings, load

ORGANIZATION = "My organization"


def register(commands: Any) -> None:
    """Add the subcommand."""
    command = commands.add_parser("serve", help="run everything: database, web and worker")
    command.add_argument("--bootstrap-file", type=Path, help="write what the first start made as JSON (mode 0600)")
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serve until a signal."""
    settings = load()
    configure(settings)
    check_port(settings)
    return asyncio.run(_serve(settings, chosen.bootstrap_file or settings.bootstrap_file))


def check_port(settings: Settings) -> None:
    """Raises ``Unavailable`` when somebody else listens there: better said before anything is started."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise Unavailable(
                f"Port {settings.port} on {settings.host}: {reason}. Choose another with VERILINK_PORT."
            ) from error


async def _serve(settings: Settings, bootstrap_file: Path | None) -> int:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with _database(settings) as dsn:
        await migrate(dsn)
        made = await first_start(settings, dsn)
        if made is not None and bootstrap_file is not None:
            write_bootstrap_file(bootstrap_file, settings, made)
        async with Children(dsn) as children:
            await children.start("web")
            await children.start("worker")
            ready = await children.wait_until_ready(settings, stop)
            if ready:
                announce(settings, made, sys.stdout)
            return await children.run_until(stop)


@asynccontextmanager
async def _database(settings: Settings) -> AsyncIterator[str]:
    if settings.database_url is not None:
        yield settings.database_url
        return
    async with EmbeddedPostgres(settings.data_dir, prefer=settings.postgres) as server:
        yield server.dsn


async def first_start(settings: Settings, dsn: str) -> Bootstrap | None:
    """Make the organization and what belongs to it, once; ``None`` at every later start."""
    async with open_services(settings, dsn, listen=False) as services, transaction(services.pool) as conn:
        return await bootstrap(conn, services, ORGANIZATION)
