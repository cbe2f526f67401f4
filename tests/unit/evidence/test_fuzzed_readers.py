"""The short run of the fuzzer: 20,000 mutated inputs through every parser, in a process with limited memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
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


def test_a_failing_target_is_reported_with_its_input(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from argparse import Namespace

    import fuzz.__main__ as runner

    def fail_on_long(data: bytes) -> None:
        if len(data) > 40:
            raise KeyError("too long")

    monkeypatch.setitem(runner.TARGETS, "sniff", fail_on_long)
    options = Namespace(targets=["sniff"], count=500, seconds=60.0, seed=1, hang=5.0, found=tmp_path)
    report = runner.run(options)
    assert len(report.failures) == 10
    target, message, path = report.failures[0]
    assert (target, message) == ("sniff", "KeyError('too long')")
    assert len(Path(path).read_bytes()) > 40
