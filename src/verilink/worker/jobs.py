"""The job queue: pgqueuer over the worker's own pool and listener, and how jobs are put in."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Final

import msgspec
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment, QueryQueueBuilder, QuerySchedulerBuilder
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.core.tm import TaskManager
from pgqueuer.domain.settings import DBSettings, Durability

from verilink.database import Connection, Pool
from verilink.worker.listener import Callback, Listener

ANALYSE: Final = "analyse"

# Said in full: pgqueuer would else take names from variables such as CHANNEL or TRIGGER of the environment.
NAMES: Final = DBSettings(
    prefix="",
    db_schema=None,
    channel="ch_pgqueuer",
    function="fn_pgqueuer_changed",
    statistics_table="pgqueuer_statistics",
    queue_status_type="pgqueuer_status",
    queue_table="pgqueuer",
    queue_table_log="pgqueuer_log",
    trigger="tg_pgqueuer_changed",
    schedules_table="pgqueuer_schedules",
    durability=Durability.durable,
    widen_id=False,
)


class Analysis(msgspec.Struct, frozen=True, rename="kebab"):
    """The payload of an ``analyse`` job."""

    environment_id: str
    verification_id: str

    def encode(self) -> bytes:
        """As stored."""
        return msgspec.json.encode(self)

    @classmethod
    def decode(cls, payload: bytes) -> Analysis:
        """From a job's payload."""
        return msgspec.json.decode(payload, type=cls)


class _Driver:
    """What pgqueuer asks of a database driver, without listening."""

    def __init__(self) -> None:
        self._shutdown = asyncio.Event()

    @property
    def shutdown(self) -> asyncio.Event:
        return self._shutdown

    @property
    def tm(self) -> Any:
        return TaskManager()

    async def __aenter__(self) -> _Driver:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None


class ConnectionDriver(_Driver):
    """On one connection, inside the caller's transaction."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return [dict(row) for row in await self._connection.fetch(query, *args)]

    async def execute(self, query: str, *args: object) -> str:
        return await self._connection.execute(query, *args)


class PoolDriver(_Driver):
    """On any connection of the pool, with the hints of the worker's one listening connection."""

    def __init__(self, pool: Pool, listener: Listener) -> None:
        super().__init__()
        self._pool = pool
        self._listener = listener

    async def fetch(self, query: str, *args: object) -> list[dict[str, object]]:
        return [dict(row) for row in await self._pool.fetch(query, *args)]

    async def execute(self, query: str, *args: object) -> str:
        return await self._pool.execute(query, *args)

    async def notify(self, channel: str, payload: str) -> None:
        await self._pool.execute("SELECT pg_notify($1, $2)", channel, payload)

    async def add_listener(self, channel: str, callback: Callback) -> None:
        self._listener.subscribe(channel, callback)

    async def remove_listener(self, channel: str, callback: Callback) -> None:
        self._listener.unsubscribe(channel, callback)


def queries(driver: _Driver) -> Any:
    """pgqueuer's queries over ``driver``, with our names of its tables."""
    return Queries(
        driver, qbe=QueryBuilderEnvironment(NAMES), qbq=QueryQueueBuilder(NAMES), qbs=QuerySchedulerBuilder(NAMES)
    )


async def enqueue_analyses(conn: Connection, analyses: Sequence[Analysis]) -> int:
    """Put in a job for each, unless one is there already; returns how many were new."""
    if not analyses:
        return 0
    made = await queries(ConnectionDriver(conn)).enqueue(
        [ANALYSE] * len(analyses),
        [analysis.encode() for analysis in analyses],
        [0] * len(analyses),
        dedupe_key=[f"{ANALYSE} {analysis.environment_id} {analysis.verification_id}" for analysis in analyses],
        on_conflict="skip",
    )
    return sum(one is not None for one in made)
