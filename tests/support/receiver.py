"""A webhook endpoint on a real socket, and a check of signatures that shares no code with the program."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from aiohttp import web


@dataclass(frozen=True)
class Received:
    """One request as it arrived."""

    headers: dict[str, str]
    body: bytes

    @property
    def document(self) -> Any:
        return json.loads(self.body)

    @property
    def event_id(self) -> str:
        return str(self.document["data"]["id"])

    @property
    def name(self) -> str:
        return str(self.document["data"]["attributes"]["name"])


def signed_by(received: Received, secret: str) -> bool:
    """Whether one of the signatures was made with this secret."""
    for part in received.headers["Persona-Signature"].split(" "):
        stamp, _, given = part.partition(",")
        message = stamp.removeprefix("t=").encode() + b"." + received.body
        if hmac.new(secret.encode(), message, hashlib.sha256).hexdigest() == given.removeprefix("v1="):
            return True
    return False


@dataclass
class Receiver:
    """Answers every POST with what ``answer`` says (a status, or a status after some seconds)."""

    answer: Callable[[Received], int | tuple[int, float]] = lambda _: 200
    received: list[Received] = field(default_factory=list)
    location: str | None = None
    most_at_once: int = 0
    url: str = ""
    _open: int = 0
    _runner: web.AppRunner | None = None
    _arrived: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def __aenter__(self) -> Receiver:
        app = web.Application(client_max_size=2**24)
        app.router.add_post("/{path:.*}", self._post)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hooks"
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def _post(self, request: web.Request) -> web.Response:
        one = Received(dict(request.headers), await request.read())
        self.received.append(one)
        async with self._arrived:
            self._arrived.notify_all()
        self._open += 1
        self.most_at_once = max(self.most_at_once, self._open)
        try:
            said = self.answer(one)
            status, seconds = said if isinstance(said, tuple) else (said, 0.0)
            await asyncio.sleep(seconds)
        finally:
            self._open -= 1
        headers = {"Location": self.location} if self.location else {}
        return web.Response(status=status, text="" if status == 204 else "noted", headers=headers)

    async def wait_for(self, count: int, seconds: float = 10.0) -> list[Received]:
        """The requests, once there are ``count``."""
        async with asyncio.timeout(seconds), self._arrived:
            await self._arrived.wait_for(lambda: len(self.received) >= count)
        return self.received
