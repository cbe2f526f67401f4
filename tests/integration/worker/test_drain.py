from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from verilink.database import transaction
from verilink.events.actions import record
from verilink.events.model import Draft
from verilink.inquiries import actions as inquiry_actions
from verilink.kit import clock, ids
from verilink.kit.pagination import Page
from verilink.mailbox import queries as mails
from verilink.queues import actions as queue_actions
from verilink.queues import notify
from verilink.queues import queries as queues
from verilink.queues.actions import NewQueue
from verilink.services import Services
from verilink.worker import jobs, queries, schedules
from verilink.worker.drain import BATCH, drain_batch


async def tell(services: Services, environment_id: str, count: int) -> list[str]:
    drafts = [
        Draft("account.created", {"type": "account", "id": ids.new("act"), "attributes": {}}) for _ in range(count)
    ]
    async with transaction(services.pool) as conn:
        return await record(conn, environment_id, drafts)


async def waiting_jobs(services: Services) -> list[jobs.Analysis]:
    rows = await services.pool.fetch("SELECT payload FROM pgqueuer WHERE entrypoint = $1 ORDER BY id", jobs.ANALYSE)
    return [jobs.Analysis.decode(row["payload"]) for row in rows]


async def test_every_event_is_handed_on_once_by_workers_side_by_side(
    services: Services, installation: Any, subscribe: Any
) -> None:
    environment = installation.sandbox.id
    await subscribe(environment)
    told = await tell(services, environment, 500)
    rounds = [await asyncio.gather(*(drain_batch(services, 60) for _ in range(4))) for _ in range(4)]
    drained = [one for each in rounds for one in each]
    assert sum(one.events for one in drained) == sum(one.deliveries for one in drained) == 500
    assert await services.pool.fetchval("SELECT count(*) FROM event WHERE dispatched_at IS NULL") == 0
    delivered = await services.pool.fetch("SELECT event_id FROM webhook_delivery")
    assert sorted(row["event_id"] for row in delivered) == sorted(told)


async def test_a_batch_is_bounded_and_the_oldest_go_first(services: Services, installation: Any) -> None:
    told = await tell(services, installation.sandbox.id, BATCH + 5)
    assert (await drain_batch(services)).events == BATCH
    left = await services.pool.fetch("SELECT id FROM event WHERE dispatched_at IS NULL ORDER BY id")
    assert [row["id"] for row in left] == told[-5:]


