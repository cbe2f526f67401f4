from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verilink.kit.csp import Policy, is_source


def _directives(header: str) -> dict[str, str]:
    return {name: rest for name, _, rest in (part.partition(" ") for part in header.split("; "))}


def test_the_default_policy_is_strict() -> None:
    assert _directives(Policy().header()) == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": "'self' blob: data:",
        "connect-src": "'self'",
        "media-src": "'self' blob:",
        "font-src": "'self'",
        "worker-src": "'self'",
        "frame-src": "'none'",
        "frame-ancestors": "'none'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "verilink",
    }


def test_framing_is_opened_by_name_only() -> None:
    header = Policy(frame_ancestors=("https://shop.example", "https://*.shop.example:8443")).header()
    assert _directives(header)["frame-ancestors"] == "https://shop.example https://*.shop.example:8443"
    assert _directives(Policy(frame_ancestors=()).header())["frame-ancestors"] == "'none'"


def test_no_trusted_types_policy_at_all_can_be_asked_for() -> None:
    assert _directives(Policy(trusted_types=()).header())["trusted-types"] == "'none'"


@pytest.mark.parametrize(
    "source",
    [
        "'unsafe-inline'",
        "'unsafe-eval'",
        "https://a.example; script-src *",
        "https://a.example, default-src *",
        "a b",
        "javascript:",
        "",
        "https://",
        "http://exa\nmple",
        "ftp://a.example",
    ],
)
def test_a_source_cannot_loosen_or_add_a_directive(source: str) -> None:
    assert not is_source(source)
    with pytest.raises(ValueError, match="source"):
        Policy(frame_ancestors=(source,)).header()


@given(st.text(max_size=60))
def test_whatever_is_accepted_stays_inside_its_directive(source: str) -> None:
    if is_source(source):
        assert list(_directives(Policy(form_action=(source,)).header())) == list(_directives(Policy().header()))


@pytest.mark.parametrize(
    "source", ["'self'", "'nonce-abc='", "blob:", "wss://a.example", "http://localhost:3000", "http://[::1]:1"]
)
def test_ordinary_sources_are_accepted(source: str) -> None:
    assert is_source(source)


def test_trusted_types_names_are_checked() -> None:
    with pytest.raises(ValueError, match="Trusted Types"):
        Policy(trusted_types=("a; b",)).header()
