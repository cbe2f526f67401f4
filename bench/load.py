"""A small load generator: keep-alive HTTP/1.1 over plain sockets, so that the client costs little."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

Prepared = Callable[[int], bytes]


@dataclass
class Outcome:
    """``seconds``: wall time of the whole run; ``latencies``: of each request, in seconds."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    failures: int = 0

    def percentile(self, share: float) -> float:
        """A latency percentile in milliseconds."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1000


def request(method: str, path: str, headers: dict[str, str], body: bytes = b"") -> bytes:
    """One request as bytes."""
    lines = [f"{method} {path} HTTP/1.1", "Host: localhost", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method in {"POST", "PUT", "PATCH"}:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


async def run(port: int, count: int, connections: int, prepared: Prepared) -> Outcome:
    """``count`` requests over ``connections`` sockets; ``prepared(i)`` is the i-th request."""
    outcome = Outcome()
    numbers = iter(range(count))
    began = time.perf_counter()
    await asyncio.gather(*(_worker(port, numbers, prepared, outcome) for _ in range(connections)))
    outcome.seconds = time.perf_counter() - began
    return outcome


async def _worker(port: int, numbers: object, prepared: Prepared, outcome: Outcome) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for number in numbers:  # type: ignore[attr-defined]
        sent = time.perf_counter()
        writer.write(prepared(number))
        status, _ = await read_response(reader)
        outcome.latencies.append(time.perf_counter() - sent)
        outcome.failures += status >= 400
    writer.close()


async def read_response(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Status and body of the next response on a connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = int(head.split(" ", 2)[1])
    for line in head.split("\r\n"):
        if line.startswith("content-length:"):
            return status, await reader.readexactly(int(line.partition(":")[2]))
        if line.startswith("transfer-encoding: chunked"):
            return status, await _chunks(reader)
    return status, b""


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append(await reader.readexactly(size))
        await reader.readline()
    await reader.readline()
    return b"".join(parts)
