"""Reading ``postmaster.pid`` and telling a server from a process that merely has its number."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from verilink.database.pidfile import NAME, PidFile, clear_leftovers, is_postmaster, read_pid_file

WHOLE = "4711\n/data\n1700000000\n5432\n/data/run\n\n  5432001    131072\nready   \n"


def write(cluster: Path, text: str) -> Path:
    (cluster / NAME).write_text(text)
    return cluster


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    assert read_pid_file(write(tmp_path, WHOLE)) == PidFile(4711, "/data/run", "5432", "ready")


def test_a_file_still_being_written_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    assert read_pid_file(write(tmp_path, "4711\n/data\n")) == PidFile(4711, "", "", "")


def test_no_file_is_no_server(tmp_path: Path) -> None:
    assert read_pid_file(tmp_path) is None


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(st.binary(max_size=200))
def test_no_content_breaks_the_reader(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    found = read_pid_file(tmp_path)
    assert found is None or not is_postmaster(found.pid, tmp_path)


def test_this_test_is_no_postmaster_even_in_the_clusters_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert b"postgres" not in Path("/proc/self/cmdline").read_bytes()
    assert not is_postmaster(os.getpid(), tmp_path)


async def test_a_file_with_another_programs_number_is_removed_and_the_program_left_alone(tmp_path: Path) -> None:
    write(tmp_path, WHOLE.replace("4711", str(os.getppid())))
    await clear_leftovers(tmp_path)
    assert read_pid_file(tmp_path) is None
    os.kill(os.getppid(), 0)


async def test_nothing_left_is_nothing_to_clear(tmp_path: Path) -> None:
    await clear_leftovers(tmp_path)
    assert os.listdir(tmp_path) == []  # noqa: PTH208 - names only
