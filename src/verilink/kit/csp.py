"""Content-Security-Policy header values (W3C CSP Level 3 and Trusted Types): strict, and only ever widened by name."""

from __future__ import annotations

import re
from typing import Final

import msgspec

_SOURCE: Final = re.compile(
    r"\*|'(?:none|self|strict-dynamic|wasm-unsafe-eval)'|'(?:nonce|sha256|sha384|sha512)-[A-Za-z0-9+/_-]+={0,2}'"
    r"|(?:blob|data|mediastream):"
    r"|(?:(?:https?|wss?)://)?(?:\*\.)?(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*|\[[0-9a-fA-F:.]+\])(?::(?:[0-9]{1,5}|\*))?"
    r"(?:/[A-Za-z0-9._~/%-]*)?",
    re.ASCII,
)
_POLICY_NAME: Final = re.compile(r"[A-Za-z0-9#=_/@.%-]+|'allow-duplicates'|'none'", re.ASCII)
_SELF: Final = ("'self'",)


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """The sources a page may use; the defaults allow its own origin only, no inline script or style, no framing.

    ``trusted_types`` names the only policies that may turn text into markup or script URLs; empty forbids all.
    """

    script: tuple[str, ...] = _SELF
    style: tuple[str, ...] = _SELF
    img: tuple[str, ...] = ("'self'", "blob:", "data:")
    connect: tuple[str, ...] = _SELF
    media: tuple[str, ...] = ("'self'", "blob:")
    font: tuple[str, ...] = _SELF
    worker: tuple[str, ...] = _SELF
    frame: tuple[str, ...] = ("'none'",)
    frame_ancestors: tuple[str, ...] = ("'none'",)
    form_action: tuple[str, ...] = _SELF
    trusted_types: tuple[str, ...] = ("verilink",)

    def header(self) -> str:
        """The header's value. Raises ``ValueError`` for a source that is not one, so that none can add a directive."""
        directives = [f"{name} {_sources(getattr(self, field))}" for name, field in _DIRECTIVES]
        return "; ".join(
            [
                "default-src 'none'",
                *directives,
                "base-uri 'none'",
                "object-src 'none'",
                "require-trusted-types-for 'script'",
                f"trusted-types {_names(self.trusted_types)}",
            ]
        )


_DIRECTIVES: Final = (
    ("script-src", "script"),
    ("style-src", "style"),
    ("img-src", "img"),
    ("connect-src", "connect"),
    ("media-src", "media"),
    ("font-src", "font"),
    ("worker-src", "worker"),
    ("frame-src", "frame"),
    ("frame-ancestors", "frame_ancestors"),
    ("form-action", "form_action"),
)


def is_source(value: str) -> bool:
    """Whether ``value`` is one source expression, such as ``https://*.example.com``."""
    return _SOURCE.fullmatch(value) is not None


def _sources(values: tuple[str, ...]) -> str:
    for value in values:
        if not is_source(value):
            raise ValueError(f"{value!r} is not a Content-Security-Policy source")
    return " ".join(dict.fromkeys(values)) or "'none'"


def _names(values: tuple[str, ...]) -> str:
    for value in values:
        if not _POLICY_NAME.fullmatch(value):
            raise ValueError(f"{value!r} is not the name of a Trusted Types policy")
    return " ".join(values) or "'none'"
