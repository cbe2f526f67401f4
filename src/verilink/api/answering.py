"""Sending an answer: the headers that every one has, and those of who asked and how much is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.types import Send

from verilink.access.model import Caller
from verilink.api.dispatch import MethodNotAllowed
from verilink.errors import RateLimited, VerilinkError
from verilink.kit import ids
from verilink.kit.ratelimit import Verdict

_CONSTANT: Final = [
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-cache, no-store, max-age=0, must-revalidate"),
    (b"vary", b"Accept"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, slots=True)
class Reply:
    """Status and body to send."""

    status: int
    body: bytes


class Headers:
    """The headers of one answer, as they become known."""

    __slots__ = ("_raw", "request_id")

    def __init__(self) -> None:
        self.request_id = ids.new("req")
        self._raw: list[tuple[bytes, bytes]] = [*_CONSTANT, (b"request-id", self.request_id.encode())]

    def add(self, name: str, value: str) -> None:
        """One more header."""
        self._raw.append((name.lower().encode("latin-1"), value.encode("latin-1")))

    def add_caller(self, caller: Caller) -> None:
        """Whose data this is."""
        environment = caller.environment
        self._raw.append((b"persona-environment-id", environment.id.encode()))
        self._raw.append((b"persona-organization-id", environment.organization_id.encode()))

    def add_verdict(self, prefix: bytes, verdict: Verdict) -> None:
        """What is left of a limit: ``ratelimit`` or ``quota``."""
        self._raw.append((prefix + b"-limit", b"%d" % verdict.limit))
        self._raw.append((prefix + b"-remaining", b"%d" % verdict.remaining))
        self._raw.append((prefix + b"-reset", b"%d" % verdict.reset_seconds))

    def add_error(self, error: VerilinkError) -> None:
        """What some errors ask of the caller."""
        if isinstance(error, RateLimited):
            self.add("Retry-After", str(error.retry_after))
        elif isinstance(error, MethodNotAllowed):
            self.add("Allow", ", ".join(error.allow))
        elif error.status == 401:
            self.add("WWW-Authenticate", "Bearer")

    async def send(self, send: Send, reply: Reply) -> None:
        """Send the whole answer; the server leaves the body out for ``HEAD``."""
        self._raw.append((b"content-length", b"%d" % len(reply.body)))
        await send({"type": "http.response.start", "status": reply.status, "headers": self._raw})
        await send({"type": "http.response.body", "body": reply.body})
