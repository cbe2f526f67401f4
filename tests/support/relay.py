"""A line between a browser and a server that breaks when it is told to."""

from __future__ import annotations

import contextlib
import socket
import threading


class Relay:
    """Hands bytes on, both ways. With a ``limit`` every request is cut after so many bytes.

    A browser repeats a request by itself when a kept connection breaks, so the line stays bad until it is mended.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://localhost:{self._listening.getsockname()[1]}"
        self.limit: int | None = None

    def __enter__(self) -> Relay:
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._listening.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                browser, _ = self._listening.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
                for source, target in ((browser, server), (server, browser)):
                    threading.Thread(target=self._hand_on, args=(source, target), daemon=True).start()

    def _hand_on(self, source: socket.socket, target: socket.socket) -> None:
        sent = 0
        with contextlib.suppress(OSError):
            counts = target.getpeername()[1] == self._port
            while data := source.recv(16_384):
                target.sendall(data)
                sent = sent + len(data) if counts and self.limit is not None else 0
                if self.limit is not None and sent > self.limit:
                    break
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
