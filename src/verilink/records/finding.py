"""Looking up one person in the imported tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from verilink.errors import Unavailable
from verilink.kit import crypto
from verilink.records import queries
from verilink.records.keys import RecordKeys
from verilink.records.model import Table
from verilink.services import Services

MOST: Final = 50
"""Records that are looked at for one person."""


@dataclass(frozen=True, slots=True)
class Finder:
    """One table."""

    services: Services
    table: Table

    async def find(self, claims: Mapping[str, str]) -> list[dict[str, str]]:
        """Values of records with the same number, or the same date of birth and a word of the name in common.

        Raises ``Unavailable`` when the table was written under another master key.
        """
        keys = RecordKeys.of(self.services.keys, self.table.organization_id)
        if not crypto.same(keys.proof(self.table.id), self.table.proof):
            raise Unavailable(f"The table {self.table.name} was imported under another master key; import it again")
        numbers, persons = keys.by_number(claims), keys.by_person(claims)
        if not numbers and not persons:
            return []
        async with self.services.pool.acquire() as conn:
            found = await queries.found(conn, self.table, numbers, persons, MOST)
        return [keys.open(sealed, self.table.id, number) for number, sealed in found]


async def finders(services: Services, organization_id: str) -> list[Finder]:
    """One for each table, by name."""
    async with services.pool.acquire() as conn:
        return [Finder(services, table) for table in await queries.tables(conn, organization_id)]
