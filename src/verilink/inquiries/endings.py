"""How an inquiry ends, and what ends with it. Called by the doors, inside their transaction."""

from __future__ import annotations

from typing import Literal, assert_never

from verilink.flow.document import Decision
from verilink.inquiries.work import Work
from verilink.kit import clock
from verilink.sessions import queries as session_queries
from verilink.sessions.actions import expired_drafts
from verilink.verifications import queries as verification_queries
from verilink.verifications import wire as verification_wire


def start(work: Work, seconds: int) -> None:
    """created → pending: the person has begun to hand something in. Nothing happens when they had before."""
    if work.inquiry.status == "created":
        ends = clock.in_seconds(work.inquiry.start_seconds or seconds)
        work.change(status="pending", started_at=clock.now(), expires_at=ends)
        work.tell("inquiry.started")


def finish(work: Work, status: Literal["completed", "failed"]) -> None:
    """created or pending → completed or failed: the flow reached an end."""
    now = clock.now()
    if status == "completed":
        work.change(status=status, completed_at=now, expires_at=None)
    else:
        work.change(status=status, failed_at=now, expires_at=None)
    work.tell(f"inquiry.{status}")


def decide(work: Work, decision: Decision | None) -> None:
    """completed or failed → approved, declined or needs_review: what the end of the template says."""
    now = clock.now()
    match decision:
        case "approve":
            work.change(status="approved", decisioned_at=now)
            work.tell("inquiry.approved")
        case "decline":
            work.change(status="declined", decisioned_at=now)
            work.tell("inquiry.declined")
        case "review":
            work.change(status="needs_review", marked_for_review_at=now)
            work.tell("inquiry.marked-for-review")
        case None:
            return
        case _:
            assert_never(decision)


async def expire(work: Work) -> None:
    """created or pending → expired: sessions and links end, verifications without a verdict are canceled."""
    now = clock.now()
    work.change(status="expired", expired_at=now, expires_at=None)
    work.tell("inquiry.expired")
    await close_sessions(work)
    await cancel_verifications(work)


async def close_sessions(work: Work) -> None:
    """End every session and one-time link of the inquiry."""
    ended = await session_queries.expire_of_inquiry(work.conn, work.environment_id, work.inquiry.id, clock.now())
    work.drafts.extend(expired_drafts(ended))


async def cancel_verifications(work: Work) -> None:
    """Cancel what waits for a verdict."""
    inquiry = work.inquiry
    canceled = await verification_queries.cancel_open(work.conn, work.environment_id, inquiry.id, clock.now())
    for each in canceled:
        resource = verification_wire.resource(each, (), inquiry.template_id, inquiry.account_id)
        work.add("verification.canceled", resource)
