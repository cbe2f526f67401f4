"""Requests to an ASGI application in this process: no socket, no server, the application's own exceptions."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Response:
    """What came back; header names in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, decoded."""
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        """The first error of an error body."""
        found: dict[str, Any] = self.json()["errors"][0]
        return found


class Client:
    """Speaks to ``app`` with the API key ``key``; ``address`` is where requests seem to come from."""

    def __init__(self, app: ASGIApp, key: str | None = None, address: str = "127.0.0.1") -> None:
        self.app = app
        self.key = key
        self.address = address

    async def request(
        self,
        method: str,
        target: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        raw: bytes | None = None,
        chunks: list[bytes] | None = None,
    ) -> Response:
        """One request; ``body`` is sent as JSON, ``raw`` as it is, ``chunks`` piece by piece without a length."""
        content = raw if raw is not None else b"" if body is None else json.dumps(body).encode()
        pieces = chunks if chunks is not None else [content]
        sent = {"host": "localhost", "user-agent": "tests", **(headers or {})}
        if self.key is not None:
            sent.setdefault("authorization", f"Bearer {self.key}")
        if content:
            sent.setdefault("content-type", "application/json")
        if chunks is None:
            sent.setdefault("content-length", str(len(content)))
        return await self._exchange(method, target, sent, pieces)

    async def _exchange(self, method: str, target: str, headers: dict[str, str], pieces: list[bytes]) -> Response:
        path, _, query = target.partition("?")
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": unquote(path),
            "raw_path": path.encode("latin-1"),
            "root_path": "",
            "query_string": query.encode("latin-1"),
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
            "client": (self.address, 50000),
            "server": ("localhost", 3000),
            "state": {},
        }
        incoming = [
            {"type": "http.request", "body": piece, "more_body": index < len(pieces) - 1}
            for index, piece in enumerate(pieces)
        ]
        outgoing: list[Message] = []

        async def receive() -> Message:
            if incoming:
                return incoming.pop(0)
            await asyncio.Event().wait()  # the client stays connected and says nothing more
            raise AssertionError

        async def send(message: Message) -> None:
            outgoing.append(message)

        await self.app(scope, receive, send)
        received = {name.decode("latin-1"): value.decode("latin-1") for name, value in outgoing[0]["headers"]}
        return Response(outgoing[0]["status"], received, b"".join(part.get("body", b"") for part in outgoing[1:]))

    async def get(self, target: str, **headers: str) -> Response:
        """``GET target``."""
        return await self.request("GET", target, headers=_names(headers))

    async def post(self, target: str, body: Any = None, **headers: str) -> Response:
        """``POST target`` with a JSON body."""
        return await self.request("POST", target, body, _names(headers))

    async def patch(self, target: str, body: Any = None, **headers: str) -> Response:
        """``PATCH target`` with a JSON body."""
        return await self.request("PATCH", target, body, _names(headers))

    async def delete(self, target: str, **headers: str) -> Response:
        """``DELETE target``."""
        return await self.request("DELETE", target, headers=_names(headers))


def _names(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}
