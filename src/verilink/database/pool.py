"""Connections to PostgreSQL: one pool a process, JSON as Python objects, times in UTC."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import asyncpg
import msgspec

from verilink.database.errors import DatabaseUnavailable

Record: TypeAlias = asyncpg.Record
Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
PoolConnection: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
"""What a query function takes: a connection of the pool, or one of its own."""

CONNECT_SECONDS: Final = 10.0
COMMAND_SECONDS: Final = 30.0
# bounds on what one forgotten await may hold up: a statement, a lock wait, an open transaction
SESSION_LIMITS: Final = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
}
_JSONB_VERSION: Final = b"\x01"
_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder()

# What says "no server at the moment" when connecting; nothing has been done yet, so trying again is safe.
CONNECT_ERRORS: Final = (
    OSError,
    TimeoutError,
    asyncpg.PostgresConnectionError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
)
# What says "not with this address, user or database".
REFUSED_ERRORS: Final = (
    asyncpg.InvalidAuthorizationSpecificationError,
    asyncpg.InvalidCatalogNameError,
    asyncpg.InvalidPasswordError,
    asyncpg.ClientConfigurationError,
)


async def open_pool(
    dsn: str,
    *,
    min_size: int = 1,
    max_size: int = 10,
    statement_cache_size: int | None = None,
    application_name: str = "verilink",
) -> Pool:
    """A pool for ``dsn``; json and jsonb columns are Python objects both ways.

    ``statement_cache_size=0`` is for pgbouncer in transaction mode: no prepared statements are kept, and no session
    settings are sent that it refuses. Releasing a connection resets nothing but an open transaction (one round trip
    less each time), so sessions stay as they are: use ``SET LOCAL``, and a connection of one's own to listen.

    Raises:
        DatabaseUnavailable: no connection could be made.
    """
    settings = {"application_name": application_name, "timezone": "UTC"}
    extra: dict[str, Any] = {}
    if statement_cache_size is not None:
        extra["statement_cache_size"] = statement_cache_size
    if statement_cache_size != 0:
        settings |= SESSION_LIMITS
    try:
        return await asyncpg.create_pool(
            dsn,
            min_size=min_size,
            max_size=max_size,
            timeout=CONNECT_SECONDS,
            command_timeout=COMMAND_SECONDS,
            server_settings=settings,
            init=set_codecs,
            reset=_keep_session,
            **extra,
        )
    except (*CONNECT_ERRORS, *REFUSED_ERRORS) as error:
        raise no_connection(error) from error


def no_connection(error: Exception) -> DatabaseUnavailable:
    """The same failure in our words; never the DSN, which may hold a password."""
    return DatabaseUnavailable(f"No connection to the database: {error or type(error).__name__}")


async def set_codecs(connection: Connection) -> None:
    """Make json and jsonb columns of this connection Python objects (binary wire format, msgspec)."""
    await connection.set_type_codec(
        "jsonb", schema="pg_catalog", encoder=encode_jsonb, decoder=decode_jsonb, format="binary"
    )
    await connection.set_type_codec(
        "json", schema="pg_catalog", encoder=_encoder.encode, decoder=_decoder.decode, format="binary"
    )


def encode_jsonb(value: object) -> bytes:
    """``value`` (plain types, structs, datetimes …) in jsonb's binary format: a version byte and the JSON text."""
    return _JSONB_VERSION + _encoder.encode(value)


def decode_jsonb(data: bytes) -> Any:
    """The reverse of :func:`encode_jsonb`, to plain Python objects."""
    return _decoder.decode(memoryview(data)[1:])


async def _keep_session(connection: Connection) -> None:
    """Nothing to reset: asyncpg itself rolls back what is open and drops listeners before this is called."""
