"""One installation, started once, for the tests of the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.serving import Serve, free_port


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
