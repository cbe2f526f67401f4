"""A resolver that cuts its answer short over UDP and gives it over TCP; one that is silent."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import AsyncIterator
from typing import cast

import pytest

from verilink.errors import Unavailable
from verilink.kit import dns


def _answer(asked: bytes, *, cut: bool) -> bytes:
    (number,) = struct.unpack_from("!H", asked)
    text = b"\x0cverilink=abc"
    record = b"\xc0\x0c" + struct.pack("!HHIH", 16, 1, 60, len(text)) + text
    flags = 0x8380 if cut else 0x8180
    return struct.pack("!6H", number, flags, 1, 0 if cut else 1, 0, 0) + asked[12:] + (b"" if cut else record)


class _Resolver(asyncio.DatagramProtocol):
    transport: asyncio.DatagramTransport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.transport.sendto(b"\0\0 somebody who guesses", addr)
        self.transport.sendto(_answer(data, cut=True), addr)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    (length,) = struct.unpack("!H", await reader.readexactly(2))
    whole = _answer(await reader.readexactly(length), cut=False)
    writer.write(struct.pack("!H", len(whole)) + whole)
    await writer.drain()
    writer.close()


@pytest.fixture
async def resolver() -> AsyncIterator[tuple[str, int]]:
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    address: tuple[str, int] = server.sockets[0].getsockname()
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(_Resolver, local_addr=address)
    yield address
    transport.close()
    server.close()


async def test_an_answer_that_was_cut_short_is_asked_for_again(resolver: tuple[str, int]) -> None:
    assert await dns.texts_of("_verilink.verify.example", [resolver]) == ["verilink=abc"]


async def test_the_next_resolver_is_asked_when_one_is_silent(
    resolver: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dns, "_SECONDS", 0.2)
    silent, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0)
    )
    address = silent.get_extra_info("sockname")
    assert await dns.texts_of("verify.example", [address, resolver]) == ["verilink=abc"]
    with pytest.raises(Unavailable):
        await dns.texts_of("verify.example", [address])
    silent.close()
