"""Making a cluster (initdb) and the command that serves it."""

from __future__ import annotations

import asyncio
import ctypes
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import Identity
from verilink.database.programs import Runner
from verilink.database.sockets import PORT

SUPERUSER: Final = "verilink"
_CLEAR_TRIES: Final = 50  # five seconds
DATABASE: Final = "verilink"

# One machine shared with the web server and image analysis: little memory, no just-in-time compiler (queries are
# short), and nothing given up on durability.
CONFIGURATION: Final[Mapping[str, str]] = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "jit": "off",
    "fsync": "on",
    "synchronous_commit": "on",
    "full_page_writes": "on",
    "recovery_init_sync_method": "syncfs",
    "random_page_cost": "1.1",
    "checkpoint_timeout": "15min",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_min_messages": "warning",
    "log_checkpoints": "off",
    "log_line_prefix": "%m [%p] ",
    # no statement and no row values in the log: they are people's data
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}


@dataclass(frozen=True, slots=True)
class Layout:
    """The folders of one embedded server below its data folder."""

    data: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own data folder."""
        return self.data / "cluster"

    @property
    def access(self) -> Path:
        """``pg_hba.conf`` and ``pg_ident.conf``: ours, the server only reads them."""
        return self.data / "access"

    @property
    def log(self) -> Path:
        """What initdb and the server write."""
        return self.data / "postgres.log"

    @property
    def lock(self) -> Path:
        """Held while a supervisor lives."""
        return self.data / "supervisor.lock"

    def cluster_major(self) -> int | None:
        """The major version that made the cluster, ``None`` before there is one."""
        try:
            return int((self.cluster / "PG_VERSION").read_text().strip())
        except (OSError, ValueError):
            return None


async def make_cluster(layout: Layout, runner: Runner, log: IO[bytes]) -> None:
    """initdb into a folder beside, then rename: a cluster is whole or absent.

    Raises:
        DatabaseUnavailable: initdb failed; the log says why.
    """
    unfinished = layout.data / "cluster.unfinished"
    # C.UTF-8 knows upper and lower case beyond ASCII; a libc without it gets C. Sorting is by code point in both.
    for locale in _locales(runner.binaries.major):
        await _clear(unfinished)
        unfinished.mkdir(mode=0o700)
        os.chown(unfinished, *runner.identity.owner)
        options = ["-D", str(unfinished), "-U", SUPERUSER, "-E", "UTF8", "-A", "peer", "--data-checksums", *locale]
        process = await runner.start(runner.command("initdb", "--no-instructions", "--no-sync", *options), log)
        if await process.wait() == 0:
            await asyncio.to_thread(_sync_all, unfinished)
            unfinished.rename(layout.cluster)
            return
    raise DatabaseUnavailable(f"PostgreSQL could not make its data folder; {layout.log} says why:\n{tail(layout.log)}")


async def _clear(folder: Path) -> None:
    """Remove what a start that was killed left; for some milliseconds its last process may still add to it.

    Raises:
        DatabaseUnavailable: it cannot be removed.
    """
    for _ in range(_CLEAR_TRIES):
        if await asyncio.to_thread(_is_removed, folder):
            return
        await asyncio.sleep(0.1)
    raise DatabaseUnavailable(f"{folder}, left unfinished by an earlier start, cannot be removed. Remove it by hand.")


def _is_removed(folder: Path) -> bool:
    shutil.rmtree(folder, ignore_errors=True)
    return not folder.exists()


def _sync_all(folder: Path) -> None:
    """One flush of the file system instead of initdb's thousand small ones: 0.03 s for 3 s on a slow disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        if ctypes.CDLL(None).syncfs(descriptor) != 0:
            os.sync()
    finally:
        os.close(descriptor)


def _locales(major: int) -> list[list[str]]:
    plain = ["--locale=C"]
    if major >= 17:
        return [[*plain, "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]]
    return [[*plain, "--lc-ctype=C.UTF-8"], plain]


def write_access_rules(layout: Layout, identity: Identity) -> None:
    """Only the server's own user and root may connect, proved by the kernel (peer authentication)."""
    layout.access.mkdir(exist_ok=True)
    layout.access.chmod(0o755 if identity.mode == "drop" else 0o700)
    hba = "local all all peer map=own\n"
    names = sorted({"root", _own_name(identity)})
    _write(layout.access / "pg_hba.conf", hba)
    _write(layout.access / "pg_ident.conf", "".join(f"own {name} {SUPERUSER}\n" for name in names))


def server_arguments(layout: Layout, socket_folder: Path, extra: Mapping[str, str]) -> list[str]:
    """``postgres`` options: the configuration above, overridden by ``extra``."""
    fixed = {
        "unix_socket_directories": str(socket_folder),
        "hba_file": str(layout.access / "pg_hba.conf"),
        "ident_file": str(layout.access / "pg_ident.conf"),
    }
    pairs = {**CONFIGURATION, **extra, **fixed}.items()
    return ["-D", str(layout.cluster), *(part for name, value in pairs for part in ("-c", f"{name}={value}"))]


def tail(log: Path, size: int = 2000) -> str:
    """The last ``size`` bytes of the log."""
    try:
        return log.read_bytes()[-size:].decode(errors="replace").strip()
    except OSError:
        return ""


def _own_name(identity: Identity) -> str:
    return "root" if identity.mode == "drop" else identity.name


def _write(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(0o644)
