"""The short run of the fuzzer: 20,000 mutated inputs through every parser, in a process with limited memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from argparse import Namespace
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
COUNT = 20_000
sys.path.insert(0, str(ROOT))


@pytest.mark.timeout(300)
def test_no_mutated_input_crashes_hangs_or_takes_much_memory(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fuzz", "--count", str(COUNT), "--seed", "3", "--found", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"})
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["total"] == COUNT
    assert set(report["inputs"]) == {"decode", "sniff", "mrz", "aamva", "layouts", "barcode"}
    assert report["failures"] == []
    assert report["grown"] < 200
    assert f"{COUNT:,} of {COUNT:,} inputs, 0 failures" in done.stderr


def test_a_failing_target_is_reported_with_its_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fuzz.portion as portion

    def fail_on_long(data: bytes) -> None:
        if len(data) > 40:
            raise KeyError("too long")

    monkeypatch.setitem(portion.TARGETS, "sniff", fail_on_long)
    options = Namespace(targets=["sniff"], count=500, seconds=60.0, seed=1, hang=5.0, found=tmp_path)
    report = portion.run(options)
    assert len(report.failures) == 10
    failure = report.failures[0]
    assert (failure.target, failure.message) == ("sniff", "KeyError('too long')")
    assert len(Path(failure.path).read_bytes()) > 40


@pytest.fixture
def deadly(tmp_path: Path) -> Path:
    """A program that stands in for a portion: at its fourth input it ends as one does that takes too long."""
    program = tmp_path / "portion"
    program.write_text(
        "import os, signal\nfrom pathlib import Path\nfrom fuzz.portion import AtWork\n"
        f"AtWork(Path({str(tmp_path)!r})).note(3, 'mrz', b'deadly')\nos.kill(os.getpid(), signal.SIGPROF)\n"
    )
    return program


def test_the_run_goes_on_after_a_portion_that_died_and_keeps_the_input(
    deadly: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fuzz.__main__ as runner

    real = subprocess.run

    def start(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        chosen = [sys.executable, str(deadly)] if "--seed=1" in command else command
        path = os.environ | {"PYTHONPATH": str(ROOT)}
        return real(chosen, cwd=ROOT, env=path, stdout=subprocess.PIPE, text=True, check=False)

    monkeypatch.setattr(runner.subprocess, "run", start)
    numbers = {"count": 30, "seconds": 60.0, "seed": 1, "hang": 5.0, "memory": 300, "portion": 25}
    report = runner.run(Namespace(targets=["mrz"], found=tmp_path, **numbers))
    assert report.inputs == {"mrz": 4 + 25 + 1}
    (failure,) = report.failures
    assert failure.message == f"the process ended with {signal.Signals.SIGPROF.name}"
    assert Path(failure.path).read_bytes() == b"deadly"
