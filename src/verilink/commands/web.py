"""``verilink web``: serves the API, the hosted flow and the dashboard."""

from __future__ import annotations

import argparse
import os
from typing import Any

import uvicorn

from verilink.app import build_app
from verilink.commands.dsn import database_of
from verilink.commands.logs import configure
from verilink.commands.parent import die_with_parent
from verilink.settings import Settings, load

HEADERS = [("Server", "verilink")]


def register(commands: Any) -> None:
    """Add the subcommand."""
    command = commands.add_parser("web", help="serve the API, the hosted flow and the dashboard")
    command.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    command.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Serve until a signal."""
    settings = load()
    configure(settings)
    if chosen.parent:
        die_with_parent(chosen.parent)
    dsn = database_of(settings)
    if settings.web_workers > 1:
        os.environ["DATABASE_URL"] = dsn
        uvicorn.run("verilink.app:from_environment", factory=True, workers=settings.web_workers, **options(settings))
    else:
        uvicorn.run(build_app(settings, dsn), **options(settings))
    return 0


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
