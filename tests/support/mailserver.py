"""A mail server on loopback that keeps what it is given."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


class MailServer:
    """Keeps what it is given; refuses with ``refusal`` when that is set."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.refusal: str | None = None

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Called by the controller with each mail."""
        if self.refusal:
            return self.refusal
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 Taken"

    def code(self, number: int, *, seconds: float = 20) -> tuple[str, str]:
        """(address, code) of the mail with this number, from 1, which may still be on its way."""
        end = time.monotonic() + seconds
        while len(self.taken) < number:
            assert time.monotonic() < end, f"mail {number} did not come"
            time.sleep(0.05)
        mail = self.taken[number - 1]
        body = mail.get_body(("plain",))
        assert body is not None
        [code, *_] = re.findall(r"\b\d{6}\b", body.get_content())
        return str(mail["To"]), code


@contextmanager
def mail_server() -> Iterator[tuple[str, MailServer]]:
    """(URL, server), while it runs."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield f"smtp://127.0.0.1:{port}", server
    finally:
        controller.stop()
