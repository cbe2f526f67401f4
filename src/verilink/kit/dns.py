"""TXT records by name (RFC 1035): asked of the machine's own resolvers, over UDP and again over TCP when cut short.

The system's resolver library knows no TXT records. Answers come from outside and are read with bounds everywhere.
"""

from __future__ import annotations

import asyncio
import secrets
import struct
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final, cast

from verilink.errors import Unavailable

Server = tuple[str, int]
_TXT, _INTERNET, _RECURSE, _CUT, _NO_SUCH_NAME = 16, 1, 0x0100, 0x0200, 3
_HEADER: Final = struct.Struct("!6H")
_RECORD: Final = struct.Struct("!HHIH")
_MOST_BYTES: Final = 4_096
_SECONDS: Final = 3.0


async def texts_of(name: str, servers: Sequence[Server] | None = None) -> list[str]:
    """The TXT records of a name; none when the name does not exist. Raises ``Unavailable`` when nobody answers."""
    number = secrets.randbelow(65_536)
    asked = question(name, number)
    for server in servers or resolvers():
        try:
            answer = await asyncio.wait_for(_over_udp(server, asked), _SECONDS)
            if flags_of(answer) & _CUT:
                answer = await asyncio.wait_for(_over_tcp(server, asked), _SECONDS)
            return read_answer(answer, number)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            continue
    raise Unavailable(f"No resolver answered the question for {name}")


def resolvers(path: Path = Path("/etc/resolv.conf")) -> list[Server]:
    """The machine's name servers, at most three as usual (resolv.conf(5))."""
    lines = path.read_text(encoding="ascii", errors="replace").splitlines() if path.is_file() else []
    words = [line.split() for line in lines]
    return [(line[1], 53) for line in words if len(line) > 1 and line[0] == "nameserver"][:3] or [("127.0.0.1", 53)]


def question(name: str, number: int) -> bytes:
    """The query for TXT records of ``name``. Raises ``ValueError`` for what is no name."""
    labels = [label.encode("ascii") for label in name.rstrip(".").split(".")]
    if not all(0 < len(label) < 64 for label in labels) or sum(len(label) + 1 for label in labels) > 254:
        raise ValueError(f"{name!r} is no name")
    encoded = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    return _HEADER.pack(number, _RECURSE, 1, 0, 0, 0) + encoded + struct.pack("!HH", _TXT, _INTERNET)


def flags_of(answer: bytes) -> int:
    """The second word of the header."""
    return int(_HEADER.unpack_from(answer)[1]) if len(answer) >= _HEADER.size else 0


def read_answer(answer: bytes, number: int) -> list[str]:
    """The texts in an answer. Raises ``ValueError`` for one that is broken, or to another question."""
    try:
        return list(_texts(answer, number))
    except (struct.error, IndexError) as error:
        raise ValueError("the answer ends early") from error


def _texts(answer: bytes, number: int) -> Iterator[str]:
    given, flags, questions, records, _, _ = _HEADER.unpack_from(answer)
    code = flags & 0xF
    if given != number or not flags & 0x8000 or code not in (0, _NO_SUCH_NAME):
        raise ValueError("no answer to the question")
    at = _HEADER.size
    for _ in range(questions):
        at = _after_name(answer, at) + 4
    for _ in range(records):
        at = _after_name(answer, at)
        kind, _class, _age, length = _RECORD.unpack_from(answer, at)
        at += _RECORD.size
        if at + length > len(answer):
            raise ValueError("a record ends early")
        if kind == _TXT:
            yield _joined(answer[at : at + length])
        at += length


def _after_name(answer: bytes, at: int) -> int:
    while answer[at]:
        if answer[at] >= 0xC0:
            return at + 2
        at += answer[at] + 1
    return at + 1


def _joined(data: bytes) -> str:
    """A record's strings, each with its length before it, put together (RFC 7208, section 3.3)."""
    found, at = b"", 0
    while at < len(data):
        found += data[at + 1 : at + 1 + data[at]]
        at += data[at] + 1
    return found.decode("utf-8", errors="replace")


class _Question(asyncio.DatagramProtocol):
    def __init__(self, asked: bytes, answered: asyncio.Future[bytes]) -> None:
        self._asked = asked
        self._answered = answered

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # Before Python 3.12 the transport is a datagram transport without being an instance of its class.
        cast(asyncio.DatagramTransport, transport).sendto(self._asked)

    def datagram_received(self, data: bytes, _addr: object) -> None:
        # Somebody who guesses may send something first; the right number decides.
        if not self._answered.done() and data[:2] == self._asked[:2]:
            self._answered.set_result(data[:_MOST_BYTES])

    def error_received(self, exc: Exception) -> None:
        if not self._answered.done():
            self._answered.set_exception(exc)


async def _over_udp(server: Server, asked: bytes) -> bytes:
    loop = asyncio.get_running_loop()
    answered: asyncio.Future[bytes] = loop.create_future()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Question(asked, answered), remote_addr=server)
    try:
        return await answered
    finally:
        transport.close()


async def _over_tcp(server: Server, asked: bytes) -> bytes:
    reader, writer = await asyncio.open_connection(*server)
    try:
        writer.write(struct.pack("!H", len(asked)) + asked)
        (length,) = struct.unpack("!H", await reader.readexactly(2))
        return await reader.readexactly(length)
    finally:
        writer.close()
