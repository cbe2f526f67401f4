"""What the list of inquiries shows beside each row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from verilink.database.pool import Connection


async def latest_checks(
    conn: Connection, environment_id: str, inquiry_ids: Sequence[str]
) -> dict[str, list[dict[str, Any]]]:
    """Checks of the latest attempt of each verification, by inquiry, in the order the verifications were made."""
    rows = await conn.fetch(
        """SELECT inquiry_id, checks FROM (
             SELECT DISTINCT ON (inquiry_id, name) inquiry_id, id, checks FROM verification
             WHERE environment_id = $1 AND inquiry_id = ANY($2) ORDER BY inquiry_id, name, attempt DESC) AS latest
           ORDER BY id""",
        environment_id,
        list(inquiry_ids),
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["inquiry_id"], []).extend(row["checks"])
    return found


async def template_names(conn: Connection, organization_id: str) -> dict[str, str]:
    """Template id -> name."""
    rows = await conn.fetch("SELECT id, name FROM inquiry_template WHERE organization_id = $1", organization_id)
    return {row["id"]: row["name"] for row in rows}
