"""Creating an inquiry through the API: CPU per request against the limit and against a common peer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import msgspec

from bench.installation import Installation
from bench.load import Outcome, request, run
from bench.processes import cpu_seconds, family, free_port, server

REQUESTS = 3000
WARM_UP = 300
CONNECTIONS = 16


@dataclass(frozen=True)
class Row:
    """CPU microseconds a request, of the server and of PostgreSQL, and what the client saw."""

    name: str
    server: float
    database: float
    outcome: Outcome

    @property
    def total(self) -> float:
        """Both together."""
        return self.server + self.database


def measure(installation: Installation) -> dict[str, float]:
    """Run all three and print the table; returns the ratios."""
    rows = [_limit(installation), _ours(installation), _twin(installation)]
    limit, ours, twin = rows
    print("\nCreate an inquiry (POST /api/v1/inquiries), CPU µs a request")
    print(f"  {'':28}{'server':>8}{'database':>10}{'total':>8}{'req/s':>8}{'p50 ms':>8}{'p99 ms':>8}{'failed':>8}")
    for row in rows:
        seen = row.outcome
        print(
            f"  {row.name:28}{row.server:8.0f}{row.database:10.0f}{row.total:8.0f}{len(seen.latencies) / seen.seconds:8.0f}"
            f"{seen.percentile(0.5):8.1f}{seen.percentile(0.99):8.1f}{seen.failures:8d}"
        )
    ratios = {"create: ours / limit": ours.total / limit.total, "create: twin / ours": twin.total / ours.total}
    for name, ratio in ratios.items():
        print(f"  {name}: {ratio:.2f}")
    return ratios


def _body(number: int) -> bytes:
    attributes = {"inquiry-template-id": "", "note": f"run {number}"}
    return msgspec.json.encode({"data": {"attributes": attributes}})


def _limit(installation: Installation) -> Row:
    return _foreign(installation, "limit: bare ASGI + asyncpg", "bench/servers/limit.py")


def _twin(installation: Installation) -> Row:
    return _foreign(installation, "peer: FastAPI + SQLAlchemy", "bench/servers/twin.py")


def _foreign(installation: Installation, name: str, script: str) -> Row:
    port = free_port()
    environment = {
        "PORT": str(port),
        "DATABASE_URL": installation.dsn,
        "BENCH_SHAPE": msgspec.json.encode(installation.shape()).decode(),
        "PYTHONPATH": ".",
    }
    headers = {"Authorization": "Bearer key", "Content-Type": "application/json"}
    with server([script], port, "/", environment) as pid:
        return _measure(
            installation, name, pid, port, lambda i: request("POST", "/api/v1/inquiries", headers, _body(i))
        )


def _ours(installation: Installation) -> Row:
    headers = {"Authorization": f"Bearer {installation.api_key}", "Content-Type": "application/json"}

    def prepared(number: int) -> bytes:
        attributes = {"inquiry-template-id": installation.template_id, "note": f"run {number}"}
        return request("POST", "/api/v1/inquiries", headers, msgspec.json.encode({"data": {"attributes": attributes}}))

    with installation.web() as (pid, port):
        return _measure(installation, "verilink", pid, port, prepared)


def _measure(installation: Installation, name: str, pid: int, port: int, prepared: Any) -> Row:
    asyncio.run(run(port, WARM_UP, CONNECTIONS, prepared))
    database = installation.database_pids()
    before = cpu_seconds(family(pid)), cpu_seconds(database)
    outcome = asyncio.run(run(port, REQUESTS, CONNECTIONS, prepared))
    after = cpu_seconds(family(pid)), cpu_seconds(installation.database_pids())
    return Row(name, *((late - early) / REQUESTS * 1e6 for late, early in zip(after, before, strict=True)), outcome)
