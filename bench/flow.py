"""What a person's phone waits for: opening a generic link, and the acknowledgement of a 3 MB photo."""

from __future__ import annotations

import asyncio
import io
import json
import os
import re
from typing import Any
from urllib.parse import urlencode

import numpy as np
from PIL import Image

from bench.installation import Installation
from bench.load import Outcome, read_response, request, run
from bench.processes import cpu_seconds, family, free_port, server

OPENINGS = 600
UPLOADS = 60
CONNECTIONS = 4
PHOTO_BYTES = 3_000_000


def measure(installation: Installation) -> dict[str, float]:
    """Both, each against its limit in the same run; returns the ratios."""
    photo = three_megabytes()
    with installation.web() as (pid, port):
        opened, cpu = _openings(installation, pid, port)
        token, step, page, _ = asyncio.run(to_capture(installation, port))
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"}
        path = f"/flow/uploads/{page}?step={step}"
        ours = _uploads(port, lambda i: request("PUT", path, headers | {"Upload-Key": f"benchmark{i:08d}"}, photo))
    limit = _limit(photo)
    print("\nOpen a generic link (page, then the call that makes inquiry and session)")
    print(
        f"  p50 {opened.percentile(0.5):.1f} ms, p95 {opened.percentile(0.95):.1f} ms, CPU {cpu:.0f} µs, failed {opened.failures}"
    )
    print(f"\nAcknowledge a {len(photo) / 1e6:.1f} MB photo, {CONNECTIONS} phones at once")
    for name, outcome in {
        "limit: receive and write the bytes": limit,
        "verilink: sniffed, encrypted, stored": ours,
    }.items():
        print(
            f"  {name:40} p50 {outcome.percentile(0.5):7.1f} ms   p95 {outcome.percentile(0.95):7.1f} ms   failed {outcome.failures}"
        )
    ratio = ours.percentile(0.95) / limit.percentile(0.95)
    print(f"  upload p95: ours / limit: {ratio:.2f}")
    return {"upload p95: ours / limit": ratio}


def three_megabytes() -> bytes:
    """A JPEG of about 3 MB: noise does not compress."""
    noise = np.random.default_rng(7).integers(0, 255, (1500, 2000, 3), np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(noise).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def link_query(installation: Installation) -> str:
    """The query of a generic link."""
    return urlencode({"inquiry-template-id": installation.template_id, "environment-id": installation.environment_id})


def _openings(installation: Installation, pid: int, port: int) -> tuple[Outcome, float]:
    body = json.dumps({"query": link_query(installation)}).encode()

    def prepared(number: int) -> bytes:
        # each from an address of its own: the limit per address is not what is measured
        address = f"198.18.{number // 250}.{number % 250}"
        return request("POST", "/flow/start", {"Content-Type": "application/json", "X-Forwarded-For": address}, body)

    asyncio.run(run(port, 40, CONNECTIONS, lambda i: prepared(i + 10_000)))
    before = cpu_seconds(family(pid))
    outcome = asyncio.run(run(port, OPENINGS, CONNECTIONS, prepared))
    return outcome, (cpu_seconds(family(pid)) - before) / OPENINGS * 1e6


async def call(port: int, method: str, path: str, token: str | None, body: Any = None) -> dict[str, Any]:
    """One call of the page."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request(method, path, headers, b"" if body is None else json.dumps(body).encode()))
    status, content = await read_response(reader)
    writer.close()
    if status >= 400:
        raise RuntimeError(f"{path}: {status} {content[:300]!r}")
    return dict(json.loads(content))


async def to_capture(installation: Installation, port: int) -> tuple[str, str, str, str]:
    """Walk to the first photo of a passport; returns token, step, page and the inquiry's id."""
    told = await call(port, "POST", "/flow/start", None, {"query": link_query(installation)})
    token, inquiry_id = str(told["token"]), str(told["inquiry-id"])
    step = step_of(told)
    told = await call(port, "POST", "/flow/answer", token, {"step": step, "values": {}})
    step = step_of(told)
    values = {"country": "DE", "id-class": "pp"}
    told = await call(port, "POST", "/flow/answer", token, {"step": step, "values": values})
    return token, step_of(told), "front", inquiry_id


def step_of(told: dict[str, Any]) -> str:
    """The step that the answer's screen is at."""
    found = re.search(r'data-step="([a-z0-9_]+)"', told["screen"]["html"])
    if found is None:
        raise RuntimeError("the screen names no step")
    return found[1]


def _uploads(port: int, prepared: Any) -> Outcome:
    asyncio.run(run(port, 4, CONNECTIONS, lambda i: prepared(i + 1_000_000)))
    return asyncio.run(run(port, UPLOADS, CONNECTIONS, prepared))


def _limit(photo: bytes) -> Outcome:
    port = free_port()
    environment = {"PORT": str(port), "PYTHONPATH": os.getcwd()}
    with server(["bench/servers/receiver.py"], port, "/", environment):
        return _uploads(port, lambda i: request("PUT", f"/{i}", {"Content-Type": "image/jpeg"}, photo))
