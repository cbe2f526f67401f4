"""The limit of an upload: receive the body, write it to a file, answer. Also counts webhooks for `bench.webhooks`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path
from typing import Any

import uvicorn

FOLDER = Path(tempfile.mkdtemp(prefix="verilink-bench-"))


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Receive and write."""
    if scope["type"] != "http":
        return
    body = bytearray()
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    if body:
        path = FOLDER / scope["path"].strip("/").replace("/", "-")
        await asyncio.to_thread(path.write_bytes, bytes(body))
    await send({"type": "http.response.start", "status": 201, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"{}"})


if __name__ == "__main__":
    uvicorn.run(
        app,
        port=int(os.environ["PORT"]),
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="error",
        lifespan="off",
    )
