from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.errors import BadRequest
from verilink.kit.addresses import parse_address, parse_odd_ipv4, refusal
from verilink.kit.guard import Guard, RefusedByGuard, check_url, is_host_name

_REFUSED = [
    ("127.0.0.1", "loopback"),
    ("127.255.255.254", "loopback"),
    ("0.0.0.0", "unspecified"),
    ("10.1.2.3", "private"),
    ("172.16.0.1", "private"),
    ("172.31.255.255", "private"),
    ("192.168.1.1", "private"),
    ("169.254.169.254", "metadata"),
    ("168.63.129.16", "metadata"),
    ("100.64.0.1", "carrier-grade"),
    ("100.100.100.200", "carrier-grade"),
    ("192.0.0.192", "reserved"),
    ("192.0.2.1", "documentation"),
    ("192.88.99.1", "6to4"),
    ("198.18.0.1", "benchmarking"),
    ("198.19.255.255", "benchmarking"),
    ("198.51.100.1", "documentation"),
    ("203.0.113.1", "documentation"),
    ("224.0.0.1", "multicast"),
    ("239.255.255.250", "multicast"),
    ("240.0.0.1", "reserved"),
    ("255.255.255.255", "reserved"),
    ("::", "unspecified"),
    ("::1", "loopback"),
    ("::ffff:127.0.0.1", "IPv4-mapped"),
    ("::ffff:8.8.8.8", "IPv4-mapped"),
    ("::7f00:1", "IPv4-compatible"),
    ("64:ff9b::7f00:1", "NAT64"),
    ("64:ff9b:1::1", "NAT64"),
    ("100::1", "discard"),
    ("2001::1", "Teredo"),
    ("2001:db8::1", "documentation"),
    ("2002:7f00:1::", "6to4"),
    ("3fff::1", "documentation"),
    ("fd00:ec2::254", "unique local"),
    ("fe80::1%eth0", "link-local"),
    ("fec0::1", "site-local"),
    ("ff02::1", "multicast"),
    ("4000::1", "reserved"),
    ("5f00::1", "reserved"),
]
_PUBLIC = ["1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2606:4700:4700::1111", "2a00:1450::1"]


@pytest.mark.parametrize(("address", "why"), _REFUSED)
def test_addresses_that_are_not_public_are_refused_with_the_reason(address: str, why: str) -> None:
    assert why in (Guard().refusal(address) or "")


@pytest.mark.parametrize("address", _PUBLIC)
def test_public_addresses_pass(address: str) -> None:
    assert Guard().refusal(address) is None


