"""What a picture may be, and the error for one that is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from verilink.errors import Unprocessable

RefusalCode = Literal[
    "too_small",
    "too_large",
    "too_few_pixels",
    "too_many_pixels",
    "unsupported_format",
    "truncated",
    "corrupt",
    "encrypted",
    "too_many_pages",
    "empty",
    "polyglot",
]


class ImageRefused(Unprocessable):
    """The bytes are not a picture that is read here; ``code`` says why, ``details`` says it to a person."""

    title = "The image cannot be read"

    def __init__(self, code: RefusalCode, details: str) -> None:
        super().__init__(details, code=code)
        self.reason: RefusalCode = code


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds checked before anything is decoded. Bytes of the file, pixels along a side, pixels in all, PDF pages."""

    min_bytes: int = 10 * 1024
    max_bytes: int = 15 * 1024 * 1024
    min_side: int = 200
    max_side: int = 15_000
    max_pixels: int = 100_000_000
    max_pages: int = 20

    def check_bytes(self, count: int) -> None:
        """Raise ``ImageRefused`` unless a file of ``count`` bytes is allowed."""
        if count == 0:
            raise ImageRefused("empty", "The file is empty.")
        if count < self.min_bytes:
            raise ImageRefused("too_small", f"The file has {count} bytes; at least {self.min_bytes} are needed.")
        if count > self.max_bytes:
            raise ImageRefused("too_large", f"The file has {count} bytes; at most {self.max_bytes} are accepted.")

    def check_sides(self, width: int, height: int) -> None:
        """Raise ``ImageRefused`` unless a picture of ``width`` by ``height`` pixels is allowed."""
        size = f"The picture is {width} by {height} pixels"
        if min(width, height) < self.min_side:
            raise ImageRefused("too_few_pixels", f"{size}; each side must have at least {self.min_side}.")
        if max(width, height) > self.max_side:
            raise ImageRefused("too_many_pixels", f"{size}; no side may have more than {self.max_side}.")
        if width * height > self.max_pixels:
            raise ImageRefused("too_many_pixels", f"{size}; at most {self.max_pixels} pixels in all are accepted.")


DEFAULT_LIMITS = Limits()
# Of a look while the camera runs, which has about 5 kB and 284 by 160 pixels.
GLANCE_LIMITS = Limits(min_bytes=200, max_bytes=16_384, min_side=80, max_side=400, max_pixels=100_000)
