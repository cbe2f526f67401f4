"""Who may frame the flow: listed https domains, and localhost in the sandbox."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.embedding.origins import Rules, Unframeable, frame, origin_of
from verilink.embedding.parameters import Embedding
from verilink.kit.csp import Policy, is_source

LISTED = Rules(domains=("shop.example.com", "shop.example.com:8443"))
SANDBOX = Rules(domains=("shop.example.com",), sandbox=True)
LOCAL = [
    "http://localhost:9101",
    "http://localhost",
    "https://localhost:9443",
    "http://127.0.0.1:8080",
    "http://a.localhost",
]


def asked(origin: str, *ancestors: str, target: str | None = None) -> Embedding:
    return Embedding(origin=origin, target=target or origin, ancestors=ancestors)


@pytest.mark.parametrize("origin", ["https://shop.example.com", "https://shop.example.com:8443"])
@pytest.mark.parametrize("rules", [LISTED, Rules(domains=("SHOP.example.com", "Shop.Example.com:8443"))])
def test_a_listed_domain_may_frame(origin: str, rules: Rules) -> None:
    framing = frame(asked(origin), rules)
    assert (framing.ancestors, framing.target, framing.listened) == ((origin,), origin, (origin,))


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "https://a.shop.example.com",
        "https://shop.example.com.evil.example",
        "https://shop.example.com:9443",
        "https://example.com",
    ],
)
@pytest.mark.parametrize("rules", [LISTED, SANDBOX, Rules(), Rules(sandbox=True)])
def test_any_other_domain_may_not_and_is_told_which_setting_decides(origin: str, rules: Rules) -> None:
    with pytest.raises(Unframeable, match=r"security\.allowed-domains") as refusal:
        frame(asked(origin), rules)
    assert origin in str(refusal.value)


@pytest.mark.parametrize("origin", LOCAL)
def test_localhost_may_frame_the_sandbox(origin: str) -> None:
    assert frame(asked(origin), SANDBOX).ancestors == (origin,)


@pytest.mark.parametrize("origin", LOCAL)
@pytest.mark.parametrize(
    "domains", [(), ("localhost", "localhost:9101", "localhost:9443", "127.0.0.1:8080", "a.localhost")]
)
def test_localhost_may_never_frame_production(origin: str, domains: tuple[str, ...]) -> None:
    with pytest.raises(Unframeable, match="sandbox only"):
        frame(asked(origin), Rules(domains=domains))


def test_plain_http_may_not_frame_even_when_listed() -> None:
    for rules in (LISTED, SANDBOX):
        with pytest.raises(Unframeable, match="only https"):
            frame(asked("http://shop.example.com"), rules)


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "file://",
        "https://",
        "https://*",
        "https://*.example.com",
        "https://shop.example.com/",
        "https://shop.example.com/path",
        "https://user@shop.example.com",
        "https://shop.example.com:99999",
        "https://shop.example.com https://evil.example",
        "https://shop.example.com; script-src *",
        "https://shop.example.com\n",
        "HTTPS://SHOP.EXAMPLE.COM",
        "javascript:alert(1)",
        "'self'",
        "*",
        "https://...",
    ],
)
def test_what_is_no_origin_is_refused(text: str) -> None:
    assert origin_of(text) is None
    with pytest.raises(Unframeable, match="iframe-origin is not the origin of a web page"):
        frame(asked(text), SANDBOX)


def test_a_missing_origin_is_named() -> None:
    with pytest.raises(Unframeable, match="iframe-origin is missing"):
        frame(asked(""), SANDBOX)


def test_the_schemes_own_port_is_the_same_origin() -> None:
    assert str(origin_of("https://a.example:443")) == "https://a.example"
    assert str(origin_of("http://a.example:443")) == "http://a.example:443"


def test_ancestors_further_up_must_be_allowed_too_and_others_are_left_out() -> None:
    framing = frame(
        asked("https://shop.example.com", "https://shop.example.com:8443", "https://evil.example", "*"), LISTED
    )
    assert framing.ancestors == ("https://shop.example.com", "https://shop.example.com:8443")


def test_messages_go_to_another_target_only_when_it_is_allowed() -> None:
    framing = frame(asked("https://shop.example.com", target="https://shop.example.com:8443"), LISTED)
    assert framing.target == "https://shop.example.com:8443"
    assert framing.listened == ("https://shop.example.com", "https://shop.example.com:8443")
    with pytest.raises(Unframeable, match=r"evil\.example is not among"):
        frame(asked("https://shop.example.com", target="https://evil.example"), LISTED)
    with pytest.raises(Unframeable, match="message-target-origin is not"):
        frame(asked("https://shop.example.com", target="*"), LISTED)


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=4), st.booleans())
def test_no_query_opens_framing_to_a_page_that_is_not_listed(origin: str, ancestors: list[str], sandbox: bool) -> None:
    rules = Rules(domains=("shop.example.com",), sandbox=sandbox)
    try:
        framing = frame(asked(origin, *ancestors), rules)
    except Unframeable:
        return
    for ancestor in framing.ancestors:
        found = origin_of(ancestor)
        assert found is not None
        assert found.local if sandbox and found.local else found.domain == "shop.example.com"


_HOSTS = st.text(alphabet="abz09.-", min_size=1, max_size=20)


@given(st.sampled_from(["http", "https"]), _HOSTS, st.none() | st.integers(0, 99_999))
def test_every_origin_is_one_source_of_a_policy(scheme: str, host: str, port: int | None) -> None:
    found = origin_of(f"{scheme}://{host}" if port is None else f"{scheme}://{host}:{port}")
    if found is not None and is_source(str(found)):
        assert f"frame-ancestors {found};" in Policy(frame_ancestors=(str(found),)).header()
