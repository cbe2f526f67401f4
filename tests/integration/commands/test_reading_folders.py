"""``verilink read documents``: one line a file, whatever the files are, and a usable result when it is stopped."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import pytest

from specimens import licence
from verilink.cli import main
from verilink.commands.batch import Batch, files_of, read_folder
from verilink.commands.progress import Progress
from verilink.commands.results import Table, harmless

pytestmark = pytest.mark.xdist_group("reading")
TESTS = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def back() -> bytes:
    """The back of a licence as a file."""
    return bytes(cv2.imencode(".jpg", licence.back())[1])


def lines(path: Path) -> dict[str, dict[str, Any]]:
    """JSON lines by their file."""
    return {line["file"]: line for line in map(json.loads, path.read_text().splitlines())}


def test_a_folder_gives_one_line_a_file_and_errors_stop_nothing(
    tmp_path: Path, back: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "scans", tmp_path / "scans" / "out.jsonl"
    (folder / "deep" / ".hidden").mkdir(parents=True)
    for name in ("a.jpg", "deep/b.jpg", ".c.jpg", "deep/.hidden/d.jpg"):
        (folder / name).write_bytes(back)
    (folder / "cut.jpg").write_bytes(back[:20_000])
    (folder / "letter.txt").write_text("Dear Sir or Madam")
    (folder / "empty").touch()
    assert main(["read", "documents", str(folder), "--jobs", "2", "--out", str(out)]) == 1
    read = lines(out)
    assert {name: line["error"] for name, line in read.items()} == {
        "a.jpg": None,
        "deep/b.jpg": None,
        "cut.jpg": "truncated",
        "letter.txt": "unsupported_format",
        "empty": "empty",
    }
    assert read["deep/b.jpg"]["fields"]["name-last"]["value"] == "SAMPLE"
    assert {check["status"] for check in read["a.jpg"]["checks"]} >= {"passed", "failed"}
    assert "5 read, 3 with an error, " in capsys.readouterr().err
    assert out.stat().st_mode & 0o077 == 0


def test_a_file_that_kills_or_holds_up_its_reader_gets_a_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TESTS))
    folder, out = tmp_path / "scans", tmp_path / "out.jsonl"
    folder.mkdir()
    for name in ("crash", "spin", "fill-memory", "other"):
        (folder / name).write_bytes(name.encode())
    hostile = "support.hostile_operations:OPERATIONS"
    assert read_folder(Batch(folder=folder, out=out, jobs=2, seconds=3, operations=hostile, memory_mb=256)) == 1
    assert {name: line["error"] for name, line in lines(out).items()} == {
        "crash": "the_process_crashed",
        "spin": "took_too_long",
        "fill-memory": "needed_too_much_memory",
        "other": "corrupt",
    }


def test_ctrl_c_leaves_whole_lines_and_says_how_many(tmp_path: Path, back: bytes) -> None:
    folder, out = tmp_path / "scans", tmp_path / "out.jsonl"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.jpg").write_bytes(back)
    command = [sys.executable, "-m", "verilink", "read", "documents", str(folder), "--jobs", "1", "--out", str(out)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
        deadline = time.monotonic() + 120
        while not (out.exists() and out.read_text().count("\n")) and time.monotonic() < deadline:
            assert running.poll() is None, running.communicate()[1]
            time.sleep(0.05)
        os.kill(running.pid, signal.SIGINT)
        _, said = running.communicate(timeout=60)
    read = lines(out)
    assert running.returncode == 130
    assert 0 < len(read) < 40
    assert said.splitlines()[-1].startswith(f"{len(read)} of 40 read, 0 with an error, ")
    assert all(line["fields"]["name-last"]["value"] == "SAMPLE" for line in read.values())


def test_a_result_is_never_written_over_and_must_have_a_known_ending(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "there.csv"
    there.write_text("mine")
    for out, complaint in ((there, "File exists"), (tmp_path / "out.xml", "must end in .jsonl or .csv")):
        assert main(["read", "documents", str(tmp_path), "--out", str(out)]) == 1
        assert complaint in capsys.readouterr().err
    assert there.read_text() == "mine"
    assert main(["read", "documents", str(there)]) == 1


def test_a_table_has_the_fields_and_no_formulas() -> None:
    out = io.StringIO(newline="")
    table = Table(out)
    table.write({"file": "=x.jpg", "error": "corrupt", "milliseconds": 3})
    fields = {"name-last": {"value": "=HYPERLINK(1)", "confidence": 0.5, "repaired": True}}
    zone = {"format": "TD3", "valid": False}
    checks = [{"name": "id_a", "status": "failed"}, {"name": "id_b", "status": "passed"}]
    table.write(
        {"file": "b", "error": None, "milliseconds": 4, "id_class": "pp", "fields": fields, "mrz": zone,
         "barcode": None, "checks": checks}
    )  # fmt: skip
    broken, read = csv.DictReader(io.StringIO(out.getvalue()))
    assert (broken["file"], broken["error"], broken["name-last"]) == ("'=x.jpg", "corrupt", "")
    assert (read["name-last"], read["repaired"], read["mrz"], read["mrz-valid"]) == (
        "'=HYPERLINK(1)", "name-last", "TD3", "false",
    )  # fmt: skip
    assert read["failed-checks"] == "id_a"
    assert harmless(-3) == "-3"


def test_links_to_folders_are_not_followed_in_circles(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "x.jpg").touch()
    (tmp_path / "a" / "again").symlink_to(tmp_path)
    assert [path.name for path in files_of(tmp_path)] == ["x.jpg"]


class Terminal(io.StringIO):
    """Somebody is looking."""

    def isatty(self) -> bool:
        return True


def test_a_bar_is_drawn_only_where_somebody_looks() -> None:
    terminal, file = Terminal(), io.StringIO()
    for stream in (terminal, file):
        progress = Progress(2, stream)
        progress.step(error=True)
        progress.step(error=False)
        progress.close()
    assert "2 of 2 · 1 with an error" in terminal.getvalue()
    assert terminal.getvalue().endswith("\r\x1b[K")
    assert file.getvalue() == ""
