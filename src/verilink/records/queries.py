"""SQL of imported tables."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from verilink.database import Connection
from verilink.records.model import Entry, Table

TABLE: Final = "organization_id, id, name, columns, records, proof, created_at"


async def tables(conn: Connection, organization_id: str) -> list[Table]:
    """Every table, by name."""
    query = f"SELECT {TABLE} FROM record_table WHERE organization_id = $1 ORDER BY name"
    return [Table(**row) for row in await conn.fetch(query, organization_id)]


async def insert(conn: Connection, new: Table) -> bool:
    """Write a table without its records; ``False`` when its name is taken."""
    query = f"INSERT INTO record_table ({TABLE}) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING"
    values = (new.organization_id, new.id, new.name, new.columns, new.records, new.proof, new.created_at)
    return (await conn.execute(query, *values)).endswith("1")


async def count(conn: Connection, table: Table, records: int) -> None:
    """Write down how many records a table has."""
    query = "UPDATE record_table SET records = $3 WHERE organization_id = $1 AND id = $2"
    await conn.execute(query, table.organization_id, table.id, records)


async def remove(conn: Connection, organization_id: str, name: str) -> bool:
    """Erase a table with its records; ``False`` when there is none of this name."""
    query = "DELETE FROM record_table WHERE organization_id = $1 AND name = $2"
    return (await conn.execute(query, organization_id, name)).endswith("1")


async def add(conn: Connection, table: Table, entries: Sequence[Entry]) -> None:
    """Write records and what they are found by."""
    place = (table.organization_id, table.id)
    await conn.copy_records_to_table(
        "record_entry",
        records=[(*place, one.number, one.sealed) for one in entries],
        columns=["organization_id", "table_id", "number", "sealed"],
    )
    await conn.copy_records_to_table(
        "record_key",
        records=[(*place, digest, one.number) for one in entries for digest in one.digests],
        columns=["organization_id", "table_id", "digest", "number"],
    )


async def found(
    conn: Connection, table: Table, numbers: Collection[bytes], persons: Collection[bytes], most: int
) -> list[tuple[int, bytes]]:
    """Number and sealed form of records with one of these digests: those with a number first, then by likeness."""
    query = """
        SELECT e.number, e.sealed FROM (
            SELECT number, bool_or(digest = ANY($3)) AS surely, count(*) AS hits FROM record_key
            WHERE organization_id = $1 AND table_id = $2 AND digest = ANY($3 || $4)
            GROUP BY number ORDER BY surely DESC, hits DESC, number LIMIT $5
        ) AS k JOIN record_entry AS e ON e.organization_id = $1 AND e.table_id = $2 AND e.number = k.number
        ORDER BY k.surely DESC, k.hits DESC, k.number
    """
    place = (table.organization_id, table.id)
    rows = await conn.fetch(query, *place, list(numbers), list(persons), most)
    return [(row["number"], row["sealed"]) for row in rows]
