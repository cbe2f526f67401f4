"""Each part of an installation, looked at for real; a finding says what to do."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Final, Literal
from urllib.parse import urlsplit

import asyncpg
import msgspec

from verilink.database import DatabaseUnavailable, MigrationRefused, status
from verilink.errors import VerilinkError
from verilink.evidence.models import check_all
from verilink.kit import ids
from verilink.services import Services

DISK_FLOOR: Final = 1_000_000_000
CLOCK_SECONDS: Final = 2.0
MAIL_SECONDS: Final = 5.0


class Finding(msgspec.Struct, frozen=True):
    """``status``: ``ok``, ``warning`` (works, but look at it) or ``failed``; ``advice``: what to do."""

    part: str
    status: Literal["ok", "warning", "failed"]
    detail: str
    advice: str | None = None


async def database(services: Services, dsn: str) -> Finding:
    """The server answers and every migration is applied."""
    try:
        state = await status(dsn)
        version = await services.pool.fetchval("SHOW server_version")
    except (DatabaseUnavailable, MigrationRefused, asyncpg.PostgresError, OSError) as error:
        return Finding("database", "failed", str(error), "Check DATABASE_URL and that the server is running.")
    if state.pending:
        names = ", ".join(migration.name for migration in state.pending)
        return Finding("database", "failed", f"migrations are pending: {names}", "Run: verilink migrate")
    return Finding("database", "ok", f"PostgreSQL {version}, schema {len(state.applied)}")


async def storage(services: Services, _dsn: str) -> Finding:
    """An object can be written, read back and deleted."""
    object_id = ids.new("probe")
    try:
        stored = await services.objects.put(object_id, b"probe")
        same = await services.objects.get(stored.key, object_id, stored.wrapped_key) == b"probe"
        await services.objects.delete(stored.key)
    except VerilinkError as error:
        return Finding("storage", "failed", str(error), "Check VERILINK_OBJECT_STORE_URL and its credentials.")
    if not same:
        return Finding("storage", "failed", "an object came back changed", "Check the object store.")
    return Finding(
        "storage", "ok", services.settings.object_store_url or f"folder {services.settings.data_dir}/objects"
    )


async def mail(services: Services, _dsn: str) -> Finding:
    """The mail server takes connections; without one mails are kept and shown in the dashboard."""
    url = services.settings.smtp_url
    if url is None:
        return Finding("mail", "warning", "no mail server is set", "Set VERILINK_SMTP_URL to send mails.")
    parts = urlsplit(url)
    port = parts.port or (465 if parts.scheme == "smtps" else 25)
    try:
        opening = asyncio.open_connection(parts.hostname, port)
        _, writer = await asyncio.wait_for(opening, MAIL_SECONDS)
        writer.close()
    except (OSError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        return Finding("mail", "failed", f"{parts.hostname}:{port}: {reason}", "Check VERILINK_SMTP_URL.")
    return Finding("mail", "ok", f"{parts.hostname}:{port}")


async def models(_services: Services, _dsn: str) -> Finding:
    """Every model file is there and is the one that was measured."""
    began = time.monotonic()
    problems = {name: problem for name, problem in (await asyncio.to_thread(check_all)).items() if problem}
    if problems:
        detail = "; ".join(f"{name}: {problem}" for name, problem in problems.items())
        return Finding("models", "failed", detail, "Reinstall the locked packages.")
    return Finding("models", "ok", f"all verified in {time.monotonic() - began:.1f} s")


async def disk(services: Services, _dsn: str) -> Finding:
    """There is room in the data folder."""
    folder = services.settings.data_dir
    if not folder.exists():
        return Finding("disk", "ok", f"{folder} is not in use")
    free = shutil.disk_usage(folder).free
    if free < DISK_FLOOR:
        return Finding(
            "disk", "failed", f"{free // 1_000_000} MB free in {folder}", "Make room or move VERILINK_DATA_DIR."
        )
    return Finding("disk", "ok", f"{free // 1_000_000_000} GB free in {folder}")


async def clock(services: Services, _dsn: str) -> Finding:
    """This machine and the database agree on the time: deadlines are set by one and swept by the other."""
    try:
        theirs = await services.pool.fetchval("SELECT clock_timestamp()")
    except (asyncpg.PostgresError, OSError) as error:
        return Finding("clock", "failed", str(error), "The database does not answer.")
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    if apart > CLOCK_SECONDS:
        return Finding("clock", "failed", f"{apart:.1f} s apart from the database", "Keep both on NTP.")
    return Finding("clock", "ok", f"{apart * 1000:.0f} ms apart from the database")


Check = Callable[[Services, str], Awaitable[Finding]]
EVERY: Final[tuple[Check, ...]] = (database, storage, mail, models, disk, clock)
QUICK: Final[tuple[Check, ...]] = (database, storage, disk, clock)


async def examine(services: Services, dsn: str, checks: tuple[Check, ...] = EVERY) -> list[Finding]:
    """Look at every part."""
    return list(await asyncio.gather(*(check(services, dsn) for check in checks)))
