"""How far a long command is, in one line that is drawn again; nothing at all where nobody is looking."""

from __future__ import annotations

import shutil
import time
from typing import Final, TextIO

_EVERY: Final = 0.1  # seconds
_BAR: Final = 24


class Progress:
    """Draws ``████░░ 12 of 300 · 1 with an error · 0:41 left`` on a terminal."""

    def __init__(self, total: int, stream: TextIO) -> None:
        self._total = total
        self._stream = stream
        self._shown = stream.isatty()
        self._began = time.monotonic()
        self._drawn = 0.0
        self.done = 0
        self.errors = 0

    def step(self, *, error: bool) -> None:
        """One more is ready."""
        self.done += 1
        self.errors += error
        moment = time.monotonic()
        if self._shown and (moment - self._drawn >= _EVERY or self.done == self._total):
            self._drawn = moment
            self._draw()

    def close(self) -> None:
        """Take the line away again."""
        if self._shown:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    @property
    def seconds(self) -> float:
        """Since the start."""
        return max(time.monotonic() - self._began, 1e-6)

    def _draw(self) -> None:
        filled = _BAR * self.done // max(self._total, 1)
        left = self.seconds / self.done * (self._total - self.done)
        parts = [f"{self.done:,} of {self._total:,}", f"{int(left) // 60}:{int(left) % 60:02} left"]
        if self.errors:
            parts.insert(1, f"{self.errors:,} with an error")
        line = f"{'█' * filled}{'░' * (_BAR - filled)} {' · '.join(parts)}"
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(f"\r\x1b[K{line[:width]}")
        self._stream.flush()
