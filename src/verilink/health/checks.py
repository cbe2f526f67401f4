"""Each part of an installation, looked at for real; a finding says what to do."""

from __future__ import annotations

import asyncio
import ipaddress
import shutil
import ssl
import time
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar
from urllib.parse import urlsplit

import aiosmtplib
import asyncpg

from verilink.database import Connection, DatabaseUnavailable, Pool, status
from verilink.database.binaries import find_binaries
from verilink.database.cluster import Layout
from verilink.errors import VerilinkError
from verilink.evidence.models import check_all
from verilink.health import queries
from verilink.health.model import Finding, Installation
from verilink.kit import clock as clocks
from verilink.kit.mail import SmtpSettings
from verilink.objects import ObjectUnreadable

T = TypeVar("T")
DISK_FLOOR: Final = 1_000_000_000
DISK_LOW: Final = 5_000_000_000
CLOCK_SECONDS: Final = 2.0
MAIL_SECONDS: Final = 5.0
ASK_SECONDS: Final = 5.0
WAITING_SECONDS: Final = 60.0
# what a database that went away may raise in the middle of a question
LOST: Final = (VerilinkError, asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError)
NOT_MADE: Final = "nothing is here yet"
START: Final = "Run: verilink serve"


async def database(place: Installation) -> Finding:
    """The server answers and every migration is applied."""
    if place.pool is None:
        if place.dsn is None:
            return Finding("database", "warning", NOT_MADE, START)
        return Finding("database", "failed", place.problems["database"], "Check DATABASE_URL and the server.")
    try:
        version = await _ask(place.pool, queries.server_version)
        state = None if place.dsn is None else await status(place.dsn)
    except LOST as error:
        return Finding("database", "failed", _reason(error), "Check DATABASE_URL and the server.")
    if state and state.pending:
        names = ", ".join(migration.name for migration in state.pending)
        return Finding("database", "failed", f"migrations are pending: {names}", "Run: verilink migrate")
    told = [f"PostgreSQL {version}", f"schema {len(state.applied)}" if state else "", _programs(place)]
    return Finding("database", "ok", ", ".join(part for part in told if part))


def _programs(place: Installation) -> str:
    """Where the embedded server's own ``pg_dump`` and ``pg_restore`` are: those of another version may not do."""
    settings = place.settings
    if place.dsn is None or settings.database_url is not None:
        return ""
    major = Layout(settings.data_dir.absolute()).cluster_major()
    try:
        return f"programs in {find_binaries(settings.postgres, major=major).folder}"
    except DatabaseUnavailable:
        return ""


async def storage(place: Installation) -> Finding:
    """An object can be written, read back and deleted."""
    advice = "Check VERILINK_OBJECT_STORE_URL, its credentials, and who may write there."
    if place.objects is None:
        problem = place.problems.get("storage") or place.problems.get("keys")
        return Finding("storage", "failed", problem, advice) if problem else Finding("storage", "ok", NOT_MADE)
    try:
        await place.objects.check()
    except VerilinkError as error:
        return Finding("storage", "failed", str(error), advice)
    return Finding("storage", "ok", place.settings.object_store_url or f"folder {place.settings.data_dir}/objects")


async def keys(place: Installation) -> Finding:
    """The master key is the one under which files were stored."""
    if place.keys is None:
        problem = place.problems.get("keys")
        return Finding("keys", "failed", problem) if problem else Finding("keys", "ok", NOT_MADE)
    try:
        found = await _ask(place.pool, queries.any_wrapped_key) if place.pool else None
        if found is None:
            return Finding("keys", "ok", "no file was stored yet to try the master key on")
        place.keys.unwrap(found[1], object_id=found[0])
    except ObjectUnreadable:
        return Finding(
            "keys",
            "failed",
            "the master key does not open the files that are stored",
            "Put back the master.key, or the VERILINK_MASTER_KEY, that belongs to this database.",
        )
    except LOST as error:
        return Finding("keys", "warning", f"the database could not be asked: {_reason(error)}")
    return Finding("keys", "ok", "the master key opens the files that are stored")


async def worker(place: Installation) -> Finding:
    """Somebody takes the events."""
    if place.pool is None:
        return Finding("worker", "warning", "unknown without a database")
    try:
        since = await _ask(place.pool, queries.oldest_waiting)
    except LOST as error:
        return Finding("worker", "warning", f"the database could not be asked: {_reason(error)}")
    waiting = (clocks.now() - since).total_seconds() if since else 0.0
    if waiting > WAITING_SECONDS:
        return Finding("worker", "failed", f"events wait since {waiting:.0f} s", "Run: verilink worker")
    return Finding("worker", "ok", "no event waits" if since is None else f"the oldest event waits {waiting:.1f} s")


