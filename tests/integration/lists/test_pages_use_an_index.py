"""Every filter of a list is served in the order of an index, so that a page costs the same among ten or ten million."""

from __future__ import annotations

from typing import Any

import pytest

from verilink.database import Pool
from verilink.database.listing import one_of, page_of
from verilink.events import queries as events
from verilink.inquiries import queries as inquiries
from verilink.inquiries.model import Filters
from verilink.kit.pagination import Page

PAGES = (Page(10), Page(10, after="x_1"), Page(10, before="x_1"))
ACCOUNTS = "SELECT id FROM account"
SESSIONS = "SELECT id FROM inquiry_session"
EVENTS = f"SELECT {events.COLUMNS} FROM event"


async def _plan(pool: Pool, query: str, values: list[Any]) -> str:
    """The plan for any values, as it is kept with a prepared statement."""
    async with pool.acquire() as conn, conn.transaction():
        # An empty table is cheapest to read whole and to sort; what matters is whether it could be done without.
        for setting in ("plan_cache_mode = force_generic_plan", "enable_seqscan = off", "enable_bitmapscan = off"):
            await conn.execute(f"SET LOCAL {setting}")
        await conn.execute("SET LOCAL enable_sort = off")
        rows = await conn.fetch(f"EXPLAIN {query}", *values)
    return "\n".join(row[0] for row in rows)


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        (Filters(), "inquiry_pkey"),
        (Filters(statuses=("created",)), "inquiry_by_status"),
        (Filters(account_ids=("act_1",)), "inquiry_by_account"),
        (Filters(reference_keys=("r",)), "inquiry_by_reference"),
        (Filters(template_ids=("itmpl_1",)), "inquiry_by_template"),
    ],
    ids=["all", "status", "account", "reference", "template"],
)
async def test_inquiries(pool: Pool, filters: Filters, index: str) -> None:
    for page in PAGES:
        query, values = page_of(
            "SELECT i.id FROM inquiry AS i", "env_1", page, inquiries._conditions(filters), alias="i."
        )
        plan = await _plan(pool, query, values)
        assert index in plan, plan
        assert "Sort" not in plan, plan


@pytest.mark.parametrize(
    ("select", "conditions", "index"),
    [
        (EVENTS, [], "event_pkey"),
        (EVENTS, one_of("name", ["inquiry.created"]), "event_name"),
        (EVENTS, one_of("object_id", ["inq_1"]), "event_object"),
        (ACCOUNTS, [], "account_pkey"),
        (ACCOUNTS, one_of("reference_key", ["r"]), "account_by_reference"),
        (SESSIONS, [], "inquiry_session_pkey"),
        (SESSIONS, one_of("inquiry_id", ["inq_1"]), "inquiry_session_inquiry"),
    ],
)
async def test_other_lists(pool: Pool, select: str, conditions: list[Any], index: str) -> None:
    for page in PAGES:
        plan = await _plan(pool, *page_of(select, "env_1", page, conditions))
        assert index in plan, plan
        assert "Sort" not in plan, plan


def test_several_values_are_alternatives_and_none_ask_nothing() -> None:
    assert one_of("status", ()) == []
    assert one_of("status", ["a", "a"]) == [("status = $?", "a")]
    assert one_of("status", ["a", "b"]) == [("status = ANY($?)", ["a", "b"])]
    query, values = page_of("SELECT 1", "env_1", Page(2, after="x_1"), [("a = $?", 1), ("b = $?", 2)])
    assert query == "SELECT 1 WHERE environment_id = $1 AND id < $2 AND a = $3 AND b = $4 ORDER BY id DESC LIMIT 3"
    assert values == ["env_1", "x_1", 1, 2]
