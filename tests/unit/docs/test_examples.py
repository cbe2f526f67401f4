"""What the page about reading one's own pictures shows works as it stands there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import cv2
import pytest

from specimens import licence, passport
from specimens.faces import astronaut
from verilink.cli import main

pytestmark = pytest.mark.xdist_group("reading")
PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "read-your-own-pictures.md"
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the page names."""
    folder = tmp_path_factory.mktemp("pictures")
    (folder / "scans").mkdir()
    drawn = {
        "passport.jpg": passport.passport(),
        "front.jpg": licence.front(),
        "back.jpg": licence.back(),
        "selfie.jpg": astronaut(),
        "scans/one.jpg": licence.back(),
    }
    for name, picture in drawn.items():
        cv2.imwrite(str(folder / name), picture)
    return folder


def blocks(language: str) -> list[str]:
    """Code blocks of the page."""
    return [body for found, body in BLOCK.findall(PAGE.read_text(encoding="utf-8")) if found == language]


def test_the_python_example_runs_and_prints_what_it_promises(
    pictures: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (example,) = blocks("python")
    monkeypatch.chdir(pictures)
    exec(compile(example, str(PAGE), "exec"), {})
    said = capsys.readouterr().out
    assert said.startswith("dl US\n")
    assert "name-last SAMPLE barcode 1.0 Quad(" in said
    assert said.splitlines()[-1].startswith("True 0.")


@pytest.mark.parametrize("line", [line for block in blocks("sh") for line in block.splitlines()])
def test_every_command_on_the_page_runs(line: str, pictures: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pictures)
    command, *arguments = shlex.split(line)
    assert command == "verilink"
    assert main(arguments) == 0
