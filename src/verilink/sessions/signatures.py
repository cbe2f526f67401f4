"""Signed generic links: what a mail carries about a person cannot be changed on its way.

The signature is the lower-case hexadecimal HMAC-SHA256 of the canonical query under the environment's link key. The
canonical query holds every parameter of ``SIGNED`` as ``name=value``, both decoded and percent-encoded anew by RFC 3986
(everything but ``A-Z a-z 0-9 - . _ ~``), sorted, joined by ``&``. Others, such as ``language`` or what a mail tool adds
to follow clicks, may come and go.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable
from typing import Final

from verilink.keys import Keys
from verilink.kit import query
from verilink.kit.inflection import to_kebab
from verilink.organizations.model import Environment

SIGNED: Final = frozenset(
    {
        "inquiry-template-id",
        "inquiry-template-version-id",
        "template-id",
        "environment-id",
        "environment",
        "reference-id",
        "account-id",
        "account-type-id",
        "fields",
        "prefill",
        "redirect-uri",
        "theme-set-id",
        "expires",
    }
)
_PREFIX: Final = "vlk_"


def link_key(keys: Keys, environment: Environment) -> str:
    """The key of an environment's signed links, as shown to whoever signs them; rotation makes another."""
    generation = environment.typed_settings.link_key
    raw = keys.digest(f"link-key {environment.id} {generation}")
    return _PREFIX + base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def canonical(pairs: Iterable[tuple[str, str]]) -> str:
    """What is signed of decoded parameters; names in kebab case."""
    named = ((_kebab(name), value) for name, value in pairs)
    return "&".join(sorted(query.encode([pair]) for pair in named if pair[0].partition("[")[0] in SIGNED))


def _kebab(name: str) -> str:
    top, bracket, rest = name.partition("[")
    return to_kebab(top) + bracket + rest


def sign(key: str, pairs: Iterable[tuple[str, str]]) -> str:
    """The signature of these parameters."""
    return hmac.new(key.encode(), canonical(pairs).encode(), hashlib.sha256).hexdigest()


def matches(key: str, pairs: Iterable[tuple[str, str]], given: str) -> bool:
    """Whether ``given`` was made with ``key``, compared in constant time."""
    return hmac.compare_digest(sign(key, pairs).encode(), given.encode(errors="replace"))