async def test_nothing_is_handed_on_when_the_transaction_fails(
    services: Services, installation: Any, subscribe: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = installation.sandbox.id
    await subscribe(environment)
    await tell(services, environment, 3)

    async def broken(*_: object) -> None:
        raise ConnectionError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(queries, "mark_dispatched", broken)
        with pytest.raises(ConnectionError):
            await drain_batch(services)
    assert await services.pool.fetchval("SELECT count(*) FROM webhook_delivery") == 0
    assert (await drain_batch(services)).deliveries == 3


async def test_a_submitted_verification_gets_one_job(services: Services, installation: Any, submit: Any) -> None:
    inquiry = await submit()
    while (await drain_batch(services)).events:
        pass
    verification_id = inquiry.verification_refs[-1].split()[1]
    expected = jobs.Analysis(installation.production.id, verification_id)
    assert await waiting_jobs(services) == [expected]
    async with transaction(services.pool) as conn:
        assert await jobs.enqueue_analyses(conn, [expected]) == 0
    assert await waiting_jobs(services) == [expected]


async def test_a_verification_whose_job_got_lost_is_rescued(services: Services, submit: Any) -> None:
    await submit()
    while (await drain_batch(services)).events:
        pass
    assert await schedules.rescue(services) == 0
    await services.pool.execute("DELETE FROM pgqueuer")
    with clock.frozen(clock.now()) as advance:
        assert await schedules.rescue(services) == 0
        advance(schedules.LOST_AFTER + timedelta(seconds=1))
        assert await schedules.rescue(services) == 1
        assert await schedules.rescue(services) == 0
    assert len(await waiting_jobs(services)) == 1


async def queue(services: Services, environment_id: str, **said: Any) -> Any:
    async with transaction(services.pool) as conn:
        return await queue_actions.create(conn, environment_id, NewQueue(**said))


async def in_queue(services: Services, environment_id: str, queue_id: str) -> list[str]:
    async with services.pool.acquire() as conn:
        return [entry.inquiry_id for entry in await queues.entries(conn, environment_id, queue_id, Page())]


async def review(services: Services, environment_id: str, inquiry_id: str) -> None:
    async with transaction(services.pool) as conn:
        await inquiry_actions.mark_for_review(conn, environment_id, inquiry_id)


async def completed(services: Services, environment_id: str, inquiry_id: str) -> None:
    """As if the person had finished, with its event."""
    async with transaction(services.pool) as conn:
        await conn.execute("UPDATE inquiry SET status = 'completed' WHERE id = $1", inquiry_id)
        resource = {"type": "inquiry", "id": inquiry_id, "attributes": {}}
        await record(conn, environment_id, [Draft("inquiry.completed", resource, inquiry_id)])


async def test_an_inquiry_enters_a_queue_with_one_mail_to_each_address_and_leaves_it(
    services: Services, installation: Any, make_inquiry: Any
) -> None:
    environment = installation.production.id
    said = {"name": "To review", "filter": {"statuses": ["completed"]}}
    made = await queue(services, environment, **said, notify=["a@example.com", "b@example.com", "A@example.com"])
    inquiry = await make_inquiry(reference_id="user-42")
    await drain_batch(services)
    assert await in_queue(services, environment, made.id) == []
    await completed(services, environment, inquiry.id)
    assert (await drain_batch(services)).mails == 2
    assert await in_queue(services, environment, made.id) == [inquiry.id]
    async with services.pool.acquire() as conn:
        sent = await mails.list_mails(conn, environment, Page())
        assert [(await queues.list_queues(conn, environment))[0].size] == [1]
    assert sorted(mail.recipient for mail in sent) == ["a@example.com", "b@example.com"]
    assert {mail.status for mail in sent} == {"held"}
    assert inquiry.id in sent[0].text_body
    assert "To review" in sent[0].subject
    assert "user-42" not in sent[0].text_body
    await review(services, environment, inquiry.id)
    assert (await drain_batch(services)).mails == 0
    assert await in_queue(services, environment, made.id) == []


async def test_an_event_drained_twice_makes_no_second_mail(
    services: Services, installation: Any, make_inquiry: Any
) -> None:
    environment = installation.production.id
    await queue(services, environment, name="All", filter={"statuses": ["created"]}, notify=["a@example.com"])
    inquiry = await make_inquiry()
    assert (await drain_batch(services)).mails == 1
    async with transaction(services.pool) as conn:
        moves = await notify.follow(conn, services.settings, {(environment, inquiry.id): "evt_again"})
    assert moves == notify.Moves(0, 0)


async def test_a_queue_filters_by_template_and_by_a_check_that_failed_in_the_latest_attempt(
    services: Services, installation: Any, submit: Any, make_inquiry: Any
) -> None:
    environment = installation.production.id
    by_check = await queue(services, environment, name="Expired", filter={"failed-checks": ["id_expired_detection"]})
    selfies = [installation.bootstrap.templates["Selfie"]]
    by_template = await queue(services, environment, name="Selfies", filter={"template-ids": selfies})
    inquiry = await submit()
    other = await make_inquiry("Selfie")
    checks = [{"name": "id_expired_detection", "status": "failed"}, {"name": "id_blur_detection", "status": "passed"}]
    await services.pool.execute("UPDATE verification SET checks = $1", checks)
    while (await drain_batch(services)).events:
        pass
    assert await in_queue(services, environment, by_check.id) == [inquiry.id]
    assert await in_queue(services, environment, by_template.id) == [other.id]


async def test_a_new_queue_holds_what_matches_already_and_follows_a_changed_filter(
    services: Services, installation: Any, make_inquiry: Any
) -> None:
    environment = installation.production.id
    first, second = await make_inquiry(), await make_inquiry("Selfie")
    await drain_batch(services)
    made = await queue(services, environment, name="Open", filter={"statuses": ["created"]}, notify=["a@example.com"])
    assert await in_queue(services, environment, made.id) == [second.id, first.id]
    async with transaction(services.pool) as conn:
        assert await mails.list_mails(conn, environment, Page()) == []
        said = NewQueue(name="Selfies", filter={"template-ids": [second.template_id]})
        await queue_actions.update(conn, environment, made.id, said)
    assert await in_queue(services, environment, made.id) == [second.id]
    async with transaction(services.pool) as conn:
        await queue_actions.archive(conn, environment, made.id)
        assert await queues.list_queues(conn, environment) == []


async def test_a_fault_in_the_queues_holds_up_no_webhook(
    services: Services, installation: Any, subscribe: Any, make_inquiry: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribe(installation.production.id)
    await queue(services, installation.production.id, name="Open", filter={"statuses": ["created"]})
    await make_inquiry()

    async def broken(*_: object) -> None:
        raise RuntimeError("a defect")

    monkeypatch.setattr(queues, "enter", broken)
    drained = await drain_batch(services)
    assert drained.deliveries == drained.events > 0
