"""Cursor pages, newest first: ``page[size]``, ``page[after]=<id>`` (older), ``page[before]=<id>`` (newer).

A list query reads ``page.limit`` rows, one more than asked for: ``ORDER BY id DESC`` and ``id < after``, or, when
``page.ascending``, ``ORDER BY id ASC`` and ``id > before``. ``cut`` then takes the extra row off, restores the order
and says what lies beyond.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final, Generic, TypeVar
from urllib.parse import quote

import msgspec

from verilink.errors import BadRequest
from verilink.kit.query import Query, encode, flatten, group

DEFAULT_SIZE: Final = 10
MAX_SIZE: Final = 100
_CURSOR: Final = re.compile(r"[A-Za-z0-9_]{1,80}", re.ASCII)
_SIZE: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
Row = TypeVar("Row")


class Page(msgspec.Struct, frozen=True):
    """What the caller asked for: at most ``size`` rows older than ``after`` or newer than ``before``."""

    size: int = DEFAULT_SIZE
    after: str | None = None
    before: str | None = None

    @property
    def limit(self) -> int:
        """Rows to read: one more than ``size`` shows whether there are others."""
        return self.size + 1

    @property
    def ascending(self) -> bool:
        """Whether to read oldest first (only to walk back from ``before``)."""
        return self.before is not None


class Window(msgspec.Struct, Generic[Row], frozen=True):
    """Rows to show, newest first, with the cursors of the pages beside them (``None`` at an end)."""

    rows: Sequence[Row]
    prev: str | None
    next: str | None


def parse_page(query: Query) -> Page:
    """The page asked for in a parsed query. Raises ``BadRequest`` for a size outside 1 to 100 or a bad cursor."""
    given = group(query, "page")
    for name in given:
        if name not in {"size", "after", "before"}:
            raise BadRequest(f"page[{name[:40]}] is not a known parameter; use page[size], page[after] or page[before]")
    page = Page(_size(given.get("size")), _cursor(given, "after"), _cursor(given, "before"))
    if page.after is not None and page.before is not None:
        raise BadRequest("page[after] and page[before] cannot be combined")
    return page


def _size(value: object) -> int:
    if value is None:
        return DEFAULT_SIZE
    if isinstance(value, str) and _SIZE.fullmatch(value) and 1 <= int(value) <= MAX_SIZE:
        return int(value)
    raise BadRequest(f"page[size] must be a whole number from 1 to {MAX_SIZE}")


def _cursor(given: dict[str, object], name: str) -> str | None:
    value = given.get(name)
    if value is None or value == "":
        return None
    if isinstance(value, str) and _CURSOR.fullmatch(value):
        return value
    raise BadRequest(f"page[{name}] must be the id of an object of this list")


def cut(fetched: Sequence[Row], page: Page, key: Callable[[Row], str]) -> Window[Row]:
    """The window of up to ``page.limit`` fetched rows, in the order the query read them; ``key`` gives a row's id."""
    more = len(fetched) > page.size
    rows = list(fetched[: page.size])
    if page.ascending:
        rows.reverse()
    if not rows:
        return Window(rows, None, None)
    newer = more if page.ascending else page.after is not None
    older = True if page.ascending else more
    return Window(rows, key(rows[0]) if newer else None, key(rows[-1]) if older else None)


def links(path: str, query: Query, window: Window[Row]) -> dict[str, str | None]:
    """Relative, percent-encoded ``prev`` and ``next`` that keep every other parameter of ``query``."""
    kept = [pair for pair in flatten(query) if pair[0] not in {"page[after]", "page[before]"}]

    def link(name: str, cursor: str | None) -> str | None:
        return None if cursor is None else f"{quote(path)}?{encode([*kept, (f'page[{name}]', cursor)])}"

    return {"prev": link("before", window.prev), "next": link("after", window.next)}
