"""One worker process: all loops side by side, each on its feet again by itself."""

from __future__ import annotations

import asyncio
from functools import partial

from verilink.judging.judge import judge
from verilink.kit.guard import Guard
from verilink.kit.outbound import Client
from verilink.services import Services
from verilink.settings import Settings
from verilink.wake import WORKER_CHANNEL
from verilink.worker import consumer, domains, drain, mails, schedules, texts, wanted
from verilink.worker.analyse import Analyst, Judge
from verilink.worker.deliveries import Courier
from verilink.worker.engine import PoolEngine
from verilink.worker.listener import Listener
from verilink.worker.pool import OPERATIONS, AnalysisPool
from verilink.worker.process import Spec
from verilink.worker.signals import Signals
from verilink.worker.supervise import keep_running


async def run_worker(
    services: Services, *, stop: asyncio.Event, judge: Judge = judge, operations: str = OPERATIONS
) -> None:
    """Work until ``stop`` is set. ``judge`` and ``operations`` replace the real ones in tests."""
    signals = Signals()
    listener = Listener(services.pool)
    listener.subscribe(WORKER_CHANNEL, lambda _: signals.outbox.set())
    listener.subscribe(WORKER_CHANNEL, lambda _: signals.wanted.set())
    async with (
        _client(services.settings) as client,
        _analyses(services.settings, operations) as pool,
        asyncio.TaskGroup() as group,
    ):
        analyst = Analyst(services, PoolEngine(pool), judge)
        courier = Courier(services, client, signals.deliveries)
        loops = {
            "listening for hints": partial(listener.run, stop),
            "handing events on": partial(drain.run, services, signals, stop),
            "delivering webhooks": partial(courier.run, stop),
            "writing new links": partial(wanted.run, services, signals, stop),
            "sending mails": partial(mails.run, services, signals.mails, stop),
            "sending text messages": partial(texts.run, services, client, signals.texts, stop),
            "proving domains": partial(domains.run, services, client, stop),
            "running jobs": partial(consumer.run, services.pool, listener, analyst, pool, stop),
            "keeping deadlines": partial(schedules.sweep, services, stop),
            "forgetting": partial(schedules.prune, services, stop),
        }
        for name, loop in loops.items():
            group.create_task(keep_running(name, loop, stop), name=name)


def _client(settings: Settings) -> Client:
    guard = Guard(settings.outbound_allow, https_only=settings.outbound_https_only)
    return Client(guard, proxy=settings.outbound_proxy)


def _analyses(settings: Settings, operations: str) -> AnalysisPool:
    spec = Spec(memory_mb=settings.analysis_memory_mb, operations=operations)
    return AnalysisPool(settings.analysis_processes, settings.analysis_timeout_seconds, spec)
