"""A company's own web site: serves pages and packages from npm on a port of its own, over http or https."""

from __future__ import annotations

import fcntl
import mimetypes
import shutil
import ssl
import subprocess
import tempfile
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

PACKAGES = ("persona@5.9.0", "persona-react@6.7.0", "react@19.0.1", "react-dom@19.0.1")
INSTALL_SECONDS = 120


def fetch_packages() -> Path:
    """The packages' ``node_modules``, fetched once per machine by npm; skips the test where that is impossible."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, and the published SDK is not kept here")
    name = "-".join(package.replace("@", "-") for package in PACKAGES)
    folder = Path(tempfile.gettempdir(), f"verilink-npm-{name}")
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "complete").exists():
            _install(npm, folder)
    return folder / "node_modules"


def _install(npm: str, folder: Path) -> None:
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps", "--no-save")
    command = [npm, "install", *quiet, "--prefix", str(folder), *PACKAGES]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not answer in time")
    if done.returncode:
        pytest.skip(f"npm could not fetch the published SDK: {done.stderr.strip()[-300:]}")
    (folder / "complete").touch()


class Shop:
    """``with Shop(packages) as shop``: pages by path in ``pages``; ``/npm/…`` is ``node_modules``."""

    def __init__(self, packages: Path, *, tls: ssl.SSLContext | None = None, host: str = "localhost") -> None:
        self.pages: dict[str, str] = {}
        self.packages = packages
        handler = type("Handler", (_Handler,), {"shop": self, "packages": packages})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = int(self._server.server_address[1])
        self.origin = f"{'https' if tls else 'http'}://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="shop", daemon=True)

    def __enter__(self) -> Shop:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    shop: Shop
    packages: Path
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in self.shop.pages:
            return self._send(self.shop.pages[path].encode(), "text/html; charset=utf-8")
        file = (self.packages / path.removeprefix("/npm/")).resolve()
        if path.startswith("/npm/") and file.is_file() and file.is_relative_to(self.packages.resolve()):
            kind = mimetypes.guess_type(file.with_suffix(".js") if file.suffix == ".mjs" else file)[0]
            return self._send(file.read_bytes(), kind or "application/octet-stream")
        return self._send(b"nothing here", "text/plain", 404)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tests need no log."""
