"""What it costs to tell a person before the selfie camera where to turn: processor time and bytes of a look."""

from __future__ import annotations

import asyncio
import re
import sys
import time
from typing import Any
from urllib.parse import urlencode

import cv2

from bench.flow import call, step_of
from bench.installation import Installation
from bench.load import read_response, request, run
from bench.processes import cpu_seconds, family

sys.path.insert(0, "tests")

from specimens.faces import astronaut, turned
from specimens.video import scene

PEOPLE = 6
LOOKS = 50
A_SECOND = 3.0
"""The page's pace on a good line."""


def measure(installation: Installation) -> dict[str, float]:
    """Looks of several people in turn, one on its way at a time, as the page sends them."""
    pictures = [small(degrees) for degrees in (0.0, 30.0, -45.0)]
    with installation.web() as (pid, port):
        people = [asyncio.run(_to_selfie(installation, port)) for _ in range(PEOPLE)]
        prepared = [_look(people[i % PEOPLE], pictures[i % 3]) for i in range(PEOPLE * LOOKS)]
        asyncio.run(_awake(port, prepared[0]))
        processes = [*family(pid), *installation.database_pids()]
        before = cpu_seconds(processes)
        outcome = asyncio.run(run(port, len(prepared) - PEOPLE * 2, 1, lambda i: prepared[i]))
        spent = 1000 * (cpu_seconds(processes) - before) / len(outcome.latencies)
    size = sum(map(len, prepared)) / len(prepared)
    print("\nLook at a person before the selfie camera")
    print(f"  p50 {outcome.percentile(0.5):.1f} ms, p95 {outcome.percentile(0.95):.1f} ms, failed {outcome.failures}")
    print(f"  processor: {spent:.1f} ms a look, all processes; {spent * A_SECOND / 10:.1f} % of a core a person")
    print(f"  line: {size / 1000:.1f} kB a look, {size * A_SECOND / 1000:.0f} kB a second")
    return {"look, ms of a core": spent, "look, kB": size / 1000}


def small(degrees: float) -> bytes:
    """A person of a laptop's camera, as the page shrinks it."""
    picture = cv2.resize(scene(turned(astronaut(), degrees)), (284, 160), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 60])[1].tobytes()


async def _to_selfie(installation: Installation, port: int) -> tuple[str, str, str]:
    """Walk to the camera; returns token, step and first pose."""
    names = {"inquiry-template-id": installation.made.templates["Selfie"]}
    query = urlencode(names | {"environment-id": installation.environment_id})
    told = await call(port, "POST", "/flow/start", None, {"query": query})
    token = str(told["token"])
    told = await call(port, "POST", "/flow/answer", token, {"step": step_of(told), "values": {}})
    return token, step_of(told), _pose(told)


def _pose(told: dict[str, Any]) -> str:
    found = re.search(r'data-page="([a-z]+)"', told["screen"]["html"])
    if found is None:
        raise RuntimeError("the screen names no pose")
    return found[1]


def _look(person: tuple[str, str, str], picture: bytes) -> bytes:
    token, step, pose = person
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg"}
    return request("POST", f"/flow/looks/{pose}?step={step}", headers, picture)


async def _awake(port: int, prepared: bytes) -> None:
    """The first look starts the process that looks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    status, until = 503, time.monotonic() + 60
    while status == 503 and time.monotonic() < until:
        writer.write(prepared)
        status, _ = await read_response(reader)
        await asyncio.sleep(1)
    writer.close()
    if status != 200:
        raise RuntimeError(f"nobody looks: {status}")
