"""As whom PostgreSQL runs. It refuses root, so root either drops to another user or maps itself in a namespace.

No permission of any existing folder is ever loosened: what the other user cannot reach is copied (the programs) or
reached as ourselves from inside a user namespace (the data).
"""

from __future__ import annotations

import os
import pwd
import stat
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from verilink.database.errors import DatabaseUnavailable

# a user of its own keeps the data from whatever else runs as nobody; make it with: useradd --system verilink
UNPRIVILEGED_USERS: Final = ("verilink", "nobody")


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


def possible_identities(data: Path) -> list[Identity]:
    """How to run for the data folder ``data``, which must exist; best first. Some containers allow only the second.

    Raises:
        DatabaseUnavailable: another user is needed and this system has none.
    """
    own = _account(os.geteuid())
    if os.geteuid() != 0 and own:
        return [Identity("keep", own.pw_uid, own.pw_gid, own.pw_name)]
    # initdb looks its user up by number, so an unnamed user needs the mapping as much as root does
    other = _unprivileged()
    mapped = Identity("map", other.pw_uid, other.pw_gid, other.pw_name)
    if os.geteuid() == 0 and reachable(data, other.pw_uid, other.pw_gid):
        return [Identity("drop", other.pw_uid, other.pw_gid, other.pw_name), mapped]
    return [mapped]


def reachable(path: Path, uid: int, gid: int) -> bool:
    """Whether user ``uid`` in group ``gid`` may enter ``path`` and every folder above it (mode bits)."""
    try:
        real = path.resolve()
        return all(_may_enter(folder.stat(), uid, gid) for folder in (real, *real.parents))
    except PermissionError:
        return False


def give(folder: Path, identity: Identity) -> None:
    """Make the cluster belong to the user it is served as: after a restore, or a move to where another user serves it.

    Raises:
        DatabaseUnavailable: it belongs to somebody else and we are not root.
    """
    uid, gid = identity.owner
    owner = folder.stat().st_uid
    if owner == uid:
        return
    if os.geteuid() != 0:
        raise DatabaseUnavailable(f"{folder} belongs to user number {owner}; run this program as that user.")
    for path in (folder, *folder.rglob("*")):
        os.chown(path, uid, gid, follow_symlinks=False)


def _may_enter(status: os.stat_result, uid: int, gid: int) -> bool:
    if status.st_uid == uid:
        return bool(status.st_mode & stat.S_IXUSR)
    return bool(status.st_mode & (stat.S_IXGRP if status.st_gid == gid else stat.S_IXOTH))


def _account(uid: int) -> pwd.struct_passwd | None:
    try:
        return pwd.getpwuid(uid)
    except KeyError:
        return None


def _unprivileged() -> pwd.struct_passwd:
    for name in UNPRIVILEGED_USERS:
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise DatabaseUnavailable(
        f"PostgreSQL does not run as root and this system has none of the users {', '.join(UNPRIVILEGED_USERS)}. "
        "Run this program as an ordinary user, or set DATABASE_URL."
    )
