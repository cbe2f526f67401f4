"""HTTP to addresses that other people chose: guarded against reaching into the operator's own network.

The address is judged twice: every answer of the name lookup, and again by the socket that is really connected, so
that a name which changes between the two (DNS rebinding) gains nothing. Redirects are never followed, so none can
lead inside.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Mapping
from enum import StrEnum
from types import TracebackType
from typing import Final

import aiohttp
import msgspec
from aiohttp.abc import ResolveResult
from yarl import URL

from verilink.errors import BadRequest, VerilinkError
from verilink.kit.guard import Guard, RefusedByGuard, check_url

__all__ = ["AddressRefused", "Client", "DeliveryFailed", "Guard", "Reason", "Reply", "check_url"]

KEPT_BYTES: Final = 65_536
# Shorter than servers keep an idle connection, so that a request seldom meets one that is just being closed.
_KEEPALIVE_SECONDS: Final = 3


class Reason(StrEnum):
    """Why a request got no usable answer."""

    ADDRESS = "address refused"
    TIMEOUT = "timeout"
    DNS = "name not found"
    CONNECT = "connection failed"
    TLS = "certificate or TLS failure"
    DISCONNECTED = "connection lost"
    PROTOCOL = "not valid HTTP"


class DeliveryFailed(VerilinkError):
    """No complete answer came; ``reason`` says which kind of failure, ``details`` more."""

    status = 502
    title = "Delivery failed"

    def __init__(self, reason: Reason, details: str | None = None) -> None:
        super().__init__(details or reason.value)
        self.reason = reason


class AddressRefused(DeliveryFailed):
    """The URL leads to an address that is not public and that the operator has not allowed."""

    def __init__(self, details: str) -> None:
        super().__init__(Reason.ADDRESS, details)


class _Resolver(aiohttp.ThreadedResolver):
    """Refuses a name outright when any of its addresses is refused."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self._guard = guard

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        answers = await super().resolve(host, port, family)
        for answer in answers:
            self._guard.check(answer["host"])
        return answers


class Reply(msgspec.Struct, frozen=True):
    """An answer: its status, headers, the first bytes of its body as text, and how long it took."""

    status: int
    headers: dict[str, str]
    body_excerpt: str
    elapsed_ms: int


class Client:
    """Sends requests through a ``Guard``; one per process, closed with ``close`` or as an async context manager.

    ``proxy`` sends everything through an HTTP proxy; names are then looked up there, and it is the proxy's task to
    refuse private addresses (literal ones are still refused here). ``tls`` replaces the system's trusted certificates.
    """

    def __init__(
        self,
        guard: Guard,
        *,
        proxy: str | None = None,
        connect_timeout: float = 5.0,
        kept_bytes: int = KEPT_BYTES,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._guard = guard
        self._proxy = proxy
        self._connect_timeout = connect_timeout
        self._kept_bytes = kept_bytes
        self._tls: ssl.SSLContext | bool = tls or True
        self._sessions: dict[bool, aiohttp.ClientSession] = {}

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close every connection."""
        sessions, self._sessions = self._sessions, {}
        for session in sessions.values():
            await session.close()

    async def post(self, url: str, body: bytes, headers: Mapping[str, str], *, timeout: float = 5.0) -> Reply:
        """POST ``body``; ``timeout`` seconds for everything, from the name lookup to the end of the answer.

        Any HTTP status is a ``Reply``, redirects included. Raises ``AddressRefused`` or ``DeliveryFailed``.
        """
        return await self.request("POST", url, body=body, headers=headers, timeout=timeout)

    async def request(
        self,
        method: str,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = 5.0,
    ) -> Reply:
        """One request of any method; otherwise as ``post``."""
        try:
            check_url(url, self._guard)
        except BadRequest as bad:
            raise AddressRefused(bad.details or "url refused") from None
        try:
            return await self._send(method, url, body, headers or {}, timeout)
        except (aiohttp.ClientError, OSError, ValueError) as failure:
            raise _explained(failure) from failure

    async def _send(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], timeout: float
    ) -> Reply:
        started = time.perf_counter()
        limits = aiohttp.ClientTimeout(total=timeout, sock_connect=self._connect_timeout)
        session = self._session(URL(url).host or "")
        async with session.request(
            method, url, data=body, headers=headers, timeout=limits, allow_redirects=False, proxy=self._proxy
        ) as response:
            excerpt = await self._excerpt(response)
            elapsed = round((time.perf_counter() - started) * 1000)
            return Reply(response.status, dict(response.headers), excerpt, elapsed)

    async def _excerpt(self, response: aiohttp.ClientResponse) -> str:
        kept = bytearray()
        async for chunk in response.content.iter_chunked(8192):
            kept += chunk
            if len(kept) >= self._kept_bytes:
                response.close()
                break
        # PostgreSQL text holds no NUL.
        return bytes(kept[: self._kept_bytes]).decode(errors="replace").replace("\0", "\ufffd")

    def _session(self, host: str) -> aiohttp.ClientSession:
        open_ = self._proxy is not None or self._guard.trusts(host)
        if open_ not in self._sessions:
            self._sessions[open_] = aiohttp.ClientSession(
                connector=self._connector(open_),
                cookie_jar=aiohttp.DummyCookieJar(),
                auto_decompress=False,
                headers={"User-Agent": "Verilink", "Accept-Encoding": "identity"},
                trust_env=False,
            )
        return self._sessions[open_]

    def _connector(self, open_: bool) -> aiohttp.TCPConnector:
        if open_:
            return aiohttp.TCPConnector(ssl=self._tls, use_dns_cache=False, keepalive_timeout=_KEEPALIVE_SECONDS)
        return aiohttp.TCPConnector(
            resolver=_Resolver(self._guard),
            socket_factory=self._guard.socket_factory,
            ssl=self._tls,
            use_dns_cache=False,
            keepalive_timeout=_KEEPALIVE_SECONDS,
        )


def _explained(failure: Exception) -> DeliveryFailed:
    cause = getattr(failure, "os_error", failure)
    if isinstance(cause, RefusedByGuard):
        return AddressRefused(str(cause))
    return DeliveryFailed(_reason(failure), str(failure)[:300] or None)


def _reason(failure: Exception) -> Reason:
    for kinds, reason in _REASONS:
        if isinstance(failure, kinds):
            return reason
    return Reason.PROTOCOL


_REASONS: Final[tuple[tuple[tuple[type[Exception], ...], Reason], ...]] = (
    ((TimeoutError,), Reason.TIMEOUT),
    ((aiohttp.ClientConnectorDNSError,), Reason.DNS),
    ((aiohttp.ClientSSLError,), Reason.TLS),
    ((aiohttp.ClientConnectorError,), Reason.CONNECT),
    ((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError), Reason.DISCONNECTED),
)
