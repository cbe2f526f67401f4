from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from support.receiver import Receiver
from verilink.database import open_pool
from verilink.inquiries import queries as inquiries
from verilink.inquiries.model import Inquiry
from verilink.services import Services
from verilink.verifications.model import Decision
from verilink.worker import jobs
from verilink.worker.consumer import HEARTBEAT
from verilink.worker.drain import drain_batch
from verilink.worker.process import AnalysisFailed, Reason
from verilink.worker.run import run_worker

OPERATIONS = "support.hostile_operations:OPERATIONS"


async def passing(services: Services, environment: Any, verification_id: str, engine: Any) -> Decision:
    return Decision(passed=True, checks=[])


@asynccontextmanager
async def worker(services: Services, judge: Any = passing) -> AsyncIterator[asyncio.Event]:
    """A running worker; stopped, and waited for, at the end."""
    stop = asyncio.Event()
    running = asyncio.create_task(run_worker(services, stop=stop, judge=judge, operations=OPERATIONS))
    try:
        yield stop
    finally:
        stop.set()
        await asyncio.wait_for(running, 15)


@pytest.fixture(autouse=True)
def _tests_on_path(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.setenv("PYTHONPATH", str(request.config.rootpath / "tests"))


async def until(condition: Callable[[], Any], seconds: float = 15.0) -> None:
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - what is awaited happens in the database
            await asyncio.sleep(0.02)


def slow(services: Services) -> Services:
    """The same with polling too slow to help."""
    return replace(services, settings=msgspec.structs.replace(services.settings, poll_interval_seconds=60))


async def status_of(services: Services, inquiry: Inquiry) -> str:
    async with services.pool.acquire() as conn:
        return (await inquiries.get(conn, inquiry.environment_id, inquiry.id)).status


async def test_a_submission_ends_in_a_verdict_and_everybody_is_told(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, submit: Any
) -> None:
    await subscribe(installation.production.id, enabled_events=["verification.passed", "inquiry.completed"])
    inquiry = await submit()
    async with worker(services):
        received = await receiver.wait_for(2)
    assert {one.name for one in received} == {"verification.passed", "inquiry.completed"}
    assert await status_of(services, inquiry) == "completed"
    assert await services.pool.fetchval("SELECT count(*) FROM pgqueuer") == 0


async def test_a_hint_is_enough_and_so_is_polling(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, make_inquiry: Any
) -> None:
    await subscribe(installation.production.id, enabled_events=["inquiry.created"])
    async with worker(slow(services)):
        await until(lambda: _listening(services))
        await make_inquiry()
        services.wake.worker()
        await receiver.wait_for(1, seconds=30)  # half of what polling alone would take
    async with worker(services):
        await make_inquiry()
        await receiver.wait_for(2)


async def _listening(services: Services) -> bool:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
    return bool(await services.pool.fetchval(query))


async def test_a_worker_goes_on_after_its_connections_were_cut(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, submit: Any
) -> None:
    await subscribe(installation.production.id, enabled_events=["inquiry.completed"])
    async with worker(services):
        await until(lambda: _listening(services))
        await submit()
        await receiver.wait_for(1)
        for _ in range(3):
            await services.pool.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            await asyncio.sleep(0.1)
        await submit()
        await receiver.wait_for(2)


async def test_a_job_that_is_under_way_when_the_worker_stops_goes_back_and_is_done_by_the_next(
    services: Services, submit: Any
) -> None:
    inquiry = await submit()
    begun = asyncio.Event()

    async def endless(services: Services, environment: Any, verification_id: str, engine: Any) -> Decision:
        begun.set()
        await engine._pool.call("spin", b"")
        raise AssertionError("cannot be reached")

    async with worker(services, endless):
        await asyncio.wait_for(begun.wait(), 10)
    (job,) = await services.pool.fetch("SELECT status, attempts FROM pgqueuer")
    assert job["status"] == "queued"
    assert [tuple(row) for row in await services.pool.fetch("SELECT begun, failed FROM analysis_attempt")] == [(0, 0)]
    async with worker(services):
        await until(lambda: _has_status(services, inquiry, "completed"))


async def _has_status(services: Services, inquiry: Inquiry, status: str) -> bool:
    return await status_of(services, inquiry) == status


async def test_pictures_that_kill_their_process_end_in_a_verdict(services: Services, submit: Any) -> None:
    inquiry = await submit()

    async def crashing(services: Services, environment: Any, verification_id: str, engine: Any) -> Decision:
        with pytest.raises(AnalysisFailed) as failed:
            await engine._pool.call("crash", b"")
        assert failed.value.reason is Reason.CRASHED
        raise failed.value

    async with worker(services, crashing):
        await until(lambda: _failed(services, inquiry))


async def _failed(services: Services, inquiry: Inquiry) -> bool:
    return bool(
        await services.pool.fetchval(
            "SELECT count(*) FROM verification WHERE inquiry_id = $1 AND status = 'failed'", inquiry.id
        )
    )


async def test_overdue_inquiries_expire_and_the_webhook_says_so(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, make_inquiry: Any
) -> None:
    await subscribe(installation.production.id, enabled_events=["inquiry.expired"])
    inquiry = await make_inquiry()
    await services.pool.execute("UPDATE inquiry SET expires_at = now() - interval '1 second'")
    async with worker(services):
        (one,) = await receiver.wait_for(1)
    assert one.document["data"]["attributes"]["payload"]["data"]["id"] == inquiry.id


async def test_old_things_are_forgotten_and_nothing_that_waits(
    services: Services, installation: Any, receiver: Receiver, subscribe: Any, make_inquiry: Any
) -> None:
    await subscribe(installation.production.id, enabled_events=["inquiry.created"])
    await make_inquiry()
    async with worker(services):
        await receiver.wait_for(1)
        await until(lambda: _settled(services))
    await services.pool.execute("UPDATE webhook_delivery SET created_at = now() - interval '31 days'")
    await services.pool.execute(
        "INSERT INTO webhook_delivery (environment_id, id, webhook_id, event_id, created_at, next_attempt_at) "
        "SELECT environment_id, 'wbhe_waits', webhook_id, 'evt_other', now() - interval '31 days', "
        "now() + interval '1 day' FROM webhook_delivery"
    )
    async with worker(services):
        await until(lambda: _one_left(services))
    assert await services.pool.fetchval("SELECT id FROM webhook_delivery") == "wbhe_waits"


async def _settled(services: Services) -> bool:
    return bool(await services.pool.fetchval("SELECT count(*) FROM webhook_delivery WHERE status = 'delivered'"))


async def _one_left(services: Services) -> bool:
    return bool(await services.pool.fetchval("SELECT count(*) = 1 FROM webhook_delivery"))


async def test_a_job_of_a_worker_that_was_killed_is_taken_over(services: Services, submit: Any) -> None:
    inquiry = await submit()
    while (await drain_batch(services)).events:
        pass
    picked = (
        "UPDATE pgqueuer SET status = 'picked', queue_manager_id = gen_random_uuid(), heartbeat = now() - $1::interval"
    )
    await services.pool.execute(picked, timedelta(0))
    async with worker(services):
        await asyncio.sleep(1.5)
        assert await status_of(services, inquiry) == "pending"
        await services.pool.execute(picked, HEARTBEAT)
        await until(lambda: _has_status(services, inquiry, "completed"))


async def test_a_worker_with_the_smallest_pool_polls_and_works(
    services: Services, installation: Any, database_url: str, receiver: Receiver, subscribe: Any, submit: Any
) -> None:
    await subscribe(installation.production.id, enabled_events=["inquiry.completed"])
    await submit()
    pool = await open_pool(database_url, max_size=2)
    try:
        async with worker(replace(services, pool=pool)):
            await receiver.wait_for(1)
    finally:
        await asyncio.wait_for(pool.close(), 10)


def test_names_of_the_job_queue_do_not_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CHANNEL", "QUEUE_TABLE", "PGQUEUER_PREFIX", "PGQUEUER_SCHEMA"):
        monkeypatch.setenv(name, "someone_elses")
    spec = importlib.util.spec_from_file_location("jobs_in_that_environment", jobs.__file__)
    assert spec is not None
    assert spec.loader is not None
    again = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(again)
    assert again.NAMES == jobs.NAMES
    assert again.NAMES.channel == "ch_pgqueuer"
    assert again.NAMES.qualified.queue_table == "pgqueuer"
