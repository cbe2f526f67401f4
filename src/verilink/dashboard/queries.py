"""What the home page counts. Counts stop at a bound, so that a page stays fast however many rows there are."""

from __future__ import annotations

from typing import Final

import msgspec

from verilink.database.pool import Connection
from verilink.database.rows import row_to

COUNT_AT_MOST: Final = 1000


class Start(msgspec.Struct, frozen=True, kw_only=True):
    """What was done already, and how much waits. ``needs_review`` stops at ``COUNT_AT_MOST``."""

    inquiries: bool
    finished: bool
    key_used: bool
    webhook: bool
    colleague: bool
    needs_review: int
    pending: int


async def start(conn: Connection, organization_id: str, environment_id: str) -> Start:
    """The facts behind the home page, in one round trip."""
    row = await conn.fetchrow(
        """SELECT
          EXISTS (SELECT FROM inquiry WHERE environment_id = $2) AS inquiries,
          EXISTS (SELECT FROM inquiry WHERE environment_id = $2
                  AND status IN ('completed', 'failed', 'approved', 'declined', 'needs_review')) AS finished,
          EXISTS (SELECT FROM api_key WHERE environment_id = $2 AND last_used_at IS NOT NULL) AS key_used,
          EXISTS (SELECT FROM webhook WHERE environment_id = $2 AND status = 'enabled') AS webhook,
          EXISTS (SELECT FROM dashboard_user WHERE organization_id = $1 OFFSET 1) AS colleague,
          (SELECT count(*) FROM (SELECT FROM inquiry
             WHERE environment_id = $2 AND status = 'needs_review' LIMIT $3) AS bounded) AS needs_review,
          (SELECT count(*) FROM (SELECT FROM inquiry
             WHERE environment_id = $2 AND status = 'pending' LIMIT $3) AS bounded) AS pending""",
        organization_id,
        environment_id,
        COUNT_AT_MOST,
    )
    return row_to(Start, row)
