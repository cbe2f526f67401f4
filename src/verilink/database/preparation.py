"""Everything between an empty data folder and a command that serves it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from verilink.database.binaries import Binaries, Preference, find_binaries
from verilink.database.cluster import Layout, make_cluster, server_arguments, tail, write_access_rules
from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import give, possible_identities
from verilink.database.programs import Runner, readable_programs
from verilink.database.sockets import make_socket_folder

LOG_BYTES: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Prepared:
    """What serves the cluster, and where its socket will be."""

    runner: Runner
    command: list[str]
    sockets: Path


async def prepare(layout: Layout, prefer: Preference, configuration: Mapping[str, str]) -> Prepared:
    """Choose programs and user, make the cluster if there is none, write access rules; safe to repeat.

    Raises:
        DatabaseUnavailable: it cannot be done here; the text says what to do.
    """
    binaries = find_binaries(prefer, major=layout.cluster_major())
    _rotate(layout.log)
    with open_log(layout) as log:
        runner = await _choose_runner(layout, binaries, log)
        if layout.cluster_major() is None:
            await make_cluster(layout, runner, log)
    give(layout.cluster, runner.identity)
    write_access_rules(layout, runner.identity)
    sockets = make_socket_folder(layout.data, runner.identity)
    return Prepared(runner, runner.command("postgres", *server_arguments(layout, sockets, configuration)), sockets)


def open_log(layout: Layout) -> IO[bytes]:
    """The log, appended to, closed to others."""
    return os.fdopen(os.open(layout.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600), "ab")


async def _choose_runner(layout: Layout, binaries: Binaries, log: IO[bytes]) -> Runner:
    for identity in possible_identities(layout.data):
        runner = Runner(readable_programs(binaries, identity, layout.data), identity)
        if await runner.works(log):
            return runner
    raise DatabaseUnavailable(
        "PostgreSQL does not run as root, and here it can neither change to an unprivileged user "
        f"for {layout.data} nor use a user namespace. Run this program as an ordinary user, move the data "
        f"folder to a place others may pass through (such as /var/lib), or set DATABASE_URL.\n{tail(layout.log)}"
    )


def _rotate(path: Path) -> None:
    if path.exists() and path.stat().st_size > LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
