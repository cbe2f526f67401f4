"""Fixed windows that start at the first request: at most ``limit`` hits in ``seconds`` per key."""

from __future__ import annotations

import math
from collections import OrderedDict
from datetime import datetime
from typing import Final, Protocol

import msgspec

MAX_KEYS: Final = 100_000


class Verdict(msgspec.Struct, frozen=True):
    """What ``RateLimit-*`` and ``Quota-*`` headers say: hits left and whole seconds until the window ends."""

    limit: int
    remaining: int
    reset_seconds: int
    allowed: bool

    def headers(self, prefix: str = "RateLimit") -> dict[str, str]:
        """``<prefix>-Limit``, ``-Remaining`` and ``-Reset``."""
        return {
            f"{prefix}-Limit": str(self.limit),
            f"{prefix}-Remaining": str(self.remaining),
            f"{prefix}-Reset": str(self.reset_seconds),
        }


def judge(limit: int, hits: int, reset_seconds: float) -> Verdict:
    """The verdict on the ``hits``-th hit of a window that ends in ``reset_seconds``."""
    return Verdict(limit, max(0, limit - hits), max(1, math.ceil(reset_seconds)), hits <= limit)


class Store(Protocol):
    """Where windows are counted; one in PostgreSQL can take the place of the one in memory."""

    async def hit(self, key: str, *, limit: int, seconds: int, now: datetime) -> Verdict:
        """Count one hit on ``key`` and judge it."""
        ...


class FixedWindow:
    """Windows of one length and limit, in this process's memory.

    At most ``max_keys`` are remembered. Beyond that the oldest window is dropped: under a flood of different keys the
    limiter errs towards letting a caller through, never towards unbounded memory.
    """

    def __init__(self, limit: int, seconds: int, *, max_keys: int = MAX_KEYS) -> None:
        if limit < 1 or seconds < 1 or max_keys < 1:
            raise ValueError("limit, seconds and max_keys must be at least 1")
        self.limit = limit
        self.seconds = seconds
        self._max_keys = max_keys
        self._windows: OrderedDict[str, tuple[float, int]] = OrderedDict()  # key: (end, hits), oldest window first

    def hit(self, key: str, now: datetime) -> Verdict:
        """Count one hit on ``key`` at ``now``; refused hits are counted too and do not lengthen the window."""
        at = now.timestamp()
        self._forget(at)
        end, hits = self._windows.get(key, (at + self.seconds, 0))
        self._windows[key] = (end, hits + 1)
        if len(self._windows) > self._max_keys:
            self._windows.popitem(last=False)
        return judge(self.limit, hits + 1, end - at)

    def _forget(self, at: float) -> None:
        # All windows have one length, so the order of making is the order of ending.
        while self._windows:
            key, (end, _) = next(iter(self._windows.items()))
            if end > at:
                return
            del self._windows[key]

    def __len__(self) -> int:
        return len(self._windows)


class MemoryStore:
    """A ``Store`` for one process: a ``FixedWindow`` for each limit and length in use."""

    def __init__(self, *, max_keys: int = MAX_KEYS) -> None:
        self._max_keys = max_keys
        self._windows: dict[tuple[int, int], FixedWindow] = {}

    async def hit(self, key: str, *, limit: int, seconds: int, now: datetime) -> Verdict:
        """Count one hit on ``key`` and judge it."""
        window = self._windows.get((limit, seconds))
        if window is None:
            window = self._windows[limit, seconds] = FixedWindow(limit, seconds, max_keys=self._max_keys)
        return window.hit(key, now)
