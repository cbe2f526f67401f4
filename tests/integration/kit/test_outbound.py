from __future__ import annotations

import asyncio
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import uvloop
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from verilink.kit.guard import RefusedByGuard
from verilink.kit.outbound import KEPT_BYTES, AddressRefused, Client, DeliveryFailed, Guard, Reason

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class _Server:
    """A real HTTP server on loopback that counts what reaches it."""

    def __init__(self, handler: _Handler) -> None:
        self.hits: list[web.Request] = []
        self.bodies: list[bytes] = []
        self._handler = handler
        self.port = 0

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.hits.append(request)
        self.bodies.append(await request.read())
        return await self._handler(request)


async def _ok(request: web.Request) -> web.StreamResponse:
    return web.Response(text="fine", headers={"X-Seen": "yes"})


@asynccontextmanager
async def _serving(
    handler: _Handler = _ok, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[_Server]:
    server = _Server(handler)
    app = web.Application(client_max_size=10**8)
    app.router.add_route("*", "/{rest:.*}", server.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.bind((host, 0))
    await web.SockSite(runner, listening, ssl_context=tls).start()
    server.port = listening.getsockname()[1]
    try:
        yield server
    finally:
        await runner.cleanup()


def _names(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> None:
    """Make the name lookup of the running loop answer ``names``, as a hostile DNS server would."""
    loop = asyncio.get_running_loop()

    async def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        return [
            (socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in names.get(host, []) or [host]
        ]

    monkeypatch.setattr(loop, "getaddrinfo", getaddrinfo, raising=False)


async def test_a_post_arrives_whole_and_the_answer_comes_back() -> None:
    async with _serving() as server, Client(Guard(["127.0.0.1/32"])) as client:
        reply = await client.post(
            f"http://127.0.0.1:{server.port}/in?a=1", b'{"x":1}', {"Content-Type": "application/json", "X-Own": "v"}
        )
    assert (reply.status, reply.body_excerpt, reply.headers["X-Seen"]) == (200, "fine", "yes")
    assert 0 <= reply.elapsed_ms < 5_000
    request = server.hits[0]
    assert (request.method, request.path_qs, server.bodies) == ("POST", "/in?a=1", [b'{"x":1}'])
    assert request.headers["X-Own"] == "v"
    assert request.headers["User-Agent"] == "Verilink"


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]"],
)
async def test_no_spelling_of_loopback_is_reached(host: str) -> None:
    async with _serving(host="::1" if host == "[::1]" else "127.0.0.1") as server, Client(Guard()) as client:
        with pytest.raises(AddressRefused) as refused:
            await client.post(f"http://{host}:{server.port}/", b"", {})
        assert refused.value.reason is Reason.ADDRESS
        assert server.hits == []


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"])
async def test_the_connector_alone_refuses_loopback_without_the_early_check(host: str) -> None:
    async with _serving(host="::1" if host == "[::1]" else "127.0.0.1") as server, Client(Guard()) as client:
        with pytest.raises(aiohttp.ClientError) as failed:
            await client._send("POST", f"http://{host}:{server.port}/", b"", {}, 5)
        # aiohttp itself refuses the decimal spelling; the rest is ours.
        assert isinstance(getattr(failed.value, "os_error", None), RefusedByGuard) or host.isdigit()
        assert server.hits == []


async def test_the_metadata_address_is_refused() -> None:
    async with Client(Guard()) as client:
        with pytest.raises(AddressRefused, match="metadata"):
            await client.post("http://169.254.169.254/latest/meta-data/", b"", {})


async def test_a_public_name_that_resolves_to_loopback_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, {"hooks.example.com": ["127.0.0.1"]})
    async with _serving() as server, Client(Guard()) as client:
        with pytest.raises(AddressRefused, match=r"127\.0\.0\.1 is a loopback address"):
            await client.post(f"http://hooks.example.com:{server.port}/", b"", {})
        assert server.hits == []


async def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, {"hooks.example.com": ["1.1.1.1", "10.0.0.1"]})
    async with Client(Guard()) as client:
        with pytest.raises(AddressRefused, match="private"):
            await client.post("http://hooks.example.com/", b"", {})


async def test_a_name_that_turns_private_after_the_lookup_was_judged_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """DNS rebinding: the resolver's judgement is taken away, the socket's must be enough."""
    _names(monkeypatch, {"hooks.example.com": ["127.0.0.1"]})
    monkeypatch.setattr("verilink.kit.outbound._Resolver.resolve", aiohttp.ThreadedResolver.resolve)
    async with _serving() as server, Client(Guard()) as client:
        with pytest.raises(AddressRefused, match="loopback"):
            await client.post(f"http://hooks.example.com:{server.port}/", b"", {})
        assert server.hits == []


