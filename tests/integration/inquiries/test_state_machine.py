"""Every order of doors, against a model of which status each door may leave and reach."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verilink.database import Connection, transaction
from verilink.errors import Conflict, Gone
from verilink.files import actions as files
from verilink.files import queries as file_queries
from verilink.files.model import NewFile
from verilink.inquiries import actions, progress, queries, redaction, simulate
from verilink.inquiries.create import NewInquiry, create
from verilink.inquiries.model import Inquiry
from verilink.inquiries.simulate import SimulateAction
from verilink.inquiries.sweep import expire_due
from verilink.kit import clock
from verilink.sessions import queries as session_queries

OPEN: Final = {"created", "pending"}
EVERY: Final = OPEN | {"completed", "failed", "expired", "needs_review", "approved", "declined"}
# door -> (statuses it may be opened from, status it leads to; None: stays)
DOORS: Final[dict[str, tuple[set[str], str | None]]] = {
    "start": ({"created"}, "pending"),
    "complete": (OPEN, "completed"),
    "fail": (OPEN, "failed"),
    "expire": (OPEN, "expired"),
    "review": (EVERY - {"approved", "declined"}, "needs_review"),
    "approve": (EVERY, "approved"),
    "decline": (EVERY, "declined"),
    "resume": ({"pending", "expired"}, "pending"),
    "link": (OPEN, None),
    "open": (OPEN, None),  # and once the flow has ended, its last page
    "redact": (EVERY, None),
}
EVENT: Final = {
    "pending": "inquiry.started",
    "completed": "inquiry.completed",
    "failed": "inquiry.failed",
    "expired": "inquiry.expired",
    "needs_review": "inquiry.marked-for-review",
    "approved": "inquiry.approved",
    "declined": "inquiry.declined",
}
ENDS_SESSIONS: Final = {"expire", "review", "approve", "decline", "redact"}
SIMULATED: Final = {"start": "start_inquiry", "complete": "complete_inquiry", "fail": "fail_inquiry"}


async def _through(door: str, conn: Connection, installation: Any, inquiry_id: str) -> None:
    env = installation.sandbox
    if door in SIMULATED:
        await simulate.perform(conn, env, inquiry_id, [SimulateAction(SIMULATED[door])])
        return
    calls: dict[str, Any] = {
        "expire": lambda: actions.expire(conn, env.id, inquiry_id),
        "review": lambda: actions.mark_for_review(conn, env.id, inquiry_id),
        "approve": lambda: actions.approve(conn, env.id, inquiry_id, None),
        "decline": lambda: actions.decline(conn, env.id, inquiry_id, None),
        "resume": lambda: actions.resume(conn, env, inquiry_id),
        "link": lambda: actions.generate_link(conn, installation.services, env, inquiry_id),
        "open": lambda: progress.open_flow(conn, env, inquiry_id),
        "redact": lambda: redaction.redact(conn, env.id, inquiry_id),
    }
    await calls[door]()


async def _made(installation: Any, **new: Any) -> Inquiry:
    async with transaction(installation.services.pool) as conn:
        request = NewInquiry(template_id=installation.template_id, with_session=True, **new)
        return (await create(conn, installation.services, installation.sandbox, request)).inquiry


async def _state(installation: Any, inquiry_id: str) -> tuple[Inquiry, list[str], list[str]]:
    async with installation.services.pool.acquire() as conn:
        inquiry = await queries.get(conn, installation.sandbox.id, inquiry_id)
        rows = await conn.fetch("SELECT name FROM event WHERE inquiry_id = $1 ORDER BY id", inquiry_id)
        sessions = await session_queries.of_inquiry(conn, installation.sandbox.id, inquiry_id)
    return inquiry, [row["name"] for row in rows], [session.status for session in sessions]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doors=st.lists(st.sampled_from(sorted(DOORS)), min_size=1, max_size=9))
async def test_doors_lead_exactly_where_the_table_says(installation: Any, doors: list[str]) -> None:
    inquiry = await _made(installation)
    status, redacted, flow_ended = "created", False, False
    for door in doors:
        allowed, reached = DOORS[door]
        may = (status in allowed or (door == "open" and flow_ended)) and (not redacted or door == "redact")
        before = (await _state(installation, inquiry.id))[1]
        try:
            async with transaction(installation.services.pool) as conn:
                await _through(door, conn, installation, inquiry.id)
            passed = True
        except Conflict:
            passed = False
        assert passed == may, (status, door, doors)
        found, events, sessions = await _state(installation, inquiry.id)
        if passed:
            redacted = redacted or door == "redact"
            flow_ended = flow_ended or door in {"complete", "fail"}
            if reached and door != "resume":
                assert EVENT[reached] in Counter(events) - Counter(before), (door, events)
            if status in OPEN and door in ENDS_SESSIONS:
                assert set(sessions) == {"expired"}
            status = reached or status
        else:
            assert Counter(events) == Counter(before), "a refused door leaves no trace"
        assert found.status == status
        assert (found.expires_at is not None) == (status in OPEN and not redacted)
        assert (found.redacted_at is not None) == redacted
    _check_times(found)


def _check_times(inquiry: Inquiry) -> None:
    if inquiry.status in {"approved", "declined"}:
        assert inquiry.decisioned_at is not None
    if inquiry.status == "completed":
        assert inquiry.completed_at is not None
    if inquiry.status == "failed":
        assert inquiry.failed_at is not None
    if inquiry.status == "expired":
        assert inquiry.expired_at is not None
    if inquiry.status == "needs_review":
        assert inquiry.marked_for_review_at is not None


async def test_deadlines_follow_creation_start_and_resume(installation: Any) -> None:
    begin = datetime(2026, 5, 1, 12, tzinfo=UTC)
    env = installation.sandbox
    with clock.frozen(begin) as advance:
        inquiry = await _made(installation, create_seconds=600, start_seconds=1200, resume_seconds=300)
        assert inquiry.expires_at == begin + timedelta(seconds=600)
        advance(timedelta(seconds=100))
        async with transaction(installation.services.pool) as conn:
            started = await simulate.perform(conn, env, inquiry.id, [SimulateAction("start_inquiry")])
        assert started.expires_at == begin + timedelta(seconds=1300)
        advance(timedelta(seconds=1199))
        async with transaction(installation.services.pool) as conn:
            assert await expire_due(conn) == 0
        advance(timedelta(seconds=1))
        async with transaction(installation.services.pool) as conn:
            assert await expire_due(conn) == 1
        found, events, sessions = await _state(installation, inquiry.id)
        assert found.status == "expired"
        assert found.expired_at == begin + timedelta(seconds=1300)
        assert set(sessions) == {"expired"}
        assert events[-2:] == ["inquiry.expired", "inquiry-session.expired"]
        async with transaction(installation.services.pool) as conn:
            resumed, session = await actions.resume(conn, env, inquiry.id)
        assert resumed.expires_at == session.expires_at == begin + timedelta(seconds=1600)


async def test_a_person_past_the_deadline_is_refused_before_the_sweeper_comes(installation: Any) -> None:
    begin = datetime(2026, 5, 1, 12, tzinfo=UTC)
    with clock.frozen(begin) as advance:
        inquiry = await _made(installation, create_seconds=60)
        advance(timedelta(seconds=61))
        with pytest.raises(Conflict) as refusal:
            async with transaction(installation.services.pool) as conn:
                await progress.open_flow(conn, installation.sandbox, inquiry.id)
    assert refusal.value.code == "expired"


async def test_the_twenty_sixth_session_is_refused(installation: Any) -> None:
    inquiry = await _made(installation)
    for _ in range(24):
        async with transaction(installation.services.pool) as conn:
            await actions.create_session(conn, installation.sandbox, inquiry.id)
    with pytest.raises(Conflict) as refusal:
        async with transaction(installation.services.pool) as conn:
            await actions.create_session(conn, installation.sandbox, inquiry.id)
    assert refusal.value.code == "too_many_sessions"


async def test_redaction_makes_pictures_unreadable_and_keeps_the_record(installation: Any) -> None:
    services, env = installation.services, installation.sandbox
    inquiry = await _made(installation, fields={"name-first": "Ada"})
    new = NewFile(inquiry_id=inquiry.id, page="front", data=b"secret" * 99, filename="f.jpg", content_type="image/jpeg")
    stored = await files.store(services, env.id, new)
    async with transaction(services.pool) as conn:
        redacted = await redaction.redact(conn, env.id, inquiry.id)
        assert redacted.fields["name-first"] == {"type": "string", "value": None}
        erased = await file_queries.get(conn, env.id, stored.id)
        payloads = await conn.fetch(
            "SELECT payload FROM event WHERE inquiry_id = $1 AND name <> 'inquiry.redacted'", inquiry.id
        )
    assert "Ada" not in str([row["payload"] for row in payloads])
    with pytest.raises(Gone):
        await files.read(services, erased)
    assert await files.collect(services) == 1
    assert await files.collect(services) == 0
