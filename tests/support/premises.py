"""A whole installation as its operator starts it: ``verilink serve`` in processes of its own, and its REST API."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

START_SECONDS = 90
STOP_SECONDS = 20
BOTH = "Government ID and selfie"


@dataclass(frozen=True)
class Api:
    """The REST API of one environment, with the key that the first start printed."""

    base: str
    key: str

    def call(self, method: str, path: str, attributes: dict[str, Any] | None = None) -> Any:
        """The answer's document; a refusal fails the test with its text."""
        body = None if attributes is None else json.dumps({"data": {"attributes": attributes}}).encode()
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        request = Request(f"{self.base}/api/v1{path}", body, headers, method=method)
        try:
            with urlopen(request, timeout=30) as answer:
                return json.load(answer)
        except HTTPError as refusal:
            raise AssertionError(f"{method} {path}: {refusal.code} {refusal.read().decode()}") from refusal

    def inquiry(self, inquiry_id: str) -> dict[str, Any]:
        """``GET /inquiries/{id}``: the resource."""
        return dict(self.call("GET", f"/inquiries/{inquiry_id}")["data"])

    def inquiries_of(self, reference_id: str) -> list[dict[str, Any]]:
        """Inquiries whose account has this reference ID, newest first."""
        return list(self.call("GET", f"/inquiries?filter[reference-id]={quote(reference_id)}")["data"])

    def verifications(self, inquiry: dict[str, Any]) -> list[dict[str, Any]]:
        """The inquiry's verifications, oldest first, each as ``GET /verifications/{id}`` gives it."""
        related = inquiry["relationships"]["verifications"]["data"]
        found = [self.call("GET", f"/verifications/{one['id']}")["data"] for one in related]
        return sorted(found, key=lambda one: str(one["attributes"]["created-at"]))


@dataclass(frozen=True)
class Premises:
    """A running installation. ``made``: the file that its first start wrote."""

    url: str
    made: dict[str, Any]

    def api(self, environment: str) -> Api:
        """The API of ``production`` or ``sandbox``."""
        return Api(self.url, self.made["environments"][environment]["api_key"])

    def link(self, template: str = BOTH, environment: str = "production", **more: str) -> str:
        """The printed generic link of a template."""
        parameters = "".join(f"&{name.replace('_', '-')}={quote(value)}" for name, value in more.items())
        return str(self.made["templates"][template]["hosted_link"][environment]) + parameters


class Serving:
    """``with Serving(folder) as premises``: starts the command, waits until links work, stops it with Ctrl-C."""

    def __init__(self, folder: Path, **settings: str) -> None:
        port = _free_port()
        self._boot, self._log, self._url = folder / "boot.json", folder / "serve.log", f"http://localhost:{port}"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VERILINK_")}
        own = {"VERILINK_PORT": str(port), "VERILINK_DATA_DIR": str(folder / "data")}
        self._environ = inherited | own | settings

    def __enter__(self) -> Premises:
        command = [sys.executable, "-m", "verilink", "serve", "--bootstrap-file", str(self._boot)]
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                command, env=self._environ, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return Premises(self._url, json.loads(self._boot.read_text()))

    def __exit__(self, *_: object) -> None:
        alone, code = self._process.poll() is not None, self._stop()
        log = self._log.read_text()
        assert not alone, f"the server ended by itself:\n{log}"
        assert code == 0, f"the server did not stop cleanly:\n{log}"
        assert " ERROR " not in log, f"the server met a defect:\n{log}"

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not self._is_ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{self._log.read_text()}")
            time.sleep(0.1)

    def _is_ready(self) -> bool:
        try:
            with urlopen(f"{self._url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

    def _stop(self) -> int | None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
        try:
            return self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            return self._process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
