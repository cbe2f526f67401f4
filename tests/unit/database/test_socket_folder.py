"""The folder of the Unix socket is private and its path short enough."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from verilink.database import sockets
from verilink.database.errors import DatabaseUnavailable
from verilink.database.identity import Identity
from verilink.database.sockets import LONGEST_PATH, fits, make_socket_folder, remove_socket_folder

ME = Identity("keep", os.geteuid(), os.getegid(), "me")
LONG = "x" * 100


def mode(path: Path) -> int:
    return stat.S_IMODE(path.lstat().st_mode)


def test_the_kernels_limit_counts_bytes() -> None:
    name = "/.s.PGSQL.5432"
    assert fits(Path("/" + "a" * (LONGEST_PATH - len(name) - 1)))
    assert not fits(Path("/" + "a" * (LONGEST_PATH - len(name))))
    assert not fits(Path("/" + "é" * 50))


def test_a_short_path_has_its_socket_in_the_data_folder(tmp_path: Path) -> None:
    data = Path(os.path.relpath(tmp_path)) if not fits(tmp_path / "run") else tmp_path
    (data / "run").mkdir(mode=0o755)
    folder = make_socket_folder(data, ME)
    assert folder == data / "run"
    assert mode(folder) == 0o700
    remove_socket_folder(folder, data)
    assert folder.is_dir()


@pytest.fixture
def short(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /tmp."""
    parent = tmp_path / "t"
    parent.mkdir()
    monkeypatch.setattr(sockets, "_SHORT_PARENTS", (str(parent),))
    return parent


def test_a_long_path_gets_the_same_short_private_folder_each_time(tmp_path: Path, short: Path) -> None:
    data = tmp_path / LONG
    folder = make_socket_folder(data, ME)
    assert folder.parent == short
    assert mode(folder) == 0o700
    assert make_socket_folder(data, ME) == folder
    assert make_socket_folder(tmp_path / ("y" * 100), ME) != folder
    remove_socket_folder(folder, data)
    assert not folder.exists()


@pytest.mark.parametrize("kind", ["open folder", "link", "file"])
def test_a_place_somebody_else_prepared_is_not_used(tmp_path: Path, short: Path, kind: str) -> None:
    data = tmp_path / LONG
    named = make_socket_folder(data, ME)
    named.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    if kind == "link":
        named.symlink_to(elsewhere)
    elif kind == "file":
        named.touch()
    else:
        named.mkdir()
        named.chmod(0o777)
    folder = make_socket_folder(data, ME)
    assert folder != named
    assert mode(folder) == 0o700
    assert list(elsewhere.iterdir()) == []


def test_nowhere_to_put_it_is_a_clear_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "_SHORT_PARENTS", (str(tmp_path / "nowhere"),))
    with pytest.raises(DatabaseUnavailable, match="too long for a Unix socket"):
        make_socket_folder(tmp_path / LONG, ME)
