"""Real Chromium against the real application: its own database, its own port, and the worker when asked for."""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from specimens.drawing import OCR_B
from support.camera import Camera
from support.databases import Databases
from verilink.app import build_app
from verilink.database.transaction import transaction
from verilink.organizations.actions import bootstrap
from verilink.organizations.model import Bootstrap
from verilink.services import Services
from verilink.settings import Settings
from verilink.worker.run import run_worker

T = TypeVar("T")
CHROMIUM = os.environ.get("VERILINK_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# The first lines are what Playwright itself turns off: of several lists of features Chromium takes the last alone.
# The last is Chromium's own interface, which nobody sees here and which costs each profile more than the page does.
WITHOUT = (
    "AvoidUnnecessaryBeforeUnloadCheckSync,DestroyProfileOnBrowserClose,HttpsUpgrades,HttpsFirstBalancedModeAutoEnable,"
    "LensOverlay,MediaRouter,PaintHolding,ThirdPartyStoragePartitioning,AvoidCorsURLLoaderRestartOnRedirect,"
    "OptimizationHints,NetworkTimeServiceQuerying,AimEnabled,PreconnectToSearch,"
    "PreloadTopChromeWebUI,WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"
)
ARGUMENTS = [
    f"--disable-features={WITHOUT}",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-default-apps",
    "--no-first-run",
    "--force-prefers-reduced-motion",
]
START_SECONDS = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder needs Chromium, and one more try when Chromium itself did not answer in time.

    A try again is shown in the summary as ``RERUN``; an assertion that fails is never tried again.
    """
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[r"TimeoutError: ", r"Target .*closed"]))


@dataclass(frozen=True)
class Server:
    """A running installation. ``made``: what its first start printed."""

    url: str
    made: Bootstrap
    services: Services
    loop: asyncio.AbstractEventLoop

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Run ``work`` (an action, a query) on the server's own loop and wait for its result."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    @property
    def signup_url(self) -> str:
        """The first owner's sign-up link."""
        return f"{self.url}/signup?token={self.made.signup_token}"

    def environment(self, kind: str) -> str:
        """Id of an environment."""
        return self.made.environments[kind][0]

    def api_key(self, kind: str) -> str:
        """The first API key of an environment."""
        return self.made.environments[kind][1]


def free_port() -> int:
    """A port nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class _Running:
    """The application, and the worker when asked for, on a loop in a thread of its own."""

    def __init__(self, settings: Settings, dsn: str, *, worker: bool) -> None:
        self._settings, self._dsn, self._worker = settings, dsn, worker
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self._failure: BaseException | None = None
        self.server: Server | None = None
        self._thread = threading.Thread(target=self._main, name="verilink", daemon=True)

    def start(self) -> Server:
        self._thread.start()
        self._ready.wait(START_SECONDS)
        if self.server is None:
            raise RuntimeError("the server did not start") from self._failure
        return self.server

    def stop(self) -> None:
        if self.server is not None and self._stop is not None:
            self.server.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(START_SECONDS)
        if self._failure is not None:
            raise RuntimeError("the server failed while it ran") from self._failure

    def _main(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:
            self._failure = failure
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._stop = asyncio.Event()
        app = build_app(self._settings, self._dsn)
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=self._settings.port,
            log_level="warning",
            lifespan="on",
            timeout_graceful_shutdown=1,
        )
        web = uvicorn.Server(config)
        serving = asyncio.create_task(web.serve())
        while not web.started:
            if serving.done():
                await serving
                raise RuntimeError("the server ended while it started")
            await asyncio.sleep(0.02)
        services: Services = app.state.services
        async with transaction(services.pool) as conn:
            made = await bootstrap(conn, services, "Northwind")
        assert made is not None
        self.server = Server(self._settings.public_url, made, services, asyncio.get_running_loop())
        self._ready.set()
        await self._until_stopped(services)
        web.should_exit = True
        await serving

    async def _until_stopped(self, services: Services) -> None:
        assert self._stop is not None
        if self._worker:
            await run_worker(services, stop=self._stop)
        else:
            await self._stop.wait()


@contextmanager
def _starting(databases: Databases, folder: Path) -> Iterator[Callable[..., Server]]:
    with ExitStack() as running:

        def start(*, worker: bool = True, **given: Any) -> Server:
            port = free_port()
            values = {"data_dir": folder, "port": port, "poll_interval_seconds": 0.1} | given
            dsn = databases.take()
            running.callback(databases.give_back, dsn)
            run = _Running(Settings(**values), dsn, worker=worker)
            running.callback(run.stop)
            return run.start()

        yield start


@pytest.fixture
def start_server(databases: Databases, tmp_path: Path) -> Iterator[Callable[..., Server]]:
    """Start an installation with a fresh database: ``start_server(worker=True, smtp_url=…)``."""
    with _starting(databases, tmp_path) as start:
        yield start


@pytest.fixture(scope="session")
def shared_server(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One installation, worker included, for tests that do not mind what others left there."""
    with _starting(databases, tmp_path_factory.mktemp("shared")) as start:
        yield start()


@pytest.fixture
def server(start_server: Callable[..., Server]) -> Server:
    """A whole installation, worker included."""
    return start_server()


@pytest.fixture
def web_server(start_server: Callable[..., Server]) -> Server:
    """An installation without a worker: for pages that wait for none."""
    return start_server(worker=False)


@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    """Playwright for one module, so that its loop is gone before modules with asynchronous tests begin."""
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def launch(playwright: Playwright) -> Iterator[Callable[..., Browser]]:
    """Launch Chromium with further arguments: ``launch("--use-fake-device-for-media-stream")``."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    opened: list[Browser] = []

    def start(*arguments: str) -> Browser:
        rooted = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*ARGUMENTS, *rooted, *arguments])
        opened.append(browser)
        return browser

    yield start
    for browser in opened:
        browser.close()


@pytest.fixture(scope="module")
def browser(launch: Callable[..., Browser]) -> Browser:
    """One Chromium for the module."""
    return launch()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh, empty browser profile; failing on any error a page's script throws or any policy it breaks."""
    context = browser.new_context(viewport={"width": 1280, "height": 860})
    opened = context.new_page()
    mistakes: list[str] = []
    opened.on("pageerror", lambda error: mistakes.append(str(error)))
    opened.on("console", lambda message: mistakes.append(message.text) if _is_mistake(message.text) else None)
    yield opened
    context.close()
    assert mistakes == []


def _is_mistake(text: str) -> bool:
    return "Content Security Policy" in text or "TrustedHTML" in text or "TrustedScript" in text


@pytest.fixture(scope="module")
def camera(tmp_path_factory: pytest.TempPathFactory) -> Camera:
    """The camera of every phone."""
    if not OCR_B.is_file():
        pytest.skip("The typeface of passports is not installed: apt-get install fonts-ocr-b")
    return Camera(tmp_path_factory.mktemp("camera") / "camera.y4m")


@pytest.fixture(scope="module")
def studio(launch: Callable[..., Browser], camera: Camera) -> Browser:
    """Chromium that films what the camera is shown."""
    return launch(*camera.arguments)
