"""Imported tables as stored."""

from __future__ import annotations

from datetime import datetime

import msgspec


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """One imported file. ``columns``: names of fields. ``records``: how many. ``proof``: of the keys it is under."""

    organization_id: str
    id: str
    name: str
    columns: list[str]
    records: int
    proof: bytes
    created_at: datetime


class NewTable(msgspec.Struct, frozen=True, kw_only=True):
    """A table to be made. ``replace``: puts it in the place of the one with this name."""

    organization_id: str
    name: str
    columns: list[str]
    replace: bool = False


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One record as it is written. ``number``: of its line. ``digests``: what it is found by."""

    number: int
    sealed: bytes
    digests: frozenset[bytes]
