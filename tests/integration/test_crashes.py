"""Web and worker are killed with SIGKILL at random moments while inquiries are made and finished.

Nothing may be lost: every event is handed on and reaches the webhook at least once with a good signature, every inquiry
comes to its end, no request made twice under one key makes two inquiries, and no process is left behind.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import re
import signal
import socket
import sys
import time
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import aiohttp
import pytest

from support.receiver import Receiver, signed_by
from verilink.database import Pool, transaction
from verilink.files.actions import store
from verilink.files.model import NewFile
from verilink.flow.outcomes import Answer, Captured, Show
from verilink.inquiries import progress
from verilink.inquiries.create import NewInquiry, create
from verilink.services import Services
from verilink.webhooks import actions
from verilink.webhooks.model import Details, Webhook

CALLERS: Final = 3
PEOPLE: Final = 2
KILLS: Final = 10
PATIENCE_SECONDS: Final = 5.0
AT_WORK: Final = 0.5
PACE_SECONDS: Final = 0.5
CALM_SECONDS: Final = 60.0
SEED: Final = int(os.environ.get("CRASH_SEED", "0")) or random.SystemRandom().randrange(1, 10**9)


def _caught(pid: int) -> int:
    """The signals that a process has handlers for, a bit each (proc(5))."""
    found = re.search(r"^SigCgt:\s*(\w+)$", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return 0 if found is None else int(found[1], 16)


class Process:
    """``verilink web`` or ``verilink worker``, started again each time it is killed."""

    def __init__(self, role: str, environment: dict[str, str], log: Path) -> None:
        self._command = [sys.executable, "-m", "verilink", role]
        self._environment = os.environ | environment
        self._log = log
        self._handle: asyncio.subprocess.Process | None = None
        self.kills = 0

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._handle = await asyncio.create_subprocess_exec(
                *self._command, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    @property
    def pid(self) -> int:
        assert self._handle is not None
        return self._handle.pid

    async def heeds_signals(self) -> bool:
        """Whether it has come so far, after it was started, that it ends in its own way when it is told to."""
        return bool(_caught(self.pid) >> (signal.SIGTERM - 1) & 1)

    async def end(self, how: signal.Signals) -> int:
        assert self._handle is not None
        if self._handle.returncode is None:
            self._handle.send_signal(how)
        return await asyncio.wait_for(self._handle.wait(), 20)

    async def kill_and_restart(self) -> None:
        await self.end(signal.SIGKILL)
        self.kills += 1
        await self.start()


class Storm:
    """The processes, and a killer that spares none of them for long."""

    def __init__(self, folder: Path, dsn: str, port: int) -> None:
        self.marker = f"VERILINK_DATA_DIR={folder}"
        environment = {
            "DATABASE_URL": dsn,
            "VERILINK_DATA_DIR": str(folder),
            "VERILINK_PORT": str(port),
            "VERILINK_OUTBOUND_ALLOW": "127.0.0.0/8",
            "VERILINK_WEBHOOK_RETRY_SECONDS": ",".join(["0"] * 5 + ["1"] * 40),
            "VERILINK_SWEEP_INTERVAL_SECONDS": "1",
            "VERILINK_POLL_INTERVAL_SECONDS": "0.2",
            "VERILINK_API_RATE_LIMIT_PER_MINUTE": "1000000",
            "VERILINK_CREATE_QUOTA_PER_MINUTE": "1000000",
            "VERILINK_LOG_LEVEL": "warning",
        }
        self.url = f"http://127.0.0.1:{port}"
        self.log = folder / "crashes.log"
        self.web = Process("web", environment, self.log)
        self.worker = Process("worker", environment, self.log)
        self.chance = random.Random(SEED)

    async def rage(self, pool: Pool) -> None:
        """Kill one or the other at random moments: while they start, and as often once they are at work."""
        for _ in range(KILLS):
            victim = self.chance.choice([self.web, self.worker])
            if self.chance.random() < AT_WORK:
                await (self._serving() if victim is self.web else self._handing_on(pool))
            await asyncio.sleep(self.chance.random() * self.chance.choice([0.05, 0.3, 1.0]))
            await victim.kill_and_restart()

    async def _serving(self) -> None:
        async def answers() -> bool:
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with aiohttp.ClientSession() as session, session.get(f"{self.url}/healthz") as answer:
                    return answer.status == 200
            return False

        await until(answers, PATIENCE_SECONDS)

    async def _handing_on(self, pool: Pool) -> None:
        query = "SELECT count(*) FROM event WHERE dispatched_at IS NOT NULL"
        before = await pool.fetchval(query)

        async def more() -> bool:
            return bool(await pool.fetchval(query) > before)

        await until(more, PATIENCE_SECONDS)

    def tell(self, what: object) -> str:
        """A failure with what is needed to look into it."""
        return f"CRASH_SEED={SEED}: {what}\n{self.log.read_text()[-6000:]}"

    def processes(self) -> dict[int, int]:
        """Every live process of this installation, with its parent."""
        found = {}
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                if self.marker.encode() in (entry / "environ").read_bytes().split(b"\0"):
                    state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
                    if state != "Z":
                        found[int(entry.name)] = int(parent)
        found.pop(os.getpid(), None)
        return found


@pytest.fixture
async def storm(tmp_path: Path, database_url: str) -> AsyncIterator[Storm]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    made = Storm(tmp_path, database_url, port)
    await made.web.start()
    await made.worker.start()
    yield made
    for process in (made.web, made.worker):
        with contextlib.suppress(ProcessLookupError):
            await process.end(signal.SIGKILL)


class Caller:
    """A company's back end: it repeats what got no answer, under the same idempotency key, until it has one."""

    def __init__(self, session: aiohttp.ClientSession, url: str, key: str) -> None:
        self._session = session
        self._url = url
        self._headers = {"Authorization": f"Bearer {key}"}

    async def post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        headers = self._headers | {"Idempotency-Key": str(uuid.uuid4())}
        while True:
            try:
                async with self._session.post(self._url + path, json=body, headers=headers) as answer:
                    document: dict[str, Any] = await answer.json()
                    if answer.status < 400:
                        return document
                    # 409: the first request under this key died with its process and is given up after a minute
                    assert answer.status in {409, 500, 503}, (answer.status, document)
            except (aiohttp.ClientError, TimeoutError, OSError):
                pass
            await asyncio.sleep(0.1)

    async def make_and_finish(self, template: dict[str, Any]) -> str:
        """One inquiry from its making to its end, as an integrator simulates it."""
        attributes = {"inquiry-template-id": template["id"], "reference-id": str(uuid.uuid4())}
        made = await self.post("/inquiries", {"data": {"attributes": attributes}})
        inquiry_id = str(made["data"]["id"])
        kind = "create_passed_verification"
        verify = [{"type": kind, "data": {"verification-template-id": one}} for one in template["kinds"]]
        for steps in ([{"type": "start_inquiry"}], verify, [{"type": "complete_inquiry"}]):
            await self.post(f"/inquiries/{inquiry_id}/perform-simulate-actions", {"meta": {"simulate-actions": steps}})
        return inquiry_id


