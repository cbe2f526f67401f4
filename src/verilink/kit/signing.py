"""Webhook signatures: ``t=<unix seconds>,v1=<hex>`` where v1 = HMAC-SHA256(secret, "<t>." + raw body), lower-case hex.

While a secret is being rotated the header holds one such set per secret, separated by one space (published wire
contract).
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from typing import Final

TOLERANCE_SECONDS: Final = 300
_MAX_HEADER: Final = 2_000
_SET: Final = re.compile(r"t=([0-9]{1,15}),v1=([0-9a-f]{64})", re.ASCII)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The v1 value of one secret."""
    return hmac.new(secret.encode(), b"%d.%b" % (timestamp, body), hashlib.sha256).hexdigest()


def sign(secrets: Sequence[str], timestamp: int, body: bytes) -> str:
    """The header value for every secret that is valid now, the newest first; ``timestamp`` in Unix seconds."""
    if not secrets:
        raise ValueError("a signature needs at least one secret")
    return " ".join(f"t={timestamp},v1={signature(secret, timestamp, body)}" for secret in secrets)


def verify(
    header: str, body: bytes, secrets: Sequence[str], *, tolerance: float = TOLERANCE_SECONDS, now: float
) -> bool:
    """Whether any set of ``header`` was made with any of ``secrets`` at most ``tolerance`` seconds from ``now``."""
    fresh = [(stamp, given) for stamp, given in _sets(header) if abs(now - stamp) <= tolerance]
    # Every pair is compared, so that the time taken does not tell which one matched.
    matches = [
        hmac.compare_digest(signature(secret, stamp, body), given) for stamp, given in fresh for secret in secrets
    ]
    return any(matches)


def _sets(header: str) -> Iterator[tuple[int, str]]:
    if len(header) > _MAX_HEADER:
        return
    for part in header.split(" "):
        match = _SET.fullmatch(part)
        if match:
            yield int(match[1]), match[2]
