"""Sending webhooks: many at once, few to any one endpoint, so that a slow one holds up nobody else."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from typing import Final

from verilink.kit import clock
from verilink.kit.outbound import Client
from verilink.services import Services
from verilink.webhooks import deliver
from verilink.webhooks.deliveries import queries
from verilink.webhooks.deliveries.model import Outcome, Task
from verilink.worker.signals import pause

AT_ONCE: Final = 64
PER_WEBHOOK: Final = 8
# Beyond the time an attempt may take: then another worker may try, should this one have died.
LEASE_SLACK_SECONDS: Final = 10.0
_log = logging.getLogger(__name__)


class Courier:
    """Claims due deliveries and attempts them. One per worker process."""

    def __init__(
        self,
        services: Services,
        client: Client,
        wake: asyncio.Event,
        *,
        at_once: int = AT_ONCE,
        per_webhook: int = PER_WEBHOOK,
    ) -> None:
        self._services = services
        self._client = client
        self._wake = wake
        self._at_once = at_once
        self._per_webhook = per_webhook
        self._busy: Counter[str] = Counter()
        self._running: set[asyncio.Task[None]] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Deliver until ``stop`` is set; what is on its way then is finished."""
        try:
            while not stop.is_set():
                started = await self.start_due()
                if not started or len(self._running) >= self._at_once:
                    await pause(stop, self._wake, self._services.settings.poll_interval_seconds)
        finally:
            await self.finish()

    async def finish(self) -> None:
        """Wait for the attempts that are on their way."""
        await asyncio.gather(*self._running, return_exceptions=True)

    async def start_due(self) -> int:
        """Claim what is due and there is room for, and begin to send it; returns how many."""
        free = self._at_once - len(self._running)
        if free <= 0:
            return 0
        lease = self._services.settings.webhook_timeout_seconds + LEASE_SLACK_SECONDS
        async with self._services.pool.acquire() as conn:
            tasks = await queries.claim(
                conn,
                now=clock.now(),
                lease_until=clock.in_seconds(lease),
                free=free,
                per_webhook=self._per_webhook,
                busy=self._busy,
            )
        for task in tasks:
            self._start(task)
        return len(tasks)

    def _start(self, task: Task) -> None:
        self._busy[task.webhook.id] += 1
        running = asyncio.create_task(self._deliver(task))
        self._running.add(running)
        running.add_done_callback(lambda done: self._ended(done, task.webhook.id))

    def _ended(self, done: asyncio.Task[None], webhook_id: str) -> None:
        self._running.discard(done)
        self._busy[webhook_id] -= 1
        if not self._busy[webhook_id]:
            del self._busy[webhook_id]
        self._wake.set()

    async def _deliver(self, task: Task) -> None:
        started_at = clock.now()
        try:
            outcome = await deliver.attempt(self._services, self._client, task)
        except Exception:
            _log.exception("delivery %s could not be prepared", task.id)
            outcome = Outcome(ok=False, error="The request could not be made; the server's log says why")
        row = deliver.settlement(task, outcome, started_at, self._services.settings.webhook_retry_seconds)
        try:
            async with self._services.pool.acquire() as conn:
                await queries.settle(conn, [row])
        except Exception as error:
            # The lease runs out and the delivery is repeated.
            _log.warning("the result of delivery %s was not stored: %s", task.id, error)
