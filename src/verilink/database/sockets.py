"""A private folder for the server's Unix socket whose path is short enough for the kernel."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import Identity, reachable

PORT: Final = 5432
# sockaddr_un.sun_path holds 108 bytes with the final zero (unix(7)); PostgreSQL also makes a lock file beside it
LONGEST_PATH: Final = 107
_FILE: Final = f".s.PGSQL.{PORT}"
_SHORT_PARENTS: Final = ("/tmp", "/var/tmp", "/run")  # noqa: S108 - the folder inside is private and checked


def fits(folder: Path) -> bool:
    """Whether the socket in ``folder`` has a path the kernel takes."""
    return len(os.fsencode(folder / _FILE)) <= LONGEST_PATH


def make_socket_folder(data: Path, identity: Identity) -> Path:
    """``<data>/run``, or a folder under ``/tmp`` named after the data folder when that path is too long.

    Only the server's user may enter it (and root, who may enter anything).

    Raises:
        DatabaseUnavailable: no short enough place can be made.
    """
    own = data / "run"
    if fits(own):
        return _private(own, identity)
    short = "verilink-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    for parent in map(Path, _SHORT_PARENTS):
        try:
            if _usable(parent, identity):
                return _private(parent / short, identity)
        except (OSError, DatabaseUnavailable):
            continue
    raise DatabaseUnavailable(f"The path of {data} is too long for a Unix socket and no short folder can be made.")


def _usable(parent: Path, identity: Identity) -> bool:
    return parent.is_dir() and (identity.mode != "drop" or reachable(parent, identity.uid, identity.gid))


def _private(folder: Path, identity: Identity) -> Path:
    """Make ``folder`` with mode 0700, or take it over only when it is a real folder of that owner and mode."""
    uid, gid = identity.owner
    try:
        folder.mkdir(mode=0o700)
        os.chown(folder, uid, gid, follow_symlinks=False)
    except FileExistsError:
        status = folder.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != uid or stat.S_IMODE(status.st_mode) != 0o700:
            if folder.parent.resolve() == Path(tempfile.gettempdir()).resolve():
                return Path(tempfile.mkdtemp(prefix=folder.name + "-"))
            raise DatabaseUnavailable(f"{folder} belongs to another user or is open to others.") from None
    return folder
