"""How long a verdict takes from its commit to the screen in the person's hand."""

from __future__ import annotations

import asyncio
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playwright.sync_api import Browser

from bench.flow import call, three_megabytes, to_capture
from bench.installation import Installation
from bench.load import read_response, request
from verilink.database import transaction
from verilink.inquiries import queries
from verilink.inquiries.verdict import decide
from verilink.organizations import queries as organization_queries
from verilink.services import open_services
from verilink.verifications.model import Decision

ROUNDS = 40
SEEN = """() => {
  window.seen = 0;
  const look = () => {
    if (!window.seen && !document.querySelector("[data-screen=processing]")) window.seen = performance.timeOrigin + performance.now();
  };
  new MutationObserver(look).observe(document.getElementById("app"), { childList: true });
}"""


def judge(installation: Installation, inquiry_id: str) -> float:
    """Let what waits pass, as the worker does; returns when it was committed. For threads with another loop running."""
    with ThreadPoolExecutor(max_workers=1) as apart:
        return apart.submit(lambda: asyncio.run(_decided(installation, inquiry_id))).result()


def delays(browser: Browser, installation: Installation, port: int) -> list[float]:
    """Milliseconds, one for each round: what the worker does at a verdict, and the page that waits for it."""
    context = browser.new_context()
    found = []
    with ThreadPoolExecutor(max_workers=1) as apart:
        waiting = apart.submit(lambda: asyncio.run(_waiting(installation, port))).result()
    for inquiry_id, token in waiting:
        page = context.new_page()
        page.goto(f"http://localhost:{port}/verify?inquiry-id={inquiry_id}&session-token={token}")
        page.locator("[data-screen=processing]").wait_for()
        page.evaluate(SEEN)
        page.wait_for_timeout(200)  # the page's question has arrived
        committed = judge(installation, inquiry_id)
        page.wait_for_function("window.seen > 0")
        found.append(float(page.evaluate("window.seen")) - committed * 1000)
        page.close()
    context.close()
    return found


async def _waiting(installation: Installation, port: int) -> list[tuple[str, str]]:
    return [await _submitted(installation, port) for _ in range(ROUNDS)]


async def _submitted(installation: Installation, port: int) -> tuple[str, str]:
    """An inquiry whose passport waits for its verdict."""
    token, step, page, inquiry_id = await to_capture(installation, port)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "image/jpeg", "Upload-Key": "benchmark"}
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request("PUT", f"/flow/uploads/{page}?step={step}", headers, three_megabytes()))
    _, content = await read_response(reader)
    writer.close()
    stored: dict[str, Any] = json.loads(content)
    await call(port, "POST", "/flow/captured", token, {"step": step, "page": page, "file-id": stored["file-id"]})
    return inquiry_id, token


async def _decided(installation: Installation, inquiry_id: str) -> float:
    """Judge as the worker does; returns when it was committed, in seconds since 1970."""
    async with open_services(installation.settings, installation.dsn, listen=False) as services:
        async with transaction(services.pool) as conn:
            environment = await organization_queries.environment(conn, installation.environment_id)
            inquiry = await queries.get(conn, environment.id, inquiry_id)
            verification_id = inquiry.verification_refs[-1].split()[1]
            await decide(
                conn, environment, verification_id, Decision(passed=True, checks=[], extraction={}, reasons=())
            )
        committed = time.time()
        services.wake.flow(inquiry_id)
        await asyncio.sleep(0.3)  # hints are gathered for a moment before they are sent
    return committed
