"""Rows as typed values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


def row_to(kind: type[T], row: Mapping[str, Any] | Any) -> T:
    """The struct ``kind`` from a record whose column names are its field names; other columns are ignored.

    Enums, nested structs in jsonb columns and times are converted and checked (about 0.5 µs for six columns).

    Raises:
        msgspec.ValidationError: a column does not fit its field (a defect of query or schema).
    """
    return msgspec.convert(dict(row), kind)


def rows_to(kind: type[T], rows: Iterable[Mapping[str, Any] | Any]) -> list[T]:
    """:func:`row_to` for each row."""
    convert = msgspec.convert
    return [convert(dict(row), kind) for row in rows]
