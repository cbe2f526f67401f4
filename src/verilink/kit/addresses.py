"""Which internet addresses are public: the judgement behind every outbound request.

Sources: the IANA IPv4 and IPv6 Special-Purpose Address Registries (RFC 6890 and successors), RFC 6598 (shared address
space), RFC 3056 and 7526 (6to4), RFC 6052 and 8215 (NAT64), and the addresses where clouds serve machine credentials.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_REFUSED_V4: Final = {
    IPv4Network(network): what
    for network, what in {
        "0.0.0.0/8": "unspecified",
        "10.0.0.0/8": "private",
        "100.64.0.0/10": "shared (carrier-grade NAT)",
        "127.0.0.0/8": "loopback",
        "169.254.0.0/16": "link-local (cloud metadata)",
        "172.16.0.0/12": "private",
        "192.0.0.0/24": "reserved",
        "192.0.2.0/24": "documentation",
        "192.88.99.0/24": "6to4 relay",
        "192.168.0.0/16": "private",
        "198.18.0.0/15": "benchmarking",
        "198.51.100.0/24": "documentation",
        "203.0.113.0/24": "documentation",
        "224.0.0.0/4": "multicast",
        "240.0.0.0/4": "reserved",
        "168.63.129.16/32": "cloud metadata",
    }.items()
}
_REFUSED_V6: Final = {
    IPv6Network(network): what
    for network, what in {
        "::/128": "unspecified",
        "::1/128": "loopback",
        "::ffff:0:0/96": "IPv4-mapped",
        "::/96": "IPv4-compatible",
        "64:ff9b::/96": "NAT64",
        "64:ff9b:1::/48": "NAT64",
        "100::/64": "discard",
        "2001::/23": "reserved (Teredo and others)",
        "2001:db8::/32": "documentation",
        "2002::/16": "6to4",
        "3fff::/20": "documentation",
        "fc00::/7": "unique local",
        "fe80::/10": "link-local",
        "fec0::/10": "site-local",
        "ff00::/8": "multicast",
    }.items()
}
_GLOBAL_V6: Final = IPv6Network("2000::/3")  # all that IANA has given out as global unicast


def refusal(address: Address) -> str | None:
    """Why ``address`` is not a public one, such as ``"loopback"``; ``None`` when it is public."""
    if isinstance(address, IPv4Address):
        return next((what for network, what in _REFUSED_V4.items() if address in network), None)
    named = next((what for network, what in _REFUSED_V6.items() if address in network), None)
    return named or (None if address in _GLOBAL_V6 else "reserved")


def parse_address(text: str) -> Address | None:
    """The address ``text`` spells, brackets and zone allowed; ``None`` when it is not an address in canonical form."""
    try:
        return ip_address(text.strip("[]").split("%", 1)[0])
    except ValueError:
        return None


def parse_odd_ipv4(text: str) -> IPv4Address | None:
    """The address behind the old spellings that resolvers accept: ``2130706433``, ``0x7f.1``, ``0177.0.0.1``."""
    if not text or text.strip("0123456789abcdefxABCDEFX."):
        return None
    try:
        return IPv4Address(socket.inet_aton(text.rstrip(".")))
    except OSError:
        return None


def parse_network(text: str) -> Network | None:
    """The network ``text`` spells (a single address is one too); ``None`` when it is none."""
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None
