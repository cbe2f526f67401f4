"""A private folder for the server's Unix socket whose path is short enough for the kernel."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import Identity, reachable

PORT: Final = 5432
# sockaddr_un.sun_path holds 108 bytes with the final zero (unix(7))
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
        own.mkdir(mode=0o700, exist_ok=True)
        own.chmod(0o700)
        os.chown(own, *identity.owner, follow_symlinks=False)
        return own
    name = "verilink-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    for parent in map(Path, _SHORT_PARENTS):
        with contextlib.suppress(OSError):
            if identity.mode != "drop" or reachable(parent, identity.uid, identity.gid):
                return _make_private(parent, name, identity.owner)
    raise DatabaseUnavailable(f"The path of {data} is too long for a Unix socket and no short folder can be made.")


def remove_socket_folder(folder: Path, data: Path) -> None:
    """Leave nothing behind outside the data folder."""
    if folder.parent != data:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _make_private(parent: Path, name: str, owner: tuple[int, int]) -> Path:
    """``parent/name`` with mode 0700; another name when somebody else sits on that one. Anybody may write to /tmp."""
    folder = parent / name
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        status = folder.lstat()
        if (stat.S_ISDIR(status.st_mode), stat.S_IMODE(status.st_mode), status.st_uid) == (True, 0o700, owner[0]):
            return folder
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=parent))
    os.chown(folder, *owner, follow_symlinks=False)
    return folder
