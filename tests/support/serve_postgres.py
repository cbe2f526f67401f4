"""The PostgreSQL of one test run: started by the first test that needs it, shared by all xdist workers.

``python serve_postgres.py FOLDER PID`` serves until process PID (the pytest that was called by hand) is gone, however
it went, then removes FOLDER. Writes the DSN to ``FOLDER/dsn`` when ready, or why not to ``FOLDER/failed``.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import traceback
from pathlib import Path
from typing import cast

from verilink.database.binaries import Preference
from verilink.database.embedded import EmbeddedPostgres
from verilink.database.migrate import migrate

# a test run's data may vanish with the machine, so nothing waits for the disk
CONFIGURATION = {
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "shared_buffers": "32MB",
    "max_connections": "200",
    "autovacuum": "off",
    "max_wal_size": "4GB",
}


async def serve(folder: Path, owner: int) -> None:
    prefer = cast(Preference, os.environ.get("TEST_POSTGRES", "auto"))
    async with EmbeddedPostgres(folder / "data", prefer=prefer, configuration=CONFIGURATION) as server:
        await migrate(server.dsn)
        write(folder / "dsn", server.dsn)
        await gone(owner)


async def gone(pid: int) -> None:
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    ended = asyncio.Event()
    asyncio.get_running_loop().add_reader(handle, ended.set)
    await ended.wait()


def write(path: Path, text: str) -> None:
    unfinished = path.with_suffix(".unfinished")
    unfinished.write_text(text)
    unfinished.rename(path)


if __name__ == "__main__":
    run_folder = Path(sys.argv[1])
    try:
        asyncio.run(serve(run_folder, int(sys.argv[2])))
        shutil.rmtree(run_folder, ignore_errors=True)
    except Exception:
        write(run_folder / "failed", traceback.format_exc())
        raise
