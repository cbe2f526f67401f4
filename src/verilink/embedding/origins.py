"""Which pages may frame the flow and be told what happens in it.

The browser enforces the answer (``frame-ancestors``, W3C CSP Level 3 section 6.4.2): every page around the flow must be
on the list, so a query that claims another origin than the page really has gets nothing.
"""

from __future__ import annotations

import re
from typing import Final

import msgspec

from verilink.embedding.parameters import Embedding
from verilink.organizations.allowed import is_local

_ORIGIN: Final = re.compile(r"(https?)://([a-z0-9.-]{1,253})(?::([0-9]{1,5}))?", re.ASCII)
_DEFAULT_PORTS: Final = {"http": "80", "https": "443"}
SETTING: Final = "security.allowed-domains"


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """``domains``: of the template's live version and of its organization, ``host`` or ``host:port``.

    ``sandbox``: no real person is there.
    """

    domains: tuple[str, ...] = ()
    sandbox: bool = False


class Framing(msgspec.Struct, frozen=True):
    """Checked origins. ``ancestors``: may frame the page. ``target``: where messages go. ``listened``: may command."""

    ancestors: tuple[str, ...]
    target: str
    listened: tuple[str, ...]


class Unframeable(Exception):
    """The page may not be framed; the text names the setting that decides it."""


class Origin(msgspec.Struct, frozen=True):
    """A tuple origin (HTML standard); ``port`` is ``None`` when it is the scheme's own."""

    scheme: str
    host: str
    port: str | None

    @property
    def domain(self) -> str:
        """As it stands in a template's list."""
        return self.host if self.port is None else f"{self.host}:{self.port}"

    @property
    def local(self) -> bool:
        """Whether the page comes from the person's own machine."""
        return is_local(self.host)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.domain}"


def origin_of(text: str) -> Origin | None:
    """The origin as a browser serializes it, else ``None``."""
    match = _ORIGIN.fullmatch(text)
    if match is None or not match[2].strip(".-") or int(match[3] or 1) > 65_535:
        return None
    scheme, host, port = match.groups()
    return Origin(scheme, host, None if port == _DEFAULT_PORTS[scheme] else port)


def frame(asked: Embedding, rules: Rules) -> Framing:
    """The checked parties of an embedding. Raises :class:`Unframeable`.

    Ancestors further up that are not allowed are left out: only a chain that really contains one is then refused.
    """
    origin, target = (
        _checked(asked.origin, "iframe-origin", rules),
        _checked(asked.target, "message-target-origin", rules),
    )
    parties = dict.fromkeys([str(origin), str(target)])
    above = [found for text in asked.ancestors if (found := origin_of(text)) and not reason_against(found, rules)]
    ancestors = dict.fromkeys([*parties, *(str(found) for found in above)])
    return Framing(tuple(ancestors), str(target), tuple(parties))


def _checked(text: str, parameter: str, rules: Rules) -> Origin:
    if not text:
        raise Unframeable(f"{parameter} is missing. The SDK sends it: the origin of the page that embeds the flow.")
    origin = origin_of(text)
    if origin is None:
        raise Unframeable(
            f"{parameter} is not the origin of a web page, such as https://www.example.com. "
            "Pages opened from a file have none: serve them from a web server."
        )
    reason = reason_against(origin, rules)
    if reason:
        raise Unframeable(reason)
    return origin


def reason_against(origin: Origin, rules: Rules) -> str | None:
    """Why a page of this origin may not frame the flow; ``None`` when it may."""
    if origin.local:
        return None if rules.sandbox else _no_localhost(origin)
    if origin.scheme != "https":
        return f"{origin} may not embed this flow: only https pages may, and in the sandbox those on localhost."
    if origin.domain in {domain.lower() for domain in rules.domains}:
        return None
    return (
        f"{origin} may not embed this flow: {origin.domain} is not among the allowed domains of the inquiry template. "
        f"Add it to the template's {SETTING} and publish the template, or to the organization's allowed domains."
    )


def _no_localhost(origin: Origin) -> str:
    return (
        f"{origin} may embed the sandbox only. Give the sandbox's environment ID (environmentId), or embed the flow "
        f"from a page on one of the template's {SETTING}."
    )