async def test_every_request_looks_the_name_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def closing(request: web.Request) -> web.StreamResponse:
        response = web.Response()
        response.force_close()
        return response

    answers = {"hooks.example.com": ["127.0.0.1"]}
    _names(monkeypatch, answers)
    async with _serving(closing) as server, Client(Guard(["127.0.0.1/32"])) as client:
        url = f"http://hooks.example.com:{server.port}/"
        assert (await client.post(url, b"", {})).status == 200
        answers["hooks.example.com"] = ["10.0.0.1"]
        with pytest.raises(AddressRefused):
            await client.post(url, b"", {})


async def test_a_redirect_inside_is_reported_and_not_followed() -> None:
    async with _serving() as inside:

        async def redirect(request: web.Request) -> web.StreamResponse:
            raise web.HTTPTemporaryRedirect(f"http://127.0.0.1:{inside.port}/secret")

        async with _serving(redirect) as outside, Client(Guard(["127.0.0.1/32"])) as client:
            reply = await client.post(f"http://127.0.0.1:{outside.port}/", b"x", {})
        assert reply.status == 307
        assert inside.hits == []


async def test_a_slow_answer_times_out() -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        await asyncio.sleep(30)
        return web.Response()

    async with _serving(slow) as server, Client(Guard(["127.0.0.1/32"])) as client:
        started = time.perf_counter()
        with pytest.raises(DeliveryFailed) as failed:
            await client.post(f"http://127.0.0.1:{server.port}/", b"", {}, timeout=0.3)
        assert failed.value.reason is Reason.TIMEOUT
        assert time.perf_counter() - started < 3


