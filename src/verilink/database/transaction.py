"""One transaction per action, and which failures may be tried again."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
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
NO_NUL: Final = "Text may not contain the character U+0000."
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
    connection, started = await _wait_for(pool, lambda seconds: _try_to_begin(pool, isolation, seconds))
    try:
        try:
            yield connection
        except BaseException as error:
            await _abandon(connection, started, error)
            raise
        await _commit(connection, started)
    except _NOT_TEXT as error:
        raise BadRequest(NO_NUL) from error
    finally:
        await pool.release(connection)


@asynccontextmanager
async def acquire(pool: Pool) -> AsyncIterator[Connection]:
    """A connection without a transaction, for one statement or for reads that need not agree with each other.

    Raises:
        DatabaseUnavailable: no connection within the time, or it was lost.
        BadRequest: a text holds U+0000, which PostgreSQL cannot store.
    """
    connection = await _wait_for(pool, lambda seconds: pool.acquire(timeout=seconds))
    try:
        yield connection
    except _NOT_TEXT as error:
        raise BadRequest(NO_NUL) from error
    except Exception as error:
        if _is_lost(connection, error):
            raise DatabaseUnavailable("The connection to the database was lost.") from error
        raise
    finally:
        await pool.release(connection)


@asynccontextmanager
async def within(connection: Connection) -> AsyncIterator[Connection]:
    """A transaction on a connection that is at hand; where one has begun on it, a part that is undone by itself."""
    async with connection.transaction():
        yield connection


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


async def _abandon(connection: PoolConnection, started: asyncpg.transaction.Transaction, error: BaseException) -> None:
    """Roll back because of ``error``, which the caller raises on unless it was the connection that failed."""
    if _is_lost(connection, error):
        if isinstance(error, Exception):
            raise TransactionLost("The connection to the database was lost.") from error
        return
    try:
        await started.rollback()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        _close(connection)  # gone, and the transaction with it; the caller hears what failed first


async def _commit(connection: PoolConnection, started: asyncpg.transaction.Transaction) -> None:
    try:
        await started.commit()
    except Exception as error:
        if _is_lost(connection, error):
            raise CommitUnknown("The connection to the database was lost while saving.") from error
        raise


def _is_lost(connection: PoolConnection, error: BaseException) -> bool:
    """Whether the connection is of no use any more; if so it is closed, so that the pool replaces it."""
    try:
        lost = isinstance(error, _BROKEN) or connection.is_closed()
    except asyncpg.InterfaceError:
        return True  # the pool has already taken the broken connection back
    if lost:
        _close(connection)
    return lost


def _close(connection: PoolConnection) -> None:
    with suppress(asyncpg.InterfaceError):
        connection.terminate()


async def _wait_for(pool: Pool, attempt: Callable[[float], Awaitable[T]]) -> T:
    """The result of ``attempt`` (given the seconds left), tried while the server is away."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + ACQUIRE_SECONDS
    pause = _FIRST_PAUSE
    while True:
        try:
            return await attempt(deadline - loop.time())
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
        _close(connection)  # a connection that cannot begin is in no state to be handed on
        await pool.release(connection)
        raise
    return connection, started
