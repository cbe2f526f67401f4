"""A receiver of webhooks in a thread of its own, for tests whose thread drives a browser."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from typing import Any, TypeVar

from support.receiver import Received, Receiver

T = TypeVar("T")


class Listening:
    """``with Listening() as endpoint``: ``endpoint.url`` takes deliveries."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="webhooks", daemon=True)
        self._receiver = Receiver()

    def __enter__(self) -> Listening:
        self._thread.start()
        self._run(self._receiver.__aenter__())
        return self

    def __exit__(self, *_: object) -> None:
        self._run(self._receiver.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        """Where to send events."""
        return self._receiver.url

    def wait_for(self, name: str, subject: str, seconds: float = 30) -> Received:
        """The first delivery of this event about the object with this id, once it is there."""

        async def find() -> Received:
            seen = 0
            while True:
                for one in self._receiver.received[seen:]:
                    seen += 1
                    if one.name == name and one.document["data"]["attributes"]["payload"]["data"]["id"] == subject:
                        return one
                await self._receiver.wait_for(seen + 1, seconds)

        return self._run(find())

    def _run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)
