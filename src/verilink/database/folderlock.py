"""One supervisor per data folder."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

from verilink.database.errors import DatabaseUnavailable, DataFolderInUse

_held: set[Path] = set()


class FolderLock:
    """A POSIX record lock on a file, plus a note within this process.

    Record locks end with the process that took them and, unlike ``flock``, are not inherited by the worker
    processes it forks: a killed supervisor's orphans cannot keep the folder closed.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock or fail at once.

        Raises:
            DataFolderInUse: somebody has it; the text names the process.
            DatabaseUnavailable: the file cannot be opened.
        """
        path = self._path.parent.resolve() / self._path.name
        if path in _held:
            raise DataFolderInUse(f"This process already runs PostgreSQL on {path.parent}.")
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise DatabaseUnavailable(f"The data folder {path.parent} cannot be used: {error.strerror}.") from error
        try:
            fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.read(descriptor, 20).decode(errors="replace").strip() or "unknown"
            os.close(descriptor)
            raise DataFolderInUse(f"Process {holder} already runs PostgreSQL on {path.parent}.") from None
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        self._descriptor = descriptor
        _held.add(path)

    def release(self) -> None:
        """Give the lock back; safe when it is not held."""
        if self._descriptor is not None:
            _held.discard(self._path.parent.resolve() / self._path.name)
            os.close(self._descriptor)
            self._descriptor = None
