"""What a phone carries and waits for: bytes of the pages, Lighthouse's scores, and the way of a verdict to the screen."""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench import lighthouse, verdicts
from bench.flow import link_query
from bench.installation import Installation

CHROMIUM = os.environ.get("VERILINK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
INQUIRY = "Object.keys(sessionStorage).find((name) => name.startsWith('verilink:inq_')).slice(9)"
CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def measure(installation: Installation) -> dict[str, float]:
    """All three; returns bytes in kB, the least score, and the p95 of the way of a verdict in milliseconds."""
    if CHROMIUM is None:
        print("\nPages: skipped, there is no Chromium (apt-get install chromium)")
        return {}
    with installation.web() as (_, port):
        link = f"http://localhost:{port}/verify?{link_query(installation)}"
        with chromium() as browser:
            first, whole = _weights(browser, link, installation)
            shown = verdicts.delays(browser, installation, port)
        scores = lighthouse.scores(link, CHROMIUM)
    print("\nPages, transferred with headers (a cold cache, a phone)")
    print(f"  first usable screen   {first / 1000:6.1f} kB")
    print(f"  whole flow            {whole / 1000:6.1f} kB")
    print(f"\nVerdict, from its commit to the person's screen, {len(shown)} times")
    print(f"  p50 {_percentile(shown, 0.5):.0f} ms, p95 {_percentile(shown, 0.95):.0f} ms, most {max(shown):.0f} ms")
    figures = {"first screen, kB": first / 1000, "whole flow, kB": whole / 1000}
    figures["verdict visible p95, ms"] = _percentile(shown, 0.95)
    if scores:
        print("\nLighthouse, mobile, on /verify")
        print("  " + ", ".join(f"{name} {score}" for name, score in scores.items()))
        figures["Lighthouse, least of three"] = float(min(scores.values()))
    return figures


@contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium with a camera that shows a test picture."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--disable-gpu", "--no-sandbox", *CAMERA])
        yield browser
        browser.close()


def _weights(browser: Browser, link: str, installation: Installation) -> tuple[int, int]:
    """Bytes until the first screen stands still, and until the last one."""
    context = browser.new_context(**PHONE, permissions=["camera"])
    page = context.new_page()
    received = _received(page)
    page.goto(link)
    _see(page, "confirm it’s you")
    page.wait_for_load_state("networkidle")
    first = sum(received)
    _walk(page, installation)
    whole = sum(received)
    context.close()
    return first, whole


def _received(page: Page) -> list[int]:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[int] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes


def _walk(page: Page, installation: Installation) -> None:
    _tap(page, "Agree and start")
    _see(page, "Which document")
    page.fill("#country", "germ")
    page.keyboard.press("Enter")
    _tap(page, "Identity card")
    for side in ("front", "back"):
        _see(page, f"Photograph the {side}")
        if side == "front":
            _tap(page, "Open the camera")
        page.locator(".shutter:not([disabled])").click()
        _tap(page, "Use this photo")
    page.locator("[data-screen=processing]").wait_for()
    verdicts.judge(installation, page.evaluate(INQUIRY))
    _see(page, "Now a short look")
    _tap(page, "Open the camera")
    page.locator("#automatic").uncheck()
    for number in range(3):
        page.wait_for_function("n => document.querySelectorAll('.poses .done').length === n", arg=number)
        page.locator("[data-do=shoot]:enabled:not([aria-disabled=true])").click()
    page.locator("[data-screen=processing]").wait_for()
    verdicts.judge(installation, page.evaluate(INQUIRY))
    _see(page, "You are done")


def _see(page: Page, text: str) -> None:
    page.locator("h1:visible", has_text=text).first.wait_for()


def _tap(page: Page, text: str) -> None:
    page.get_by_role("button", name=text).and_(page.locator(":visible")).first.click()


def _percentile(values: list[float], share: float) -> float:
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]
