"""Starts Firefox and WebKitGTK as programs of their own, without a screen."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from support.engines.tab import Tab
from support.engines.wires import Http, Marionette

WINDOW = Path(__file__).with_name("webkit_window.py")
# Debian's own Python: the bindings of GTK are not on PyPI for every version.
PYTHON = "/usr/bin/python3"
FIREFOX = os.environ.get("VERILINK_FIREFOX") or shutil.which("firefox-esr") or "firefox"
NEEDED = {"firefox": (FIREFOX,), "webkit": ("WebKitWebDriver", "Xvfb", PYTHON)}
_BINDINGS = "import gi; gi.require_version('Gtk', '3.0'); gi.require_version('WebKit2', '4.1')"
PATIENCE = {"script": 20_000, "pageLoad": 30_000, "implicit": 0}
ANDROID = "Mozilla/5.0 (Android 14; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.5 Mobile/15E148 Safari/604.1"
)
# A phone with a camera that shows a moving test picture and is allowed; a finger for a pointer; nothing fetched.
PREFERENCES: dict[str, Any] = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "general.useragent.override": ANDROID,
    "ui.primaryPointerCapabilities": 1,
    "ui.allPointerCapabilities": 1,
    "ui.prefersReducedMotion": 1,
    "layout.css.prefers-color-scheme.content-override": 1,
    "intl.accept_languages": "en-US",
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
}


def missing(engine: str) -> list[str]:
    """Programs of this engine that are not on this machine."""
    lacking = [name for name in NEEDED[engine] if shutil.which(name) is None]
    if engine == "webkit" and not lacking:
        bound = subprocess.run([PYTHON, "-c", _BINDINGS], capture_output=True, check=False)
        lacking += ["gir1.2-webkit2-4.1"] if bound.returncode else []
    return lacking


@contextmanager
def firefox(**preferences: Any) -> Iterator[Tab]:
    """Firefox without a window, with a fresh profile."""
    with ExitStack() as running:
        profile = running.enter_context(_folder())
        port = _free_port()
        lines = [f"user_pref({_js(name)}, {_js(value)});" for name, value in (PREFERENCES | preferences).items()]
        (profile / "user.js").write_text("\n".join([*lines, f'user_pref("marionette.port", {port});']))
        command = [
            FIREFOX,
            "--headless",
            "--marionette",
            "--remote-allow-system-access",
            "--no-remote",
            "--profile",
            str(profile),
        ]
        running.enter_context(_process(command, {"MOZ_DISABLE_CONTENT_SANDBOX": "1", "HOME": str(profile)}, profile))
        wire = Marionette(port, {"unhandledPromptBehavior": "ignore"})
        running.callback(wire.close)
        wire.send("WebDriver:SetTimeouts", **PATIENCE)
        yield Tab("firefox", wire, profile)


@contextmanager
def webkit(*options: str) -> Iterator[Tab]:
    """WebKitGTK in a window of its own on a screen that nobody sees. ``options``: of ``webkit_window.py``."""
    with ExitStack() as running:
        folder = running.enter_context(_folder())
        screen = running.enter_context(_screen())
        port = _free_port()
        surroundings = {"DISPLAY": screen, "GDK_BACKEND": "x11", "LANGUAGE": "en_US"}
        running.enter_context(_process(["WebKitWebDriver", f"--port={port}"], surroundings, folder))
        window = {"binary": PYTHON, "args": [str(WINDOW), f"--agent={IPHONE}", f"--folder={folder}", *options]}
        wire = Http(port, {"webkitgtk:browserOptions": window})
        running.callback(wire.close)
        wire.send("WebDriver:SetTimeouts", **PATIENCE)
        yield Tab("webkit", wire, folder)


START: dict[str, Callable[..., Any]] = {"firefox": firefox, "webkit": webkit}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _js(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool | int) else f'"{value}"'


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="verilink-engine-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _process(command: list[str], surroundings: dict[str, str], folder: Path) -> Iterator[None]:
    """A program that is ended with whatever it started. What it says goes to ``output`` in ``folder``."""
    with (folder / "output").open("wb") as output:
        given = os.environ | surroundings
        started = subprocess.Popen(command, stdout=output, stderr=output, env=given, start_new_session=True)
        try:
            yield
        finally:
            _end(started)


def _end(started: subprocess.Popen[bytes]) -> None:
    for signal in (15, 9):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal)
        with contextlib.suppress(subprocess.TimeoutExpired):
            started.wait(10)
            return


@contextmanager
def _screen() -> Iterator[str]:
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        try:
            yield f":{server.stdout.readline().decode().strip()}"
        finally:
            server.terminate()
