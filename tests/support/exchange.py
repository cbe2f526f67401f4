"""One request to an ASGI application in this process, from a caller that goes when it has its answer."""

from __future__ import annotations

from typing import Any

from starlette.types import ASGIApp


async def exchange(
    app: ASGIApp, scope: dict[str, Any], body: bytes, *, whole: bool = True
) -> tuple[int, dict[str, str], bytes]:
    """Status, headers in lower case, and the body as it went over the wire. Not ``whole``: the line breaks after it."""
    waiting = [{"type": "http.request", "body": body, "more_body": not whole}]
    started: dict[str, Any] = {}
    received = bytearray()

    async def receive() -> dict[str, Any]:
        return waiting.pop(0) if waiting else {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            started.update(message)
        else:
            received.extend(message.get("body", b""))

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in started["headers"]}
    return started["status"], headers, bytes(received)
