"""Running the job queue: pgqueuer takes jobs, this says what they do and how it ends."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import Any, Final

from pgqueuer.core.qm import QueueManager

from verilink.database import Pool
from verilink.worker.analyse import Analyst
from verilink.worker.jobs import ANALYSE, NAMES, Analysis, PoolDriver, queries
from verilink.worker.listener import Listener
from verilink.worker.pool import AnalysisPool

# A worker that was killed is noticed after this long; its jobs are then begun again.
HEARTBEAT: Final = timedelta(seconds=8)
POLL: Final = timedelta(seconds=1)
# Analyses under way when a stop is asked for get this long; what is left goes back into the queue.
GRACE_SECONDS: Final = 3.0
logging.getLogger("pgqueuer").setLevel(logging.WARNING)


async def run(pool: Pool, listener: Listener, analyst: Analyst, analyses: AnalysisPool, stop: asyncio.Event) -> None:
    """Take jobs until ``stop`` is set; then nothing new is begun. Raises when the database is lost."""
    manager = QueueManager(queries(PoolDriver(pool, listener)), channel=NAMES.channel)

    async def analyse(job: Any) -> None:
        await analyst.run(Analysis.decode(job.payload), job.attempts)

    manager.entrypoint(ANALYSE, accepts_context=False)(analyse)
    stopping = asyncio.create_task(_stop(stop, manager, analyses))
    try:
        await manager.run(
            dequeue_timeout=POLL,
            batch_size=analyses.size,
            max_concurrent_tasks=2 * analyses.size,
            heartbeat_timeout=HEARTBEAT,
            log_aggregation_interval=timedelta(0),
        )
    finally:
        stopping.cancel()
        await asyncio.gather(stopping, return_exceptions=True)


async def _stop(stop: asyncio.Event, manager: Any, analyses: AnalysisPool) -> None:
    await stop.wait()
    manager.shutdown.set()
    await asyncio.sleep(GRACE_SECONDS)
    await analyses.close()
