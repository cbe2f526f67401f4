"""What every part of the running program shares: settings, pool, object store, keys and wake-ups."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.requests import HTTPConnection

from verilink.database import Pool, open_pool
from verilink.keys import Keys
from verilink.objects import ObjectStore, open_keyring, open_store
from verilink.settings import Settings
from verilink.sightings.gallery import Gallery
from verilink.wake import Wake


@dataclass(frozen=True, slots=True)
class Services:
    """Built once per process; handed to actions that need more than a connection. ``faces``: for searching them."""

    settings: Settings
    pool: Pool
    objects: ObjectStore
    keys: Keys
    wake: Wake
    faces: Gallery = field(default_factory=Gallery, repr=False)


@asynccontextmanager
async def open_services(settings: Settings, dsn: str, *, listen: bool = True) -> AsyncIterator[Services]:
    """Connect to everything a process needs; closes it again at the end.

    ``listen``: keep one connection for hints about flow changes (web processes); polling works without.
    """
    keyring = open_keyring(settings)
    pool = await open_pool(
        dsn, min_size=1, max_size=settings.pool_size, statement_cache_size=settings.statement_cache_size
    )
    try:
        wake = Wake(pool, dsn if listen else None)
        await wake.start()
        try:
            yield Services(settings, pool, open_store(settings, keyring), Keys.derive(keyring.primary), wake)
        finally:
            await wake.stop()
    finally:
        await pool.close()


def services_of(connection: HTTPConnection) -> Services:
    """The services of the application that serves this request."""
    services = connection.app.state.services
    if not isinstance(services, Services):
        raise TypeError("the application has no services")
    return services
