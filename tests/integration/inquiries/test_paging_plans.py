"""Newest-first pages walk an index whatever the size of the table: no sort, no scan of everything."""

from __future__ import annotations

from typing import Any

import pytest

from verilink.inquiries import queries
from verilink.inquiries.model import Filters
from verilink.kit import clock, ids
from verilink.kit.pagination import Page

MANY = 20_000


class Explaining:
    """A connection that answers every query with its plan."""

    def __init__(self, conn: Any) -> None:
        self._conn = conn
        self.plan = ""

    async def fetch(self, query: str, *values: Any) -> list[Any]:
        """Keep the plan instead of running the query."""
        rows = await self._conn.fetch(f"EXPLAIN {query}", *values)
        self.plan = "\n".join(row[0] for row in rows)
        return []


@pytest.fixture
async def crowded(installation: Any) -> Any:
    """An environment with many inquiries in every status, of a few accounts."""
    async with installation.services.pool.acquire() as conn:
        await conn.execute(
            """
            INSERT INTO inquiry (environment_id, id, template_id, template_version_id, account_id, status, creator,
                                 reference_id, reference_key, flow, created_at, updated_at)
            SELECT $1, 'inq_' || lpad(n::text, 28, '0'), 't', 'v', 'act_' || (n % 500)::text,
                   (ARRAY['created', 'pending', 'completed', 'failed', 'expired'])[1 + n % 5], 'API',
                   'u' || (n % 900)::text, 'u' || (n % 900)::text, '{}', now(), now()
            FROM generate_series(1, $2::int) AS n
            """,
            installation.production.id,
            MANY,
        )
        await conn.execute("ANALYZE inquiry")
    return installation


SELECTIONS = {
    "all": Filters(),
    "reference": Filters(reference_keys=("u7",)),
    "account": Filters(account_ids=("act_3",)),
    "status": Filters(statuses=("failed",)),
    "template": Filters(template_ids=("t",)),
}
FEW = {"reference", "account"}  # so few rows that sorting them costs nothing


async def test_a_page_of_inquiries_is_read_from_an_index(crowded: Any) -> None:
    middle = "inq_" + str(MANY // 2).rjust(ids.LENGTH, "0")
    for name, filters in SELECTIONS.items():
        for page in (Page(20), Page(20, after=middle), Page(20, before=middle)):
            async with crowded.services.pool.acquire() as conn:
                explaining = Explaining(conn)
                await queries.list_inquiries(explaining, crowded.production.id, page, filters)  # type: ignore[arg-type]
            outer = explaining.plan.partition("SubPlan")[0]
            assert "Seq Scan on inquiry" not in outer, (name, explaining.plan)
            assert "Index" in outer, (name, explaining.plan)
            assert name in FEW or "Sort" not in outer, (name, explaining.plan)


async def test_pictures_that_are_due_are_found_by_an_index(crowded: Any) -> None:
    async with crowded.services.pool.acquire() as conn:
        await conn.execute(
            "UPDATE inquiry SET retention_days = 365, completed_at = now() WHERE status NOT IN ('created', 'pending')"
        )
        await conn.execute("ANALYZE inquiry")
        explaining = Explaining(conn)
        await queries.pictures_due(explaining, clock.now(), 100)  # type: ignore[arg-type]
    assert "Index Scan using inquiry_pictures_due" in explaining.plan, explaining.plan
    assert "Index Cond" in explaining.plan, explaining.plan
    assert "Sort" not in explaining.plan, explaining.plan
