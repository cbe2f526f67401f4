"""A request as it arrived: its headers looked through once, its body read once and bounded."""

from __future__ import annotations

from typing import Final

from starlette.requests import ClientDisconnect, HTTPConnection
from starlette.types import Message, Receive, Scope

from verilink.errors import PayloadTooLarge
from verilink.services import Services, services_of

MAX_BODY: Final = 2_000_000


class Arrival:
    """``method`` and ``path`` as sent; ``path`` is decoded. ``body`` is empty until ``read_body``."""

    __slots__ = ("_headers", "_receive", "body", "method", "path", "query", "scope", "services")

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self.scope = scope
        self.services: Services = services_of(HTTPConnection(scope))
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.body = b""
        self._headers: dict[bytes, bytes] = dict(reversed(scope["headers"]))  # of a repeated one, the first
        self._receive = receive

    def header(self, name: bytes) -> str | None:
        """A header by its lower-case name."""
        value = self._headers.get(name)
        return None if value is None else value.decode("latin-1")

    @property
    def address(self) -> str:
        """Where the request comes from, empty when that is not known."""
        client = self.scope.get("client")
        return client[0] if client else ""

    async def read_body(self) -> bytes:
        """The whole body. Raises ``PayloadTooLarge``, as early as that can be known."""
        announced = self.header(b"content-length") or ""
        if announced.isdecimal() and (len(announced) > len(str(MAX_BODY)) or int(announced) > MAX_BODY):
            raise PayloadTooLarge(f"The body may have at most {MAX_BODY} bytes")
        message = await self._receive()
        chunks = [_chunk(message)]
        size = len(chunks[0])
        while message.get("more_body") and size <= MAX_BODY:
            message = await self._receive()
            chunks.append(_chunk(message))
            size += len(chunks[-1])
        if size > MAX_BODY:
            raise PayloadTooLarge(f"The body may have at most {MAX_BODY} bytes")
        self.body = chunks[0] if len(chunks) == 1 else b"".join(chunks)
        return self.body


def _chunk(message: Message) -> bytes:
    if message["type"] == "http.disconnect":
        raise ClientDisconnect
    chunk = message.get("body", b"")
    return chunk if isinstance(chunk, bytes) else b""
