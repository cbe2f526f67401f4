"""Which hosts and addresses an outbound request may reach, and the early check of a URL."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from yarl import URL

from verilink.errors import BadRequest
from verilink.kit.addresses import Network, parse_address, parse_network, parse_odd_ipv4, refusal

MAX_URL: Final = 2_048
_AddrInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]


class RefusedByGuard(OSError):
    """An address that may not be connected to; an ``OSError`` because aiohttp carries those through unchanged."""


class Guard:
    """The rule for outbound addresses: public ones, and those in ``allow`` (networks in CIDR form, or host names).

    A host name in ``allow`` is trusted whatever it resolves to; a network makes its addresses acceptable for any name.
    """

    def __init__(self, allow: Iterable[str] = (), *, https_only: bool = False) -> None:
        self.https_only = https_only
        self._networks: list[Network] = []
        self._hosts: set[str] = set()
        for entry in allow:
            network = parse_network(entry.strip())
            if network is not None:
                self._networks.append(network)
            elif is_host_name(entry.strip()):
                self._hosts.add(_plain(entry.strip()))
            else:
                raise ValueError(f"{entry!r} is neither a network such as 10.0.0.0/8 nor a host name")

    def trusts(self, host: str) -> bool:
        """Whether the operator allowed this host by name."""
        return _plain(host) in self._hosts

    def refusal(self, address: str) -> str | None:
        """Why ``address`` may not be connected to; ``None`` when it may."""
        parsed = parse_address(address)
        if parsed is None:
            return "not an internet address"
        if any(parsed in network for network in self._networks if network.version == parsed.version):
            return None
        return refusal(parsed)

    def check(self, address: str) -> None:
        """Raise ``RefusedByGuard`` unless ``address`` may be connected to."""
        why = self.refusal(address)
        if why is not None:
            raise RefusedByGuard(f"{address} is a {why} address")

    def socket_factory(self, info: _AddrInfo) -> socket.socket:
        """A socket for the address about to be connected to, for ``aiohttp.TCPConnector``."""
        family, kind, proto, _, address = info
        self.check(str(address[0]))
        return socket.socket(family=family, type=kind, proto=proto)


def is_host_name(text: str) -> bool:
    """Whether ``text`` could be a host name (letters, digits, hyphens, dots; RFC 1123)."""
    labels = text.rstrip(".").split(".")
    return len(text) <= 253 and all(
        0 < len(label) <= 63 and label.replace("-", "").replace("_", "").isalnum() and label.isascii()
        for label in labels
    )


def _plain(host: str) -> str:
    return host.rstrip(".").lower()


def check_url(url: str, guard: Guard | None = None) -> None:
    """Early check when a URL is saved. Raises ``BadRequest`` saying what is wrong; looks nothing up.

    A name that resolves to a private address passes here and is refused when it is connected to.
    """
    rule = guard or Guard()
    host = _host(_parse(url, rule))
    if rule.trusts(host):
        return
    address = parse_address(host) or parse_odd_ipv4(host)
    if _plain(host) == "localhost" or _plain(host).endswith(".localhost"):
        address = parse_address("127.0.0.1")
    why = rule.refusal(str(address)) if address else None
    if why is not None:
        raise BadRequest(f"url leads to {host}, a {why} address; only public addresses can be reached")


def _parse(url: str, rule: Guard) -> URL:
    if not url or len(url) > MAX_URL:
        raise BadRequest(f"url must have 1 to {MAX_URL} characters")
    if not url.isprintable() or any(mark in url for mark in ' \\"<>^`{|}'):
        raise BadRequest("url contains a space or another character that must be percent-encoded")
    try:
        parsed = URL(url)
        port, authority = parsed.port, urlsplit(url).netloc
    except ValueError:
        raise BadRequest("url is not a valid URL") from None
    if parsed.scheme not in ({"https"} if rule.https_only else {"https", "http"}):
        raise BadRequest("url must begin with https://" + ("" if rule.https_only else " or http://"))
    if "@" in authority:
        raise BadRequest("url must not contain a user name or password")
    if "[" in authority and parse_address(parsed.raw_host or "") is None:
        raise BadRequest("url is not a valid URL")
    if port == 0:
        raise BadRequest("url has an invalid port")
    return parsed


def _host(parsed: URL) -> str:
    host = parsed.raw_host
    if not host or not (parse_address(host) or is_host_name(host)):
        raise BadRequest("url has no valid host name")
    return host
