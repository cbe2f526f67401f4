"""What is looked at, and what was found."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from verilink.database import Pool, open_pool
from verilink.errors import VerilinkError
from verilink.objects import MasterKeys, ObjectStore, open_keyring, open_store
from verilink.services import Services
from verilink.settings import Settings


class Finding(msgspec.Struct, frozen=True):
    """``status``: ``ok``, ``warning`` (works, but look at it) or ``failed``; ``advice``: what to do."""

    part: str
    status: Literal["ok", "warning", "failed"]
    detail: str
    advice: str | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """As much of an installation as could be opened; ``problems`` says, by part, why the rest could not."""

    settings: Settings
    dsn: str | None = None
    pool: Pool | None = None
    keys: MasterKeys | None = None
    objects: ObjectStore | None = None
    problems: dict[str, str] = field(default_factory=dict)

    @property
    def used(self) -> bool:
        """Whether there was a first start: looking at a new folder must not make keys in it."""
        settings = self.settings
        return bool(self.dsn or settings.master_key or (settings.data_dir / "master.key").exists())


def running(services: Services) -> Installation:
    """The installation of a process that serves."""
    settings = services.settings
    return Installation(settings, settings.database_url, services.pool, None, services.objects)


@asynccontextmanager
async def opened(settings: Settings, dsn: str | None) -> AsyncIterator[Installation]:
    """Open each part by itself, so that one that fails hides no other."""
    problems: dict[str, str] = {}
    pool = keys = objects = None
    async with AsyncExitStack() as stack:
        if dsn is not None:
            try:
                pool = await open_pool(dsn, max_size=2, statement_cache_size=settings.statement_cache_size)
                stack.push_async_callback(pool.close)
            except VerilinkError as error:
                problems["database"] = str(error)
        if Installation(settings, dsn).used:
            try:
                keys = open_keyring(settings)
                objects = open_store(settings, keys)
            except (VerilinkError, OSError) as error:
                problems["storage" if keys else "keys"] = str(error)
        yield Installation(settings, dsn, pool, keys, objects, problems)
