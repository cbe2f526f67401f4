"""``verilink web``: serves the API, the hosted flow and the dashboard."""

from __future__ import annotations

import argparse
import asyncio
import os
from typing import Any, Final

import uvicorn
from starlette.applications import Starlette

from verilink.app import build_app
from verilink.commands.dsn import database_of, prepared
from verilink.commands.logs import configure
from verilink.commands.parent import die_with_parent
from verilink.commands.ports import check_port
from verilink.settings import Settings, load

HEADERS: Final = [("Server", "verilink")]

ABOUT: Final = (
    "Serves the API, the hosted flow and the dashboard. Any number may run over one database and object store."
)


def register(command: argparse.ArgumentParser) -> None:
    """Give the command its arguments."""
    command.description = ABOUT
    command.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serve until a signal."""
    settings = load()
    configure(settings)
    if chosen.parent:
        die_with_parent(chosen.parent)
    check_port(settings)
    dsn = asyncio.run(prepared(database_of(settings)))
    if settings.web_workers > 1:
        os.environ["DATABASE_URL"] = dsn
        uvicorn.run(f"{__name__}:application", factory=True, workers=settings.web_workers, **options(settings))
    else:
        uvicorn.run(build_app(settings, dsn), **options(settings))
    return 0


def application() -> Starlette:
    """The application in one of several web processes, which end when the process that started them does."""
    die_with_parent(os.getppid())
    settings = load()
    configure(settings)
    return build_app(settings, database_of(settings))


def options(settings: Settings) -> dict[str, Any]:
    """How uvicorn serves: its own server and date headers kept short, proxies believed only where trusted."""
    trusted = ",".join(settings.trust_proxy_headers)
    return {
        "host": settings.host,
        "port": settings.port,
        "loop": "uvloop",
        "http": "httptools",
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "headers": HEADERS,
        "proxy_headers": bool(trusted),
        "forwarded_allow_ips": trusted,
        "timeout_graceful_shutdown": 5,
        "timeout_keep_alive": 30,
    }
