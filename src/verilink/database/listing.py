"""Newest-first pages of one table: only the conditions that were asked for stand in the SQL.

A condition that a parameter can switch off (``$3 IS NULL OR …``) hides from the planner which index serves the page;
and one value is compared with ``=``, because ``= ANY`` of an array gives up the order of the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from verilink.kit.pagination import Page

Condition = tuple[str, Any]
"""SQL with ``$?`` where its one value goes, and that value."""


def one_of(column: str, values: Sequence[str]) -> list[Condition]:
    """``column`` has one of ``values``; nothing is asked when there are none."""
    if not values:
        return []
    wanted = list(dict.fromkeys(values))
    return [(f"{column} = $?", wanted[0])] if len(wanted) == 1 else [(f"{column} = ANY($?)", wanted)]


def page_of(
    select: str, environment_id: str, page: Page, conditions: Iterable[Condition] = (), *, alias: str = ""
) -> tuple[str, list[Any]]:
    """Query and values for up to ``page.limit`` rows of ``select``, newest first (oldest first when walking back).

    ``alias``: what stands before the columns ``environment_id`` and ``id``, such as ``i.``.
    """
    beyond, order = (">", "ASC") if page.ascending else ("<", "DESC")
    cursor = page.before or page.after
    wheres, values = [f"{alias}environment_id = $1"], [environment_id]
    for text, value in [*([] if cursor is None else [(f"{alias}id {beyond} $?", cursor)]), *conditions]:
        values.append(value)
        wheres.append(text.replace("$?", f"${len(values)}"))
    return f"{select} WHERE {' AND '.join(wheres)} ORDER BY {alias}id {order} LIMIT {page.limit:d}", values
