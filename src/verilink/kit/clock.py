"""The one source of time. Always aware, always UTC; tests set it, nothing else calls ``datetime.now``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """Current time, aware UTC, truncated to milliseconds (the wire's resolution)."""
    moment = _source() if _source else datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def in_seconds(seconds: float) -> datetime:
    """The moment ``seconds`` from now."""
    return now() + timedelta(seconds=seconds)


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 UTC with milliseconds, ``2024-03-15T18:30:00.000Z``; ``None`` stays ``None``."""
    if moment is None:
        return None
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return utc.isoformat(timespec="milliseconds")[:-6] + "Z"  # in place of +00:00


@contextmanager
def frozen(moment: datetime) -> Iterator[Callable[[timedelta], None]]:
    """Freeze time at ``moment``; yields a function that moves it forward."""
    global _source  # noqa: PLW0603 - the clock is the one deliberate global
    current = [moment]
    previous, _source = _source, lambda: current[0]

    def advance(by: timedelta) -> None:
        current[0] += by

    try:
        yield advance
    finally:
        _source = previous