async def walk(services: Services, environment: Any, template_id: str) -> str:
    """One person's way to the point where only the worker can go on."""
    async with transaction(services.pool) as conn:
        inquiry = (await create(conn, services, environment, NewInquiry(template_id=template_id))).inquiry

    async def answer(event: Any) -> progress.View:
        async with transaction(services.pool) as conn:
            return await progress.answer(conn, environment, inquiry.id, event)

    async with transaction(services.pool) as conn:
        view = await progress.open_flow(conn, environment, inquiry.id)
    view = await answer(Answer(step=view.outcome.step, values={"consent": True}))
    view = await answer(Answer(step=view.outcome.step, values={"country": "DE", "id-class": "pp"}))
    while isinstance(view.outcome, Show) and "page" in view.outcome.model:
        page = view.outcome.model["page"]
        new = NewFile(
            inquiry_id=inquiry.id, page=page, data=b"picture" * 20, filename="a.jpg", content_type="image/jpeg"
        )
        file = await store(services, environment.id, new)
        view = await answer(Captured(step=view.outcome.step, page=page, file_id=file.id))
    services.wake.worker()
    return inquiry.id


async def until(condition: Callable[[], Awaitable[bool]], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if await condition():
            return True
        await asyncio.sleep(0.05)
    return False


async def repeat(work: Callable[[], Awaitable[str]], stop: asyncio.Event, ids: list[str]) -> None:
    while not stop.is_set():
        ids.append(await work())
        await asyncio.sleep(PACE_SECONDS)


async def minutes_pass(pool: Pool, stop: asyncio.Event) -> None:
    """What a minute does to requests that died under their key, in two seconds."""
    while not stop.is_set():
        await pool.execute(
            "UPDATE idempotency_record SET created_at = created_at - interval '2 minutes' "
            "WHERE status IS NULL AND created_at < now() - interval '2 seconds'"
        )
        await asyncio.sleep(0.5)


async def left_over(pool: Pool) -> dict[str, int]:
    """Counts of what must all be zero once there is calm."""
    queries = {
        "events not handed on": "SELECT count(*) FROM event WHERE dispatched_at IS NULL",
        "deliveries not made": "SELECT count(*) FROM webhook_delivery WHERE status <> 'delivered'",
        "verifications waiting": "SELECT count(*) FROM verification WHERE status = 'submitted'",
        "inquiries not at their end": "SELECT count(*) FROM inquiry WHERE status <> 'completed'",
        "jobs": "SELECT count(*) FROM pgqueuer",
    }
    return {name: count for name, query in queries.items() if (count := await pool.fetchval(query))}


@pytest.mark.slow
async def test_killing_web_and_worker_at_any_moment_loses_nothing(
    services: Services, installation: Any, storm: Storm
) -> None:
    environment = installation.sandbox
    _, key = installation.bootstrap.environments["sandbox"]
    template_id = installation.bootstrap.templates["Government ID"]
    template = {"id": template_id, "kinds": await kinds_of(services, template_id)}
    calm = asyncio.Event()
    called: list[str] = []
    walked: list[str] = []
    async with Receiver() as receiver, aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        webhook, secret = await subscribe(services, environment.id, receiver)
        caller = Caller(session, f"{storm.url}/api/v1", key)
        aging = asyncio.create_task(minutes_pass(services.pool, calm))
        storming = asyncio.Event()
        makers = [
            *(repeat(lambda: caller.make_and_finish(template), storming, called) for _ in range(CALLERS)),
            *(repeat(lambda: walk(services, environment, template_id), storming, walked) for _ in range(PEOPLE)),
        ]
        working = asyncio.gather(*makers)
        await storm.rage(services.pool)
        storming.set()
        await asyncio.wait([working], timeout=CALM_SECONDS)
        assert working.done(), storm.tell("a caller got no answer")
        working.result()
        done = await until(lambda: _nothing_left(services.pool), CALM_SECONDS)
        assert done, storm.tell(await left_over(services.pool))
        calm.set()
        await aging
        await check_events(services.pool, receiver, webhook, secret)
    assert len(called) >= CALLERS
    assert len(walked) >= PEOPLE
    made = await services.pool.fetchval("SELECT count(*) FROM inquiry")
    assert made == len(set(called)) + len(set(walked)), storm.tell("an inquiry was made twice")
    assert await services.pool.fetchval("SELECT count(*) FROM verification WHERE status <> 'passed'") == 0
    assert storm.web.kills + storm.worker.kills == KILLS
    alone = {pid: parent for pid, parent in storm.processes().items() if pid not in {storm.web.pid, storm.worker.pid}}
    assert set(alone.values()) <= {storm.worker.pid}, storm.tell(alone)
    assert await until(storm.worker.heeds_signals, PATIENCE_SECONDS)
    # the web server ends by the signal itself, after it has finished what it was doing
    assert [await process.end(signal.SIGTERM) for process in (storm.worker, storm.web)] == [0, -signal.SIGTERM]
    assert storm.processes() == {}


async def _nothing_left(pool: Pool) -> bool:
    return not await left_over(pool)


async def kinds_of(services: Services, template_id: str) -> list[str]:
    """The verification templates of an inquiry template's live version."""
    query = "SELECT verification_ids FROM inquiry_template_version WHERE template_id = $1 AND status = 'published'"
    return [made["template"] for made in (await services.pool.fetchval(query, template_id)).values()]


async def subscribe(services: Services, environment_id: str, receiver: Receiver) -> tuple[Webhook, str]:
    async with transaction(services.pool) as conn:
        details = Details(url=receiver.url, enabled_events=["*"])
        webhook, (secret,) = await actions.create(conn, services, environment_id, details)
        return await actions.enable(conn, environment_id, webhook.id), secret.value


async def check_events(pool: Pool, receiver: Receiver, webhook: Webhook, secret: str) -> None:
    """Every event arrived, every request was signed, and the deliveries are exactly one for each event."""
    events = {row["id"] for row in await pool.fetch("SELECT id FROM event")}
    assert events - {one.event_id for one in receiver.received} == set()
    assert all(signed_by(one, secret) for one in receiver.received)
    rows = await pool.fetch("SELECT event_id FROM webhook_delivery WHERE webhook_id = $1", webhook.id)
    assert sorted(row["event_id"] for row in rows) == sorted(events)
