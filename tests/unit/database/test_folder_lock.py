"""One supervisor per data folder, and a dead one never blocks the next."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from verilink.database.errors import DatabaseUnavailable, DataFolderInUse
from verilink.database.folderlock import FolderLock


def test_a_second_lock_in_the_same_process_is_refused_until_release(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path / "lock"), FolderLock(tmp_path / "lock")
    first.acquire()
    with pytest.raises(DataFolderInUse, match="This process"):
        second.acquire()
    second.release()
    with pytest.raises(DataFolderInUse):
        second.acquire()
    first.release()
    second.acquire()
    second.release()


def test_another_process_is_refused_and_told_who_has_it(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path / "lock")
    lock.acquire()
    code = "import sys; from verilink.database.folderlock import *; FolderLock(Path(sys.argv[1])).acquire()"
    ended = subprocess.run([sys.executable, "-c", code, tmp_path / "lock"], capture_output=True, text=True, check=False)
    lock.release()
    assert f"Process {os.getpid()} already runs PostgreSQL" in ended.stderr


def test_a_forked_child_does_not_keep_a_dead_supervisors_lock(tmp_path: Path) -> None:
    code = """
import os, sys, time
from verilink.database.folderlock import *
FolderLock(Path(sys.argv[1])).acquire()
if os.fork() == 0:
    os.close(1)
    time.sleep(30)
print(os.getpid(), flush=True)
os._exit(0)
"""
    ended = subprocess.run([sys.executable, "-c", code, tmp_path / "lock"], stdout=subprocess.PIPE, check=True)
    assert int(ended.stdout) == int((tmp_path / "lock").read_text())
    lock = FolderLock(tmp_path / "lock")
    lock.acquire()
    lock.release()


def test_a_link_in_the_locks_place_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("content")
    (tmp_path / "lock").symlink_to(tmp_path / "precious")
    with pytest.raises(DatabaseUnavailable):
        FolderLock(tmp_path / "lock").acquire()
    assert (tmp_path / "precious").read_text() == "content"


def test_a_folder_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnavailable, match="cannot be used"):
        FolderLock(tmp_path / "nowhere" / "lock").acquire()
