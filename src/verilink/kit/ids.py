"""Object ids: ``<prefix>_`` and 28 base58 characters (164 bits).

The first 42 bits are milliseconds since 2020-01-01 UTC, the other 122 are random. Base58's alphabet is in ASCII order
and the length is fixed, so ids sort by time of making under ``COLLATE "C"``: newest-first pages walk the primary key.
"""

from __future__ import annotations

import secrets
import time
from typing import Final

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH: Final = 28
EPOCH_MS: Final = 1_577_836_800_000
RANDOM_BITS: Final = 122
_PAIRS: Final = [a + b for a in ALPHABET for b in ALPHABET]
_BASE: Final = 58 * 58


def new(prefix: str, *, at_ms: int | None = None) -> str:
    """A fresh id such as ``inq_…``; ``at_ms`` (Unix milliseconds) sets its place in time, default now."""
    moment = (time.time_ns() // 1_000_000 if at_ms is None else at_ms) - EPOCH_MS
    number = (moment << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)
    pairs = []
    for _ in range(LENGTH // 2):
        number, rest = divmod(number, _BASE)
        pairs.append(_PAIRS[rest])
    return prefix + "_" + "".join(reversed(pairs))


def has_shape(value: object, prefix: str) -> bool:
    """Whether ``value`` looks like an id of this prefix; cheap guard before a query."""
    return (
        isinstance(value, str)
        and value.startswith(prefix + "_")
        and 1 <= len(value) - len(prefix) - 1 <= 64
        and value.isascii()
        and value[len(prefix) + 1 :].isalnum()
    )


def secret(bits: int = 192) -> str:
    """A URL-safe random secret in base58, at least ``bits`` bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(-(-bits * 100 // 585)))
