"""Object ids: ``<prefix>_`` and 28 base58 characters (164 bits).

The first 42 bits are milliseconds since 2020-01-01 UTC, the other 122 are random. Base58's alphabet is in ASCII order
and the length is fixed, so ids sort by time of making under ``COLLATE "C"``: newest-first pages walk the primary key.
Those that one process makes within a millisecond sort so too: each is the one before and 112 random bits.
"""

from __future__ import annotations

import secrets
import threading
import time
from typing import Final

ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
LENGTH: Final = 28
EPOCH_MS: Final = 1_577_836_800_000
RANDOM_BITS: Final = 122
STEP_BITS: Final = 112  # as hard to guess as need be, and a thousand fit in before the next millisecond is touched
_PAIRS: Final = [a + b for a in ALPHABET for b in ALPHABET]
_BASE: Final = 58 * 58


def _at(moment: int) -> int:
    return (moment << RANDOM_BITS) | secrets.randbits(RANDOM_BITS)


class _Sequence:
    """Numbers that grow within a millisecond."""

    def __init__(self) -> None:
        self._moment, self._last, self._lock = -1, 0, threading.Lock()

    def take(self, moment: int) -> int:
        with self._lock:
            again = moment == self._moment
            self._last = self._last + 1 + secrets.randbits(STEP_BITS) if again else _at(moment)
            self._moment = moment
            return self._last


_after = _Sequence()


def new(prefix: str, *, at_ms: int | None = None) -> str:
    """A fresh id such as ``inq_…``; ``at_ms`` (Unix milliseconds) sets its place in time, default now."""
    number = _after.take(time.time_ns() // 1_000_000 - EPOCH_MS) if at_ms is None else _at(at_ms - EPOCH_MS)
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
