"""Starting the embedded PostgreSQL: a first start beside PostgreSQL's own ``initdb`` alone, and the next start."""

from __future__ import annotations

import asyncio
import os
import pwd
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bench.installation import Installation
from verilink.database import EmbeddedPostgres
from verilink.database.binaries import find_binaries

ROUNDS = 3


def measure(_installation: Installation) -> dict[str, float]:
    """Medians of three; returns seconds and the ratio to ``initdb``."""
    rounds = [_round() for _ in range(ROUNDS)]
    limit, first, again = (statistics.median(column) for column in zip(*rounds, strict=True))
    print("\nStart of the embedded PostgreSQL, seconds")
    print(f"  initdb alone {limit:.2f}   first start {first:.2f}   next start {again:.2f}")
    return {"first start, s": first, "next start, s": again, "first start / initdb alone": first / limit}


def _round() -> tuple[float, float, float]:
    with tempfile.TemporaryDirectory(prefix="verilink-start-") as folder:
        Path(folder).chmod(0o711)
        limit = _initdb(Path(folder, "bare"))
        first, again = (asyncio.run(_start(Path(folder, "ours"))) for _ in range(2))
    return limit, first, again


def _initdb(folder: Path) -> float:
    folder.mkdir()
    user = "nobody" if os.geteuid() == 0 else None
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    command = [find_binaries().folder / "initdb", "-D", folder, "-U", "postgres", "--no-sync", "-A", "trust"]
    began = time.monotonic()
    subprocess.run(command, check=True, capture_output=True, user=user)
    return time.monotonic() - began


async def _start(folder: Path) -> float:
    began = time.monotonic()
    async with EmbeddedPostgres(folder):
        return time.monotonic() - began
