"""One transaction per action, and which failures may be tried again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, Literal, TypeVar

import asyncpg

from verilink.database.errors import CommitUnknown, DatabaseUnavailable, TransactionLost
from verilink.database.pool import CONNECT_ERRORS, Connection, Pool, PoolConnection
from verilink.errors import BadRequest

T = TypeVar("T")
Isolation = Literal["read_committed", "repeatable_read", "serializable"]

# long enough for the embedded server to be started again after a crash
ACQUIRE_SECONDS: Final = 8.0
ATTEMPTS: Final = 5
_FIRST_PAUSE: Final = 0.02
_LOST: Final = (
    *CONNECT_ERRORS,
    asyncpg.ConnectionDoesNotExistError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)
# asyncpg calls a server's farewell between two statements an internal error of its state machine
_BROKEN: Final = (
    asyncpg.PostgresConnectionError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.InternalClientError,
)
_NOT_TEXT: Final = (asyncpg.CharacterNotInRepertoireError, asyncpg.UntranslatableCharacterError)


@asynccontextmanager
async def transaction(pool: Pool, *, isolation: Isolation = "read_committed") -> AsyncIterator[Connection]:
    """A connection inside a transaction: committed at the end of the block, rolled back when it raises.

    A server that is away when the block begins is waited for. Within the block it is not: see :func:`with_retries`.

    Raises:
        DatabaseUnavailable: no connection within the time.
        TransactionLost: the connection broke before the commit was sent.
        CommitUnknown: it broke during the commit.
        BadRequest: a text holds U+0000, which PostgreSQL cannot store.
    """
    connection, started = await _begin(pool, isolation)
    try:
        try:
            yield connection
        except BaseException as error:
            if _is_lost(connection, error):
                raise TransactionLost("The connection to the database was lost.") from error
            await started.rollback()
            raise
        await _commit(connection, started)
    except _NOT_TEXT as error:
        raise BadRequest("Text may not contain the character U+0000.") from error
    finally:
        await pool.release(connection)


async def with_retries(action: Callable[[], Awaitable[T]], *, attempts: int = ATTEMPTS) -> T:
    """Run ``action`` (a whole transaction) again when it certainly did not happen and may well succeed now.

    That is: a serialization failure, a deadlock, or a connection lost before the commit.
    """
    for attempt in range(1, attempts + 1):
        try:
            return await action()
        except (asyncpg.SerializationError, asyncpg.DeadlockDetectedError, TransactionLost):
            if attempt == attempts:
                raise
        await asyncio.sleep(_FIRST_PAUSE * 2 ** (attempt - 1) * random.uniform(0.5, 1.5))  # noqa: S311 - jitter
    raise AssertionError("attempts must be at least 1")


async def _commit(connection: PoolConnection, started: asyncpg.transaction.Transaction) -> None:
    try:
        await started.commit()
    except Exception as error:
        if _is_lost(connection, error):
            raise CommitUnknown("The connection to the database was lost while saving.") from error
        raise


def _is_lost(connection: PoolConnection, error: BaseException) -> bool:
    """Whether the connection is of no use any more; if so it is closed, so that the pool replaces it."""
    lost = isinstance(error, _BROKEN) or connection.is_closed()
    if lost:
        connection.terminate()
    return lost


async def _begin(pool: Pool, isolation: Isolation) -> tuple[PoolConnection, asyncpg.transaction.Transaction]:
    loop = asyncio.get_running_loop()
    deadline = loop.time() + ACQUIRE_SECONDS
    pause = _FIRST_PAUSE
    while True:
        try:
            return await _try_to_begin(pool, isolation, deadline - loop.time())
        except _LOST as error:
            if pool.is_closing() or loop.time() + pause >= deadline:
                raise DatabaseUnavailable("The database does not answer.") from error
        await asyncio.sleep(pause)
        pause = min(pause * 2, 0.5)


async def _try_to_begin(
    pool: Pool, isolation: Isolation, seconds: float
) -> tuple[PoolConnection, asyncpg.transaction.Transaction]:
    connection = await pool.acquire(timeout=seconds)
    try:
        started = connection.transaction(isolation=isolation)
        await started.start()
    except BaseException:
        connection.terminate()  # a connection that cannot begin is in no state to be handed on
        await pool.release(connection)
        raise
    return connection, started
