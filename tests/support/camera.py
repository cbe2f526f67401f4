"""A fake camera whose picture a test changes while the browser films.

Chromium plays the file named by ``--use-file-for-fake-video-capture`` in a loop and reads every frame from it anew, so
frames that are overwritten in place are seen at the next turn of the loop: the person before the camera does what they
are told, when they are told, however slow the machine is.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import cv2
import numpy as np
from playwright.sync_api import Page

from specimens.faces import Pixels
from specimens.video import SIZE, write_y4m

FRAMES = 4
FPS = 10
_MARK = b"FRAME\n"
# A frame under way when the file changes may still be of before, or half of each; those after it are not.
_SEEN_AFTER = 4
_PRESENTED = """count => new Promise((resolve) => {
  const video = document.querySelector("video");
  const next = () => (count-- ? video.requestVideoFrameCallback(next) : resolve());
  next();
})"""


class Camera:
    """A recording of ``FRAMES`` frames, and what it shows. ``arguments``: for the browser that films it."""

    def __init__(self, path: Path) -> None:
        blank = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
        self.path = write_y4m(path, [blank] * FRAMES, FPS)
        self._first = path.read_bytes()[:200].index(b"\n") + 1
        self._shown: Sequence[Pixels] = ()

    @property
    def arguments(self) -> tuple[str, ...]:
        """Chromium's, with the permission given."""
        fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")
        return (*fake, f"--use-file-for-fake-video-capture={self.path}")

    def show(self, frames: Sequence[Pixels], page: Page | None = None) -> None:
        """Show ``frames`` (BGR, of ``SIZE``) in turn; with a ``page`` that films, return when it sees them."""
        if frames is not self._shown:
            self._write(frames)
            self._shown = frames
        if page is not None:
            page.evaluate(_PRESENTED, _SEEN_AFTER)

    def _write(self, frames: Sequence[Pixels]) -> None:
        chosen = [frames[place % len(frames)] for place in range(FRAMES)]
        recording = b"".join(_MARK + cv2.cvtColor(frame, cv2.COLOR_BGR2YUV_I420).tobytes() for frame in chosen)
        if self._first + len(recording) != self.path.stat().st_size:
            raise ValueError("these frames are of another size")
        descriptor = os.open(self.path, os.O_WRONLY)
        try:
            written = os.pwrite(descriptor, recording, self._first)
        finally:
            os.close(descriptor)
        if written != len(recording):
            raise OSError("the recording was written in part")
