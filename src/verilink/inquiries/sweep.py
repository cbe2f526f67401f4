"""Deadlines: open inquiries that are past theirs expire."""

from __future__ import annotations

from verilink.database import Connection
from verilink.inquiries import endings, queries
from verilink.inquiries.work import Work
from verilink.kit import clock


async def expire_due(conn: Connection, limit: int = 100) -> int:
    """Expire up to ``limit`` inquiries whose deadline has passed; returns how many. Several sweepers share the work."""
    due = await queries.due(conn, clock.now(), limit)
    for environment_id, inquiry_id in due:
        work = Work(conn, await queries.get(conn, environment_id, inquiry_id))
        await endings.expire(work)
        await work.save()
    return len(due)
