"""The guard itself: unit tests cannot reach the network."""

from __future__ import annotations

import socket

import pytest


def test_a_unit_test_cannot_connect() -> None:
    with socket.socket() as opened, pytest.raises(RuntimeError, match="belongs in tests/integration"):
        opened.connect(("127.0.0.1", 9))


def test_a_unit_test_cannot_resolve_a_name() -> None:
    with pytest.raises(RuntimeError, match="example"):
        socket.create_connection(("example.org", 80))


async def test_a_unit_test_may_use_the_event_loop_and_unix_sockets() -> None:
    left, right = socket.socketpair()
    with left, right:
        left.send(b"x")
        assert right.recv(1) == b"x"