async def mail(place: Installation) -> Finding:
    """The mail server takes us; without one mails are kept and shown in the dashboard."""
    if place.settings.smtp_url is None:
        advice = "Set VERILINK_SMTP_URL to send mails; until then the dashboard shows them."
        return Finding("mail", "warning", "no mail server is set", advice)
    server = SmtpSettings.parse(place.settings.smtp_url)
    try:
        await _sign_in(server)
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        return Finding("mail", "failed", f"{server.host}:{server.port}: {_reason(error)}", "Check VERILINK_SMTP_URL.")
    return Finding("mail", "ok", f"{server.host}:{server.port}")


async def _sign_in(server: SmtpSettings) -> None:
    connection = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        username=server.username,
        password=server.password,
        use_tls=server.tls,
        start_tls=server.starttls,
        tls_context=ssl.create_default_context() if server.tls or server.starttls else None,
        timeout=MAIL_SECONDS,
    )
    async with connection:
        await connection.noop()


async def models(_place: Installation) -> Finding:
    """Every model file is there and is the one that was measured."""
    began = time.monotonic()
    problems = {name: problem for name, problem in (await asyncio.to_thread(check_all)).items() if problem}
    if problems:
        detail = "; ".join(f"{name}: {problem}" for name, problem in problems.items())
        return Finding("models", "failed", detail, "Reinstall the locked packages: rm -rf .venv && make run")
    return Finding("models", "ok", f"all verified in {time.monotonic() - began:.1f} s")


async def disk(place: Installation) -> Finding:
    """There is room in the data folder."""
    folder = place.settings.data_dir
    if not folder.exists():
        return Finding("disk", "ok", f"{folder} is not in use")
    free = shutil.disk_usage(folder).free
    detail, advice = f"{free / 1e9:.1f} GB free in {folder}", "Make room or move VERILINK_DATA_DIR."
    if free < DISK_LOW:
        return Finding("disk", "failed" if free < DISK_FLOOR else "warning", detail, advice)
    return Finding("disk", "ok", detail)


async def clock(place: Installation) -> Finding:
    """This machine and the database agree on the time: deadlines are set by one and swept by the other."""
    if place.pool is None:
        return Finding("clock", "warning", "nothing to compare with without a database")
    try:
        apart = await _apart(place.pool)
    except LOST as error:
        return Finding("clock", "warning", f"the database could not be asked: {_reason(error)}")
    if apart > CLOCK_SECONDS:
        return Finding("clock", "failed", f"{apart:.1f} s apart from the database", "Keep both on NTP.")
    return Finding("clock", "ok", f"{apart * 1000:.0f} ms apart from the database")


async def _apart(pool: Pool) -> float:
    """Seconds between this machine's clock and the database's, half a round trip taken off."""
    before = clocks.now()
    theirs = await _ask(pool, queries.server_time)
    after = clocks.now()
    return abs((theirs - (before + (after - before) / 2)).total_seconds())


async def address(place: Installation) -> Finding:
    """People can reach the links, and their browsers let a page use the camera, which takes https."""
    url = place.settings.public_url
    public = urlsplit(url)
    if public.scheme == "https":
        return Finding("address", "ok", url)
    if not is_loopback(public.hostname or ""):
        advice = "Put a proxy that speaks https before it (docs/how-to/run-in-production.md)."
        return Finding("address", "warning", f"{url}: browsers give no camera without https", advice)
    if is_loopback(place.settings.host):
        return Finding("address", "ok", f"{url}, for this machine only")
    advice = "Set VERILINK_PUBLIC_URL to the address that people use."
    return Finding("address", "warning", f"links begin with {url}, which works on this machine only", advice)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


async def _ask(pool: Pool, question: Callable[[Connection], Awaitable[T]]) -> T:
    async with pool.acquire(timeout=ASK_SECONDS) as conn:
        return await question(conn)


def _reason(error: BaseException) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]


Check = Callable[[Installation], Awaitable[Finding]]
EVERY: Final[tuple[Check, ...]] = (database, storage, keys, worker, mail, models, disk, clock, address)
QUICK: Final[tuple[Check, ...]] = (database, storage, disk, clock)


async def examine(place: Installation, checks: tuple[Check, ...] = EVERY) -> list[Finding]:
    """Look at every part."""
    return list(await asyncio.gather(*(check(place) for check in checks)))
