"""The embedded PostgreSQL: a child process that this program starts, watches, restarts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Final, Self
from urllib.parse import quote

import asyncpg

from verilink.database.binaries import Preference
from verilink.database.cluster import DATABASE, SUPERUSER, Layout, tail
from verilink.database.errors import DatabaseUnavailable
from verilink.database.folderlock import FolderLock
from verilink.database.pidfile import clear_leftovers, is_postmaster, read_pid_file
from verilink.database.preparation import Prepared, open_log, prepare
from verilink.database.sockets import PORT, remove_socket_folder

log = logging.getLogger(__name__)

START_SECONDS: Final = 60.0
STOP_SECONDS: Final = ((signal.SIGINT, 15.0), (signal.SIGQUIT, 5.0), (signal.SIGKILL, 5.0))
# the last backends of a killed server hold its shared memory for some milliseconds; a new one then refuses to start
START_PAUSES: Final = (0.1, 0.3, 1.0, 2.0)
RESTART_PAUSES: Final = (0.0, 0.2, 0.5, 1.0, 2.0, 5.0)
HEALTHY_SECONDS: Final = 30.0


class EmbeddedPostgres:
    """One PostgreSQL server for one data folder.

    ``async with EmbeddedPostgres(folder) as server`` starts it, keeps it running and stops it at the end;
    ``server.dsn`` is for asyncpg. ``start``, ``watch`` and ``stop`` are there for those who compose differently.
    """

    def __init__(
        self, data: Path | str, *, prefer: Preference = "auto", configuration: Mapping[str, str] | None = None
    ) -> None:
        self._layout = Layout(Path(data).absolute())
        self._prefer: Preference = prefer
        self._configuration = dict(configuration or {})
        self._lock = FolderLock(self._layout.lock)
        self._process: asyncio.subprocess.Process | None = None
        self._prepared: Prepared | None = None
        self._watcher: asyncio.Task[None] | None = None
        self._stopped = asyncio.Event()
        self.restarts = 0
        self.dsn = ""

    @property
    def pid(self) -> int | None:
        """The server's process, ``None`` while it is not running."""
        return self._process.pid if self._process and self._process.returncode is None else None

    async def __aenter__(self) -> Self:
        await self.start()
        self._watcher = asyncio.create_task(self.watch(), name="watch embedded PostgreSQL")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> str:
        """Make the cluster if there is none, serve it, and return its DSN once it takes connections.

        Raises:
            DataFolderInUse: another process serves this folder.
            DatabaseUnavailable: it cannot be started here; the text says what to do.
        """
        try:
            self._layout.data.mkdir(mode=0o711, parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnavailable(f"The data folder cannot be made: {error}") from error
        self._lock.acquire()
        self._stopped.clear()
        try:
            await clear_leftovers(self._layout.cluster)
            self._prepared = await prepare(self._layout, self._prefer, self._configuration)
            self.dsn = dsn_of(self._prepared.sockets)
            await self._serve(self._prepared)
            await _name_database(self.dsn)
        except BaseException:
            await self.stop()
            raise
        return self.dsn

    async def watch(self) -> None:
        """Start the server again whenever it ends unasked, with growing pauses; returns after ``stop``."""
        loop = asyncio.get_running_loop()
        failures = 0
        while self._process is not None and self._prepared is not None:
            began = loop.time()
            code = await self._process.wait()
            if self._stopped.is_set():
                return
            failures = 1 if loop.time() - began > HEALTHY_SECONDS else failures + 1
            log.error("PostgreSQL ended unasked (%s); starting it again", code)
            await asyncio.sleep(RESTART_PAUSES[min(failures, len(RESTART_PAUSES)) - 1])
            try:
                await self._serve(self._prepared)
                self.restarts += 1
            except DatabaseUnavailable as error:
                log.error("%s", error)

    async def stop(self) -> None:
        """Fast shutdown (open transactions are rolled back), then harder; safe to call twice."""
        self._stopped.set()
        watcher, self._watcher = self._watcher, None
        if watcher and watcher is not asyncio.current_task():
            watcher.cancel()
            await asyncio.gather(watcher, return_exceptions=True)
        process, self._process = self._process, None
        if process:
            await _end(process)
        if self._prepared:
            remove_socket_folder(self._prepared.sockets, self._layout.data)
        self._lock.release()

    async def _serve(self, prepared: Prepared) -> None:
        for pause in (*START_PAUSES, None):
            await clear_leftovers(self._layout.cluster)
            if await self._try_to_serve(prepared):
                return
            if pause is None or self._stopped.is_set():
                break
            await asyncio.sleep(pause)
        raise DatabaseUnavailable(f"PostgreSQL does not start; {self._layout.log} says why:\n{tail(self._layout.log)}")

    async def _try_to_serve(self, prepared: Prepared) -> bool:
        with open_log(self._layout) as output:
            self._process = process = await prepared.runner.start(prepared.command, output)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + START_SECONDS
        while process.returncode is None and loop.time() < deadline and not self._stopped.is_set():
            state = read_pid_file(self._layout.cluster)
            if state and state.pid == process.pid and state.status == "ready":
                return True
            await asyncio.sleep(0.01)
        await _end(process)
        return False


def dsn_of(socket_folder: Path | str, database: str = DATABASE) -> str:
    """The DSN of the server whose socket is in ``socket_folder``."""
    return f"postgresql://{SUPERUSER}@/{database}?host={quote(str(socket_folder), safe='')}&port={PORT}"


def running_dsn(data: Path | str) -> str | None:
    """The DSN of the server that now serves the data folder (started by another process), if any."""
    cluster = Layout(Path(data).absolute()).cluster
    state = read_pid_file(cluster)
    if state and state.status == "ready" and is_postmaster(state.pid, cluster):
        return dsn_of(state.socket_folder)
    return None


async def _name_database(dsn: str) -> None:
    """Rename the database initdb made: making another copies hundreds of files."""
    connection = await asyncpg.connect(dsn, database="template1", timeout=30)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", DATABASE):
            await connection.execute(f'ALTER DATABASE postgres RENAME TO "{DATABASE}"')
    finally:
        await connection.close()


async def _end(process: asyncio.subprocess.Process) -> None:
    for number, seconds in STOP_SECONDS:
        if process.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(number)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(process.wait(), seconds)
