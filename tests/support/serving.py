"""``verilink serve`` as its operator runs it: started, read, stopped, killed, and what is left of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

SECONDS = 120


def free_port() -> int:
    """A port nothing listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition: Callable[[], object], seconds: float = SECONDS) -> bool:
    """Whether ``condition`` came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def fetch(url: str, key: str | None = None) -> tuple[int, str]:
    """Status and body; 0 when nobody answers."""
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        with urlopen(Request(url, headers=headers), timeout=10) as answer:
            return int(answer.status), answer.read().decode()
    except HTTPError as refusal:
        return refusal.code, refusal.read().decode()
    except OSError:
        return 0, ""


def processes_of(folder: Path) -> dict[int, str]:
    """Every process that works for the data folder, whoever is its parent: pid and command line."""
    needle, found = str(folder).encode(), {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            seen = command + (entry / "environ").read_bytes() + os.fsencode((entry / "cwd").readlink())
        except OSError:
            continue
        if command and needle in seen:
            found[int(entry.name)] = command.replace(b"\0", b" ").decode().strip()
    return found


@dataclass
class Serve:
    """One ``verilink serve`` on ``folder``; ``more``: further variables."""

    folder: Path
    port: int
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.url = f"http://localhost:{self.port}"
        self.output = self.folder.parent / f"{self.folder.name}.{self.port}.log"

    @property
    def environ(self) -> dict[str, str]:
        """What it runs with."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("VERILINK_", "DATABASE_URL"))
        }
        own = {"VERILINK_DATA_DIR": str(self.folder), "VERILINK_PORT": str(self.port)}
        return inherited | own | {"VERILINK_SWEEP_INTERVAL_SECONDS": "1"} | self.more

    def start(self, *arguments: str) -> None:
        """Start it and wait until it says that it runs."""
        with self.output.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "verilink", "serve", *arguments],
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        until(lambda: "Ctrl-C stops it." in self.said or self.process.poll() is not None)
        assert "Ctrl-C stops it." in self.said, self.said

    @property
    def said(self) -> str:
        """Everything it wrote."""
        return self.output.read_text(encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run another command of ours beside it."""
        command = [sys.executable, "-m", "verilink", *arguments]
        return subprocess.run(command, env=self.environ, capture_output=True, text=True, timeout=SECONDS, check=False)

    def pid_of(self, role: str) -> int | None:
        """The pid of its web or worker process."""
        found = processes_of(self.folder).items()
        pids = [pid for pid, command in found if f"verilink {role} --parent" in command]
        return pids[0] if pids else None

    def answers(self) -> bool:
        """Whether links work."""
        return fetch(f"{self.url}/healthz")[0] == 200

    def stop(self, number: int = signal.SIGINT) -> int:
        """Send a signal and wait; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(SECONDS)

    def end(self) -> None:
        """Whatever happened before: leave nothing."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        until(lambda: not processes_of(self.folder), 20)
        for pid in processes_of(self.folder):
            os.kill(pid, signal.SIGKILL)
