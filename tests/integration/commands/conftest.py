"""One installation, started once, for the tests of the commands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from support.serving import Serve, free_port
from verilink.cli import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder of the module's own, where an unprivileged PostgreSQL can reach it too."""
    base = tmp_path_factory.mktemp("installation")
    for part in (base, base.parent):
        part.chmod(0o711)
    return base / "data"


@pytest.fixture(scope="module")
def serve(folder: Path) -> Iterator[Serve]:
    """A running ``verilink serve`` at its first start."""
    command = Serve(folder, free_port())
    try:
        command.start("--bootstrap-file", str(folder.parent / "boot.json"))
        yield command
    finally:
        command.end()


@pytest.fixture
def verilink(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """Run a command in this process: status, output, errors. The data folder is the test's own."""
    monkeypatch.setenv("VERILINK_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


@pytest.fixture
def installed(verilink: Run, empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """The same on an installation that ``verilink migrate`` made."""
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    status, said, _ = verilink("migrate")
    assert status == 0
    assert "The installation is made. What follows is shown once." in said
    return verilink
