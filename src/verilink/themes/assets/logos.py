"""Logos from outside: pictures are decoded and drawn anew as PNG, drawings (SVG) written anew from what is known."""

from __future__ import annotations

import io
from typing import Final

from PIL import Image

from verilink.errors import Unprocessable
from verilink.themes.assets.drawings import read_drawing

MAX_BYTES: Final = 200_000
MAX_SIDE: Final = 4_000
# A logo is shown 40 px high and at most as wide as a phone; twice and thrice that for sharp screens.
KEPT: Final = (1_200, 160)
_FORMATS: Final = ("PNG", "WEBP", "JPEG")


def read_logo(data: bytes) -> tuple[bytes, str]:
    """A logo that is safe to serve, and its media type. Raises ``Unprocessable``."""
    if len(data) > MAX_BYTES:
        raise Unprocessable(f"A logo may have at most {MAX_BYTES // 1000} kB.")
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        return read_drawing(data), "image/svg+xml"
    try:
        return _drawn_anew(data), "image/png"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, MemoryError):
        raise Unprocessable("This is not a PNG, WebP, JPEG or SVG picture, or it is damaged.") from None


def _drawn_anew(data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
        if max(opened.size) > MAX_SIDE:
            raise Unprocessable(f"A logo may be at most {MAX_SIDE} pixels wide and high.")
        picture = opened.convert("RGBA")
    if box := picture.getchannel("A").getbbox():
        picture = picture.crop(box)
    picture.thumbnail(KEPT, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    picture.save(written, "PNG", optimize=True)
    return written.getvalue()
