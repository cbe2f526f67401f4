"""Importing and erasing tables of records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

import msgspec

from verilink.database import Connection
from verilink.errors import BadRequest, Conflict, NotFound
from verilink.keys import Keys
from verilink.kit import clock, ids
from verilink.records import queries
from verilink.records.keys import RecordKeys
from verilink.records.model import Entry, NewTable, Table

BATCH: Final = 2_000
_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
Rows = Iterable[tuple[int, dict[str, str]]]


async def load(conn: Connection, keys: Keys, new: NewTable, rows: Rows) -> Table:
    """Write a table in the caller's transaction. ``rows``: number and values. Records nobody could be found by are
    left out. Raises ``Conflict`` when the name is taken and not to be replaced, ``BadRequest`` for a name that is none.
    """
    if not _NAME.fullmatch(new.name):
        raise BadRequest("A table's name has small letters a to z, digits, - and _, at most 63 of them")
    if new.replace:
        await queries.remove(conn, new.organization_id, new.name)
    sealing = RecordKeys.of(keys, new.organization_id)
    table = _made(sealing, new)
    if not await queries.insert(conn, table):
        raise Conflict(f"There is a table {new.name} already; import with --replace to put this one in its place")
    entries, written = _entries(sealing, table.id, rows), 0
    while batch := list(islice(entries, BATCH)):
        await queries.add(conn, table, batch)
        written += len(batch)
    await queries.count(conn, table, written)
    return msgspec.structs.replace(table, records=written)


async def remove(conn: Connection, organization_id: str, name: str) -> None:
    """Erase a table. Raises ``NotFound``."""
    if not await queries.remove(conn, organization_id, name):
        raise NotFound(f"There is no table {name[:80]}; verilink database list shows them.")


def _made(keys: RecordKeys, new: NewTable) -> Table:
    table_id = ids.new("rtbl")
    return Table(
        organization_id=new.organization_id,
        id=table_id,
        name=new.name,
        columns=new.columns,
        records=0,
        proof=keys.proof(table_id),
        created_at=clock.now(),
    )


def _entries(keys: RecordKeys, table_id: str, rows: Rows) -> Iterator[Entry]:
    for number, values in rows:
        digests = keys.by_number(values) | keys.by_person(values)
        if digests:
            yield Entry(number=number, sealed=keys.seal(values, table_id, number), digests=digests)
