"""The documents' own words, done: every block marked ``sh test`` runs, in order, beside the files the page gives.

A page is one shell script in a scratch folder. A block whose first line says ``file=NAME`` is saved under that name.
The addresses a reader would use are replaced by those of the installation under test.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from support.serving import Serve, free_port

ROOT = Path(__file__).resolve().parents[3]
BLOCK = re.compile(r"^[ ]*```(\w+)[ \t]+(test|file=(\S+))\n(.*?)^[ ]*```$", re.MULTILINE | re.DOTALL)
SECONDS = 180
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("serve")]

# page: what its last words must be, so that a page cannot pass by doing nothing
ENDINGS = {
    "README.md": r'"one-time-link":"http://localhost:\d+/verify\?code=',
    # webhooks may arrive in any order
    "docs/tutorial/first-verification.md": r"(?s)^(?=.*\ninquiry\.started inq_\w+ pending\n)"
    r"(?=.*\ninquiry\.completed inq_\w+ completed\n)(?=.*\ninquiry\.approved inq_\w+ approved\n)",
    "docs/how-to/receive-webhooks.md": r"genuine\nremembered once\n$",
    "docs/how-to/write-a-template.md": r"is valid \(\d+ steps\)\n(?s:.*)itmpl_\w+\n$",
    "docs/how-to/verify-against-records.md": r"(?s)^2 records in customers\nleft out: customer\ncustomers  2  .*"
    r"is valid \(\d+ steps\)\n.*itmpl_\w+\nnothing is left\n$",
    "docs/how-to/back-up-and-restore.md": r"it came back\n$",
}


class Block(NamedTuple):
    """One marked block; ``file`` is empty for one that runs."""

    language: str
    file: str
    text: str


def blocks(page: str) -> list[Block]:
    """The marked blocks of a page in order."""
    found = BLOCK.findall((ROOT / page).read_text(encoding="utf-8"))
    return [Block(language, file, text) for language, _, file, text in found]


def pages() -> list[str]:
    """Every page with a block to run."""
    candidates = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    names = [path.relative_to(ROOT).as_posix() for path in candidates if path.exists()]
    return [name for name in names if any(not block.file for block in blocks(name))]


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """What ``make run`` starts in the documents."""
    base = tmp_path_factory.mktemp("documents")
    for part in (base, base.parent):
        part.chmod(0o711)
    serve = Serve(base / "var", free_port(), {"VERILINK_OUTBOUND_ALLOW": "127.0.0.0/8"})
    try:
        serve.start("--bootstrap-file", str(base / "first.json"))
        yield serve
    finally:
        serve.end()


def script(page: str, folder: Path, installation: Serve) -> str:
    """Save the page's files and put its commands together."""
    made = json.loads((folder / "first.json").read_text())
    other = str(free_port())
    here = {
        "http://localhost:3000": installation.url,
        "localhost:3001": f"localhost:{other}",
        "VERILINK_PORT=3001": f"VERILINK_PORT={other}",
        "4000": str(free_port()),
        "persona_sandbox_…": made["environments"]["sandbox"]["api_key"],
        "itmpl_…": made["templates"]["Government ID and selfie"]["id"],
    }
    commands = ["set -euo pipefail", "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT"]
    for block in blocks(page):
        text = block.text
        for there, ours in here.items():
            text = text.replace(there, ours)
        if block.file:
            (folder / block.file).write_text(text, encoding="utf-8")
        else:
            commands.append(text)
    return "\n".join(commands)


def test_every_page_that_runs_is_expected_to_end_in_some_way() -> None:
    assert sorted(pages()) == sorted(ENDINGS)


@pytest.mark.parametrize("page", sorted(ENDINGS))
def test_what_a_page_tells_to_do_works(page: str, tmp_path: Path, installation: Serve) -> None:
    shutil.copy(installation.folder.parent / "first.json", tmp_path / "first.json")
    for part in (tmp_path, tmp_path.parent):
        part.chmod(0o711)  # an unprivileged PostgreSQL has to get in
    (tmp_path / ".venv").symlink_to(sys.prefix)
    (tmp_path / "var").symlink_to(installation.folder)
    programs = Path(sys.prefix) / "bin"
    environ = installation.environ | {"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", script(page, tmp_path, installation)],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(ENDINGS[page], done.stdout), done.stdout