@given(st.ip_addresses())
def test_whatever_the_standard_library_calls_not_global_is_refused(address: IPv4Address | IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_private or address.is_loopback:
        assert refusal(address) is not None


@given(st.text(max_size=50))
def test_text_that_is_no_address_is_refused(text: str) -> None:
    if parse_address(text) is None:
        assert Guard().refusal(text) == "not an internet address"


def test_allowed_networks_and_no_others_become_reachable() -> None:
    guard = Guard(["10.1.0.0/16", "fd00::/8", "127.0.0.1"])
    assert guard.refusal("10.1.2.3") is None
    assert guard.refusal("fd00::1") is None
    assert guard.refusal("127.0.0.1") is None
    assert guard.refusal("127.0.0.2") is not None
    assert guard.refusal("10.2.0.1") is not None
    assert guard.refusal("::ffff:10.1.2.3") is not None


def test_allow_entries_that_are_neither_network_nor_host_are_refused() -> None:
    for entry in ("10.0.0.0/99", "http://x", "a b", ""):
        with pytest.raises(ValueError, match="neither"):
            Guard([entry])


def test_the_socket_factory_refuses_before_a_socket_exists() -> None:
    guard = Guard()
    for family, address in ((socket.AF_INET, ("127.0.0.1", 80)), (socket.AF_INET6, ("::1", 80, 0, 0))):
        with pytest.raises(RefusedByGuard, match="loopback"):
            guard.socket_factory((family, socket.SOCK_STREAM, 6, "", address))
    made = guard.socket_factory((socket.AF_INET, socket.SOCK_STREAM, 6, "", ("1.1.1.1", 80)))
    made.close()


@pytest.mark.parametrize(
    ("spelling", "address"),
    [
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0x7f.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("0", "0.0.0.0"),
        ("2852039166", "169.254.169.254"),
    ],
)
def test_old_spellings_of_addresses_are_understood(spelling: str, address: str) -> None:
    assert str(parse_odd_ipv4(spelling)) == address


@pytest.mark.parametrize("name", ["example.com", "", "1.2.3.4.5", "face", "256.256.256.256", "0x"])
def test_names_are_not_taken_for_old_spellings(name: str) -> None:
    assert parse_odd_ipv4(name) is None


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.com/in?x=1",
        "http://example.com:8080/",
        "https://xn--bcher-kva.example/",
        "https://bücher.example/",
        "https://1.1.1.1/",
        "https://[2606:4700:4700::1111]/",
        "https://intranet/",
    ],
)
def test_ordinary_urls_pass_the_early_check(url: str) -> None:
    check_url(url)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("", "1 to 2048"),
        ("https://example.com/" + "a" * 2_050, "1 to 2048"),
        ("ftp://example.com", "begin with https"),
        ("javascript:alert(1)", "begin with https"),
        ("//example.com", "begin with https"),
        ("example.com", "begin with https"),
        ("https://user:pass@example.com", "user name or password"),
        ("https://user@example.com", "user name or password"),
        ("https://@example.com", "user name or password"),
        ("https://exam ple.com", "percent-encoded"),
        ("https://example.com\\@10.0.0.1", "percent-encoded"),
        ("https://example.com/\r\nX: y", "percent-encoded"),
        ("https://example.com:0/", "port"),
        ("https://example.com:99999/", "valid"),
        ("https:///path", "host|valid"),
        ("https://-", "host|valid"),
        ("https://a..b/", "host|valid"),
        ("https://exam℀ple.com/", "host|valid"),
        ("https://[::1", "valid"),
        ("https://[v1.x]/", "host|valid"),
        ("https://127.0.0.1/", "loopback"),
        ("https://LOCALHOST./", "loopback"),
        ("https://a.localhost/", "loopback"),
        ("https://2130706433/", "loopback"),
        ("https://0x7f.1/", "loopback"),
        ("https://0177.1/", "loopback"),
        ("https://[::1]/", "loopback"),
        ("https://[::ffff:127.0.0.1]/", "IPv4-mapped"),
        ("http://169.254.169.254/latest/meta-data", "metadata"),
        ("https://10.0.0.1", "private"),
        ("https://①②⑦.⓪.⓪.①/", "loopback|host|valid"),
    ],
)
def test_other_urls_are_refused_with_a_reason(url: str, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        check_url(url)


def test_plain_http_can_be_forbidden() -> None:
    with pytest.raises(BadRequest, match=r"begin with https://$"):
        check_url("http://example.com", Guard(https_only=True))
    check_url("https://example.com", Guard(https_only=True))


def test_a_host_or_network_the_operator_allowed_passes_the_early_check() -> None:
    check_url("http://localhost:9000/hook", Guard(["localhost"]))
    check_url("http://localhost:9000/hook", Guard(["127.0.0.0/8"]))
    check_url("http://10.0.0.7/hook", Guard(["10.0.0.0/24"]))
    with pytest.raises(BadRequest, match="private"):
        check_url("http://10.0.1.7/hook", Guard(["10.0.0.0/24", "localhost"]))


@given(st.text(max_size=80))
def test_any_text_is_accepted_or_refused_as_a_bad_request(text: str) -> None:
    for url in (text, "https://" + text):
        try:
            check_url(url)
        except BadRequest:
            continue
        assert url.lower().startswith(("http://", "https://"))


def test_host_names() -> None:
    assert is_host_name("hooks.example.com.")
    assert not is_host_name("a" * 64 + ".com")
    assert not is_host_name("a.b" * 100)
