"""Become the right user, promise to die with the parent, then become PostgreSQL.

Run as a script with ``python -I -S``; it imports the standard library only, all of it before it changes user, so the
interpreter may live where that user cannot read. Arguments: ``parent_pid uid gid mode program [argument …]`` where
``mode`` is ``keep`` (stay who we are), ``drop`` (setuid) or ``map`` (a user namespace in which we appear as ``uid``).

``PR_SET_PDEATHSIG`` is cleared by a change of user and kept across ``execve`` (prctl(2)), hence the order.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
CLONE_NEWUSER = 0x10000000
EXIT_ORPHANED = 75
EXIT_FORBIDDEN = 77


def _call(libc: ctypes.CDLL, name: str, *arguments: int) -> None:
    if getattr(libc, name)(*arguments) != 0:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")


def drop(uid: int, gid: int) -> None:
    """Give up root for good: no supplementary groups, then group, then user."""
    os.setgroups([])
    os.setgid(gid)
    os.setuid(uid)


def appear_as(libc: ctypes.CDLL, uid: int, gid: int) -> None:
    """Enter a user namespace in which our own user and group are called ``uid`` and ``gid`` (user_namespaces(7))."""
    own_uid, own_gid = os.geteuid(), os.getegid()
    _call(libc, "unshare", CLONE_NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {own_uid} 1"), ("gid_map", f"{gid} {own_gid} 1")):
        Path("/proc/self", name).write_text(text)


def main(arguments: list[str]) -> int:
    """Never returns when all goes well; otherwise says why on stderr."""
    parent, uid, gid = (int(value) for value in arguments[:3])
    mode, program = arguments[3], arguments[4:]
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        if mode == "drop":
            drop(uid, gid)
        elif mode == "map":
            appear_as(libc, uid, gid)
        _call(libc, "prctl", PR_SET_PDEATHSIG, int(signal.SIGINT), 0, 0, 0)
        if os.getppid() != parent:
            return EXIT_ORPHANED
        os.umask(0o077)
        os.execv(program[0], program)  # noqa: S606 - replacing ourselves is the purpose
    except OSError as error:
        sys.stderr.write(f"cannot start {program[0]}: {error}\n")
    return EXIT_FORBIDDEN


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