async def test_an_answer_that_trickles_forever_times_out() -> None:
    async def trickle(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while True:
            await response.write(b".")
            await asyncio.sleep(0.05)

    async with _serving(trickle) as server, Client(Guard(["127.0.0.1/32"])) as client:
        with pytest.raises(DeliveryFailed) as failed:
            await client.post(f"http://127.0.0.1:{server.port}/", b"", {}, timeout=0.4)
        assert failed.value.reason is Reason.TIMEOUT


async def test_of_an_endless_body_only_the_first_bytes_are_kept() -> None:
    sent = 0

    async def endless(request: web.Request) -> web.StreamResponse:
        nonlocal sent
        response = web.StreamResponse()
        await response.prepare(request)
        while sent < 200_000_000:
            await response.write(b"\0ab\xff" * 16_384)
            sent += 65_536
        return response

    async with _serving(endless) as server, Client(Guard(["127.0.0.1/32"])) as client:
        reply = await client.post(f"http://127.0.0.1:{server.port}/", b"", {})
    assert reply.status == 200
    assert len(reply.body_excerpt) == KEPT_BYTES
    assert "\0" not in reply.body_excerpt
    assert sent < 50_000_000


async def test_a_compressed_bomb_is_not_unpacked() -> None:
    async def bomb(request: web.Request) -> web.StreamResponse:
        return web.Response(body=b"\x1f\x8b\x08" + b"x" * 100, headers={"Content-Encoding": "gzip"})

    async with _serving(bomb) as server, Client(Guard(["127.0.0.1/32"])) as client:
        reply = await client.post(f"http://127.0.0.1:{server.port}/", b"", {})
    assert len(reply.body_excerpt) == 103


async def test_a_closed_port_a_dropped_line_and_nonsense_are_told_apart() -> None:
    async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.write(b"SMTP ready\r\n\r\n")
        await writer.drain()
        writer.close()

    async def drop(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readline()
        writer.close()

    async with Client(Guard(["127.0.0.1/32"])) as client:
        for serve, reason in ((nonsense, Reason.PROTOCOL), (drop, Reason.DISCONNECTED)):
            server = await asyncio.start_server(serve, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            with pytest.raises(DeliveryFailed) as failed:
                await client.post(f"http://127.0.0.1:{port}/", b"", {})
            assert failed.value.reason is reason
            server.close()
            await server.wait_closed()
        with pytest.raises(DeliveryFailed) as failed:
            await client.post(f"http://127.0.0.1:{port}/", b"", {})
        assert failed.value.reason is Reason.CONNECT


async def test_an_unknown_name_and_a_plain_server_behind_https_are_told_apart() -> None:
    async with _serving() as server, Client(Guard(["127.0.0.1/32"])) as client:
        with pytest.raises(DeliveryFailed) as failed:
            await client.post("https://no-such-name.invalid/", b"", {})
        assert failed.value.reason is Reason.DNS
        with pytest.raises(DeliveryFailed) as failed:
            await client.post(f"https://127.0.0.1:{server.port}/", b"", {})
        assert failed.value.reason is Reason.TLS


async def test_headers_cannot_be_split() -> None:
    async with _serving() as server, Client(Guard(["127.0.0.1/32"])) as client:
        with pytest.raises(DeliveryFailed):
            await client.post(f"http://127.0.0.1:{server.port}/", b"", {"X-A": "b\r\nX-C: d"})
        assert all("X-C" not in hit.headers for hit in server.hits)


async def test_cookies_are_not_kept_between_requests() -> None:
    async def cookie(request: web.Request) -> web.StreamResponse:
        return web.Response(headers={"Set-Cookie": "a=b"})

    async with _serving(cookie) as server, Client(Guard(["localhost"])) as client:
        for _ in range(2):
            await client.post(f"http://localhost:{server.port}/", b"", {})
    assert all("Cookie" not in hit.headers for hit in server.hits)


async def test_a_host_trusted_by_name_is_reached_and_its_neighbour_is_not() -> None:
    async with _serving() as server, Client(Guard(["localhost"])) as client:
        assert (await client.post(f"http://localhost:{server.port}/", b"", {})).status == 200
        with pytest.raises(AddressRefused):
            await client.post(f"http://127.0.0.1:{server.port}/", b"", {})


async def test_a_proxy_takes_the_request_and_literal_private_addresses_are_still_refused() -> None:
    async with _serving() as proxy, Client(Guard(), proxy=f"http://127.0.0.1:{proxy.port}") as client:
        reply = await client.post("http://hooks.example.com/in", b"x", {})
        assert reply.status == 200
        assert proxy.hits[0].headers["Host"] == "hooks.example.com"
        with pytest.raises(AddressRefused):
            await client.post("http://169.254.169.254/", b"", {})
        assert len(proxy.hits) == 1


async def test_many_requests_share_connections() -> None:
    peers = set()

    async def remember(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        peers.add(request.transport.get_extra_info("peername"))
        return web.Response()

    async with _serving(remember) as server, Client(Guard(["127.0.0.1/32"])) as client:
        for _ in range(20):
            await client.post(f"http://127.0.0.1:{server.port}/", b"x", {})
    assert len(peers) == 1


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for hooks.example.com with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "hooks.example.com")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("hooks.example.com")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    file = tmp_path / "server.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return file


async def test_https_is_verified_by_name_and_authority(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, {"hooks.example.com": ["127.0.0.1"], "other.example.com": ["127.0.0.1"]})
    serving = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    serving.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    guard = Guard(["127.0.0.1/32"], https_only=True)
    async with _serving(tls=serving) as server:
        async with Client(guard, tls=trusting) as client:
            reply = await client.post(f"https://hooks.example.com:{server.port}/", b"x", {})
            assert (reply.status, server.bodies) == (200, [b"x"])
            with pytest.raises(DeliveryFailed) as failed:
                await client.post(f"https://other.example.com:{server.port}/", b"x", {})
            assert failed.value.reason is Reason.TLS
        async with Client(guard) as client:
            with pytest.raises(DeliveryFailed) as failed:
                await client.post(f"https://hooks.example.com:{server.port}/", b"x", {})
            assert failed.value.reason is Reason.TLS
        assert server.bodies == [b"x"]


def test_the_guard_holds_on_uvloop_too() -> None:
    async def scenario() -> None:
        async with _serving() as server:
            async with Client(Guard(["127.0.0.1/32"])) as client:
                assert (await client.post(f"http://127.0.0.1:{server.port}/", b"x", {})).status == 200
            async with Client(Guard()) as client:
                for host in ("127.0.0.1", "localhost", "[::1]"):
                    with pytest.raises(AddressRefused):
                        await client.post(f"http://{host}:{server.port}/", b"x", {})
                    with pytest.raises(aiohttp.ClientConnectorError) as failed:
                        await client._send("POST", f"http://{host}:{server.port}/", b"", {}, 5)
                    assert isinstance(failed.value.os_error, RefusedByGuard)
            assert len(server.hits) == 1

    uvloop.run(scenario())
