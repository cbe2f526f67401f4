"""A person's way through the shipped flow, written to a real database."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from verilink.database import transaction
from verilink.errors import Conflict
from verilink.events import queries as event_queries
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.flow.outcomes import Answer, Captured, Finish, Show, StaleStep, Wait
from verilink.inquiries import actions, progress, queries
from verilink.inquiries.create import Created, NewInquiry, create
from verilink.inquiries.verdict import decide
from verilink.sessions.model import ClientInfo
from verilink.verifications.model import Decision


async def _made(installation: Any, **new: Any) -> Created:
    async with transaction(installation.services.pool) as conn:
        request = NewInquiry(template_id=installation.template_id, **new)
        return await create(conn, installation.services, installation.production, request)


async def _answer(installation: Any, inquiry_id: str, event: Any) -> progress.View:
    async with transaction(installation.services.pool) as conn:
        return await progress.answer(conn, installation.production, inquiry_id, event)


async def _capture(installation: Any, inquiry_id: str, view: progress.View) -> progress.View:
    """Confirm pictures until the flow waits for a verdict."""
    while isinstance(view.outcome, Show) and view.outcome.screen.__class__.__name__.startswith("Capture"):
        page = view.outcome.model.get("page") or view.outcome.model["pose"]
        new = NewFile(
            inquiry_id=inquiry_id, page=page, data=b"picture " * 20, filename="a.jpg", content_type="image/jpeg"
        )
        file = await store(installation.services, installation.production.id, new)
        event = Captured(step=view.outcome.step, page=page, file_id=file.id)
        view = await _answer(installation, inquiry_id, event)
    return view


async def _verdict(installation: Any, inquiry_id: str, passed: bool) -> Any:
    async with transaction(installation.services.pool) as conn:
        inquiry = await queries.get(conn, installation.production.id, inquiry_id)
        verification_id = inquiry.verification_refs[-1].split()[1]
        decision = Decision(passed=passed, checks=[], extraction={"name-first": "Ada"}, reasons=("blurry",))
        return await decide(conn, installation.production, verification_id, decision)


async def _to_capture(installation: Any, inquiry_id: str) -> progress.View:
    async with transaction(installation.services.pool) as conn:
        view = await progress.open_flow(conn, installation.production, inquiry_id)
    view = await _answer(installation, inquiry_id, Answer(step=view.outcome.step, values={"consent": True}))
    values = {"country": "DE", "id-class": "id"}
    return await _answer(installation, inquiry_id, Answer(step=view.outcome.step, values=values))


async def test_a_passing_run_completes_the_inquiry_and_tells_it_in_order(installation: Any) -> None:
    made = await _made(installation, reference_id="user-1", with_session=True)
    inquiry_id = made.inquiry.id
    view = await _capture(installation, inquiry_id, await _to_capture(installation, inquiry_id))
    assert isinstance(view.outcome, Wait)
    assert view.inquiry.status == "pending"
    await _verdict(installation, inquiry_id, passed=True)
    async with transaction(installation.services.pool) as conn:
        view = await progress.open_flow(conn, installation.production, inquiry_id)
    view = await _capture(installation, inquiry_id, view)
    assert isinstance(view.outcome, Wait)
    inquiry = await _verdict(installation, inquiry_id, passed=True)
    assert inquiry.status == "completed"
    assert inquiry.completed_at is not None
    assert inquiry.expires_at is None
    assert inquiry.fields["name-first"]["value"] == "Ada"
    async with transaction(installation.services.pool) as conn:
        events = await event_queries.of_inquiry(conn, installation.production.id, inquiry_id)
        view = await progress.open_flow(conn, installation.production, inquiry_id)
    assert isinstance(view.outcome, Finish)
    names = [event.name for event in events if event.name != "inquiry.transitioned"]
    assert names == [
        "inquiry.created",
        "document.created",
        "inquiry.started",
        "document.submitted",
        "verification.created",
        "verification.submitted",
        "document.processed",
        "verification.passed",
        "selfie.created",
        "selfie.submitted",
        "verification.created",
        "verification.submitted",
        "selfie.processed",
        "verification.passed",
        "inquiry.completed",
    ]


async def test_three_failed_tries_fail_the_inquiry(installation: Any) -> None:
    made = await _made(installation)
    inquiry_id = made.inquiry.id
    view = await _to_capture(installation, inquiry_id)
    for _ in range(3):
        while isinstance(view.outcome, Show) and not view.outcome.screen.__class__.__name__.startswith("Capture"):
            values = {"country": "DE", "id-class": "id"}
            view = await _answer(installation, inquiry_id, Answer(step=view.outcome.step, values=values))
        view = await _capture(installation, inquiry_id, view)
        assert isinstance(view.outcome, Wait)
        inquiry = await _verdict(installation, inquiry_id, passed=False)
        if inquiry.open:
            async with transaction(installation.services.pool) as conn:
                view = await progress.open_flow(conn, installation.production, inquiry_id)
    assert inquiry.status == "failed"
    assert inquiry.failed_at is not None
    with pytest.raises(Conflict):
        await _answer(installation, inquiry_id, Answer(step="start", values={}))


async def test_two_browsers_racing_one_step_make_one_step(installation: Any) -> None:
    made = await _made(installation)
    async with transaction(installation.services.pool) as conn:
        view = await progress.open_flow(conn, installation.production, made.inquiry.id)
    event = Answer(step=view.outcome.step, values={"consent": True})
    results = await asyncio.gather(
        *(_answer(installation, made.inquiry.id, event) for _ in range(4)), return_exceptions=True
    )
    steps = {result.outcome.step for result in results if isinstance(result, progress.View)}
    assert len(steps) == 1
    assert all(isinstance(result, progress.View | StaleStep) for result in results)


async def test_one_reference_id_at_once_makes_one_account(installation: Any) -> None:
    made = await asyncio.gather(*(_made(installation, reference_id=name) for name in ("U-7", "u-7", "U-7", "u-7")))
    assert len({each.inquiry.account_id for each in made}) == 1
    assert len({each.inquiry.id for each in made}) == 4
    async with transaction(installation.services.pool) as conn:
        events = await conn.fetch("SELECT payload FROM event WHERE name = 'account.created'")
        created = await conn.fetch("SELECT payload FROM event WHERE name = 'inquiry.created'")
    assert len(events) == 1
    accounts = {row["payload"]["data"]["relationships"]["account"]["data"]["id"] for row in created}
    assert accounts == {made[0].inquiry.account_id}


async def test_without_a_reference_id_each_inquiry_has_an_account_of_its_own(installation: Any) -> None:
    first, second = await _made(installation), await _made(installation)
    assert first.inquiry.account_id != second.inquiry.account_id


async def test_an_expired_inquiry_can_be_resumed_and_others_cannot(installation: Any) -> None:
    made = await _made(installation, with_session=True)
    env = installation.production
    async with transaction(installation.services.pool) as conn:
        expired = await actions.expire(conn, env.id, made.inquiry.id)
        assert expired.status == "expired"
        resumed, session = await actions.resume(conn, env, made.inquiry.id)
        assert resumed.status == "pending"
        assert session.id != made.session.id  # type: ignore[union-attr]
        again, same = await actions.resume(conn, env, made.inquiry.id)
        assert same.id == session.id
        assert again.status == "pending"
        approved = await actions.approve(conn, env.id, made.inquiry.id, None, "fine")
        assert approved.reviewer_comment == "fine"
        with pytest.raises(Conflict):
            await actions.resume(conn, env, made.inquiry.id)
        with pytest.raises(Conflict):
            await actions.mark_for_review(conn, env.id, made.inquiry.id)


async def test_a_browser_made_inquiry_has_an_active_session_and_ignores_unknown_fields(installation: Any) -> None:
    client = ClientInfo("192.0.2.4", "Mozilla/5.0")
    made = await _made(installation, client=client, creator="client", fields={"nameFirst": "Zoë", "nope": 1})
    assert made.token
    assert made.session is not None
    assert made.session.status == "active"
    assert made.inquiry.fields["name-first"] == {"type": "string", "value": "Zoë"}
    assert "nope" not in made.inquiry.fields
