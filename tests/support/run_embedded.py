"""``python run_embedded.py FOLDER auto|system|wheel [uvloop]``: serve FOLDER, say so as one JSON line, wait for ever.

On failure the line is ``{"error": …}`` and the exit code 3.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from typing import cast

import asyncpg

from verilink.database import DatabaseUnavailable, EmbeddedPostgres
from verilink.database.binaries import Preference


async def serve(folder: str, prefer: str) -> None:
    began = time.monotonic()
    async with EmbeddedPostgres(folder, prefer=cast(Preference, prefer)) as server:
        seconds = time.monotonic() - began
        connection = await asyncpg.connect(server.dsn)
        version = await connection.fetchval("SHOW server_version")
        await connection.close()
        facts = {"dsn": server.dsn, "pid": server.pid, "seconds": seconds, "version": version, "parent": os.getpid()}
        print(json.dumps(facts), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    try:
        if "uvloop" in sys.argv:
            import uvloop

            uvloop.run(serve(sys.argv[1], sys.argv[2]))
        else:
            asyncio.run(serve(sys.argv[1], sys.argv[2]))
    except DatabaseUnavailable as error:
        print(json.dumps({"error": str(error), "kind": type(error).__name__}), flush=True)
        sys.exit(3)
