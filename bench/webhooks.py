"""From the commit of an event to the arrival of its webhook, against a bare request to the same receiver."""

from __future__ import annotations

import asyncio
import json
import os
import statistics
import subprocess
import sys
import time
from datetime import datetime
from typing import Any

import asyncpg

from bench.installation import Installation
from bench.load import read_response, request

EVENTS = 60
PAUSE_SECONDS = 0.15


def measure(installation: Installation) -> dict[str, float]:
    """Create inquiries one by one while the worker runs; returns the ratio of medians."""
    with installation.web() as (_, port):
        command = [sys.executable, "-m", "verilink", "worker"]
        worker = subprocess.Popen(command, env=os.environ | installation.environment(port), stdout=subprocess.DEVNULL)
        try:
            latencies, bare = asyncio.run(_measure(installation, port))
        finally:
            worker.terminate()
            worker.wait(20)
    median, p95 = statistics.median(latencies), sorted(latencies)[int(len(latencies) * 0.95)]
    print(f"\nEvent to webhook ({len(latencies)} events, one at a time)")
    print(f"  bare request to the receiver   p50 {bare:7.2f} ms")
    print(f"  committed to received          p50 {median:7.2f} ms   p95 {p95:7.2f} ms")
    print(f"  webhook p50 / bare request: {median / bare:.1f}")
    return {"webhook p50 / bare request": median / bare}


class Receiver:
    """Notes when each event arrived."""

    def __init__(self) -> None:
        self.arrived: dict[str, float] = {}
        self.made: dict[str, float] = {}

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests on one connection."""
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                lines = head.decode("latin-1").lower().split("\r\n")
                size = next((int(line.partition(":")[2]) for line in lines if line.startswith("content-length:")), 0)
                self._note(await reader.readexactly(size))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    def _note(self, body: bytes) -> None:
        now = time.time()
        if not body.startswith(b'{"data"'):
            return
        attributes = json.loads(body)["data"]["attributes"]
        if attributes["name"] == "inquiry.created":
            object_id = attributes["payload"]["data"]["id"]
            self.arrived[object_id] = now
            self.made[object_id] = datetime.fromisoformat(attributes["created-at"]).timestamp()


async def _measure(installation: Installation, port: int) -> tuple[list[float], float]:
    receiver = Receiver()
    listening = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    where = listening.sockets[0].getsockname()[1]
    bare = await _bare(where)
    await _subscribe(installation, port, where)
    await _drained(installation)
    wanted = []
    for number in range(EVENTS):
        attributes = {"inquiry-template-id": installation.template_id, "note": f"latency {number}"}
        made = await _api(installation, port, "/api/v1/inquiries", {"data": {"attributes": attributes}})
        wanted.append(made["data"]["id"])
        await asyncio.sleep(PAUSE_SECONDS)
    await asyncio.sleep(2)
    listening.close()
    missing = [key for key in wanted if key not in receiver.arrived]
    if missing:
        raise RuntimeError(f"{len(missing)} of {EVENTS} webhooks did not arrive")
    return [(receiver.arrived[key] - receiver.made[key]) * 1000 for key in wanted], bare


async def _drained(installation: Installation) -> None:
    """Wait until the worker is up and has handed on what earlier measurements left."""
    connection = await asyncpg.connect(installation.dsn)
    try:
        while await connection.fetchval("SELECT EXISTS (SELECT 1 FROM event WHERE dispatched_at IS NULL)"):
            await asyncio.sleep(0.2)
    finally:
        await connection.close()
    await asyncio.sleep(1)


async def _bare(port: int) -> float:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    times = []
    for _ in range(50):
        began = time.perf_counter()
        writer.write(request("POST", "/", {"Content-Type": "application/json"}, b"{}"))
        await read_response(reader)
        times.append((time.perf_counter() - began) * 1000)
    writer.close()
    return statistics.median(times)


async def _subscribe(installation: Installation, port: int, where: int) -> None:
    attributes = {"name": "bench", "url": f"http://127.0.0.1:{where}/hook", "enabled-events": ["inquiry.created"]}
    made = await _api(installation, port, "/api/v1/webhooks", {"data": {"attributes": attributes}})
    await _api(installation, port, f"/api/v1/webhooks/{made['data']['id']}/enable", {})


async def _api(installation: Installation, port: int, path: str, body: Any) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {installation.api_key}", "Content-Type": "application/json"}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("POST", path, headers, json.dumps(body).encode()))
    status, content = await read_response(reader)
    writer.close()
    if status >= 400:
        raise RuntimeError(f"{path}: {status} {content[:300]!r}")
    return dict(json.loads(content))
