"""``postmaster.pid``: who served a cluster last, and whether that process is still the one.

Layout (PostgreSQL's ``pidfile.h``): pid, data folder, start time, port, socket folder, listen address, shared memory
key and id, status (``starting``, ``ready``, ``stopping``).
"""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from verilink.database.errors import DatabaseUnavailable

NAME: Final = "postmaster.pid"
STOP_SIGNALS: Final = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))


@dataclass(frozen=True, slots=True)
class PidFile:
    """What the file says; missing lines are empty."""

    pid: int
    socket_folder: str
    port: str
    status: str


def read_pid_file(cluster: Path) -> PidFile | None:
    """The cluster's pid file, or ``None`` when absent or not (yet) a whole one."""
    try:
        lines = (cluster / NAME).read_text(encoding="utf-8", errors="replace").splitlines()
        pid = abs(int(lines[0]))
    except (OSError, ValueError, IndexError):
        return None
    lines += [""] * (8 - len(lines))
    return PidFile(pid, lines[4].strip(), lines[3].strip(), lines[7].strip())


def is_postmaster(pid: int, cluster: Path) -> bool:
    """Whether ``pid`` is a live server of ``cluster``; a postmaster's working folder is its data folder."""
    process = Path("/proc", str(pid))
    try:
        if (process / "stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return False
        return (process / "cwd").samefile(cluster) and b"postgres" in (process / "cmdline").read_bytes()
    except OSError:
        return False


async def clear_leftovers(cluster: Path) -> None:
    """Stop a server that outlived its parent and remove a pid file whose process is gone or is another program.

    Only for the holder of the data folder's lock: whoever still runs there has no supervisor any more.

    Raises:
        DatabaseUnavailable: the old server does not end.
    """
    left = read_pid_file(cluster)
    if left and is_postmaster(left.pid, cluster):
        await _end(left.pid, cluster)
    (cluster / NAME).unlink(missing_ok=True)


async def _end(pid: int, cluster: Path) -> None:
    for number, seconds in STOP_SIGNALS:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            return
        if await _gone(pid, cluster, seconds):
            return
    raise DatabaseUnavailable(f"An old PostgreSQL (process {pid}) still runs on {cluster} and does not stop.")


async def _gone(pid: int, cluster: Path, seconds: float) -> bool:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + seconds
    while is_postmaster(pid, cluster):
        if loop.time() > deadline:
            return False
        await asyncio.sleep(0.02)
    return True
