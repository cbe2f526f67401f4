"""Two ways to the same commands of WebDriver: Firefox's own socket (Marionette), and HTTP (WebKitWebDriver)."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import time
from typing import Any, Protocol

START_SECONDS = 60
ANSWER_SECONDS = 60
# Marionette's names of the commands that are used here, and the same ones over HTTP; {…} is taken from the arguments.
HTTP = {
    "WebDriver:Navigate": ("POST", "/url"),
    "WebDriver:GetCurrentURL": ("GET", "/url"),
    "WebDriver:Refresh": ("POST", "/refresh"),
    "WebDriver:Back": ("POST", "/back"),
    "WebDriver:ExecuteScript": ("POST", "/execute/sync"),
    "WebDriver:ExecuteAsyncScript": ("POST", "/execute/async"),
    "WebDriver:ElementClick": ("POST", "/element/{id}/click"),
    "WebDriver:ElementSendKeys": ("POST", "/element/{id}/value"),
    "WebDriver:PerformActions": ("POST", "/actions"),
    "WebDriver:TakeScreenshot": ("GET", "/screenshot"),
    "WebDriver:SwitchToFrame": ("POST", "/frame"),
    "WebDriver:SetWindowRect": ("POST", "/window/rect"),
    "WebDriver:SetTimeouts": ("POST", "/timeouts"),
    "WebDriver:DeleteSession": ("DELETE", ""),
}


class Refused(Exception):
    """The browser's answer to a command it could not follow. ``kind``: WebDriver's name of the error."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class Wire(Protocol):
    """``send("WebDriver:Navigate", url="…")`` gives the value of the browser's answer."""

    def send(self, command: str, **given: Any) -> Any: ...

    def close(self) -> None: ...


class Marionette:
    """Firefox, started with ``--marionette``: messages are ``length:[0, number, command, arguments]``."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        self._socket = _connect(port)
        self._rest = b""
        self._number = 0
        self._receive()  # says hello
        self.send("WebDriver:NewSession", capabilities={"alwaysMatch": capabilities})

    def send(self, command: str, **given: Any) -> Any:
        self._number += 1
        body = json.dumps([0, self._number, command, given]).encode()
        self._socket.sendall(str(len(body)).encode() + b":" + body)
        _, _, error, value = self._receive()
        if error:
            raise Refused(error["error"], error["message"])
        return value["value"] if isinstance(value, dict) and set(value) == {"value"} else value

    def _receive(self) -> Any:
        while b":" not in self._rest:
            self._rest += self._read()
        size, _, self._rest = self._rest.partition(b":")
        while len(self._rest) < int(size):
            self._rest += self._read()
        body, self._rest = self._rest[: int(size)], self._rest[int(size) :]
        return json.loads(body)

    def _read(self) -> bytes:
        received = self._socket.recv(1 << 20)
        if not received:
            raise ConnectionError("Firefox has gone")
        return received

    def close(self) -> None:
        self._socket.close()


def _connect(port: int) -> socket.socket:
    end = time.monotonic() + START_SECONDS
    while True:
        try:
            opened = socket.create_connection(("127.0.0.1", port), ANSWER_SECONDS)
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return opened


class Http:
    """A driver that speaks the W3C protocol over HTTP."""

    def __init__(self, port: int, capabilities: dict[str, Any]) -> None:
        _connect(port).close()
        self._port = port
        self._session = ""
        asked = {"capabilities": {"alwaysMatch": capabilities}}
        self._session = f"/session/{self._call('POST', '/session', asked)['sessionId']}"

    def send(self, command: str, **given: Any) -> Any:
        method, path = HTTP[command]
        return self._call(method, self._session + path.format(**given), given)

    def _call(self, method: str, path: str, given: dict[str, Any]) -> Any:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=ANSWER_SECONDS)
        try:
            connection.request(method, path, json.dumps(given) if method == "POST" else None)
            answer = json.loads(connection.getresponse().read())["value"]
        finally:
            connection.close()
        if isinstance(answer, dict) and "error" in answer:
            raise Refused(answer["error"], answer.get("message", ""))
        return answer

    def close(self) -> None:
        with contextlib.suppress(Refused):  # its window may be closed
            self.send("WebDriver:DeleteSession")
