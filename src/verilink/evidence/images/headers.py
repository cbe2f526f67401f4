"""What a file is and how large its picture is, from its header alone: no decoding, no imaging library.

Cheap and safe enough for the web process to run on every upload. Layouts: JPEG ITU-T T.81 B.2.2; PNG ISO/IEC 15948
11.2.2; WebP RFC 9649; HEIF ISO/IEC 23008-12 6.5.3 (``ispe``).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from verilink.evidence.images.limits import DEFAULT_LIMITS, ImageRefused, Limits

Format = Literal["jpeg", "png", "webp", "heic", "pdf"]
MIME_TYPES: dict[Format, str] = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


@dataclass(frozen=True, slots=True)
class Header:
    """``width`` and ``height`` in pixels as stored (before EXIF rotation); ``None`` for a PDF."""

    format: Format
    width: int | None
    height: int | None

    @property
    def mime_type(self) -> str:
        """The media type that belongs to the bytes, whatever the sender called them."""
        return MIME_TYPES[self.format]


def detect_format(data: bytes) -> Format | None:
    """The format by its magic number at offset 0, or ``None``."""
    if data[:3] == b"\xff\xd8\xff":
        return "jpeg"
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "heic"
    if data[:5] == b"%PDF-":
        return "pdf"
    return None


def sniff(data: bytes, limits: Limits = DEFAULT_LIMITS) -> Header:
    """Check size, type and dimensions of an uploaded file without decoding it.

    Raises:
        ImageRefused: with the code of the first limit it breaks.
    """
    limits.check_bytes(len(data))
    kind = detect_format(data)
    if kind is None:
        raise ImageRefused("unsupported_format", "The file is not a JPEG, PNG, WebP, HEIC or PDF.")
    if kind == "pdf":
        return Header(kind, None, None)
    width, height = _read_size(kind, data)
    limits.check_sides(width, height)
    return Header(kind, width, height)


def _read_size(kind: Format, data: bytes) -> tuple[int, int]:
    try:
        if kind == "jpeg":
            return _jpeg_size(data)
        if kind == "png":
            return _png_size(data)
        if kind == "webp":
            return _webp_size(data)
        return _heif_size(data)
    except (IndexError, struct.error):
        raise ImageRefused("truncated", "The file ends before its header does.") from None


def jpeg_segments(data: bytes) -> Iterator[tuple[int, int]]:
    """``(marker, offset of the marker)`` of each segment up to and with the first scan (ITU-T T.81 B.1.1).

    Raises:
        ImageRefused: bytes between segments that are no marker.
        IndexError, struct.error: the header is cut short.
    """
    at = 2
    while True:
        while data[at] == 0xFF and data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise ImageRefused("corrupt", "The JPEG header is damaged.")
        marker = data[at + 1]
        yield marker, at
        if marker in (0xD9, 0xDA):
            return
        standalone = marker == 0x01 or 0xD0 <= marker <= 0xD8
        at += 2 if standalone else 2 + max(2, int.from_bytes(_exactly(data, at + 2, 2), "big"))


def _jpeg_size(data: bytes) -> tuple[int, int]:
    for marker, at in jpeg_segments(data):
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
    raise ImageRefused("corrupt", "The JPEG has no frame header.")


def _png_size(data: bytes) -> tuple[int, int]:
    if data[12:16] != b"IHDR":
        raise ImageRefused("corrupt", "The PNG does not begin with its header.")
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _webp_size(data: bytes) -> tuple[int, int]:
    chunk = data[12:16]
    if chunk == b"VP8X":
        return (
            1 + int.from_bytes(data[24:27], "little"),
            1 + int.from_bytes(_exactly(data, 27, 3), "little"),
        )
    if chunk == b"VP8L":
        bits = int.from_bytes(_exactly(data, 21, 4), "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if chunk == b"VP8 ":
        width, height = struct.unpack("<HH", data[26:30])
        return width & 0x3FFF, height & 0x3FFF
    raise ImageRefused("corrupt", "The WebP has no image chunk.")


def _exactly(data: bytes, start: int, count: int) -> bytes:
    part = data[start : start + count]
    if len(part) < count:
        raise IndexError(start)
    return part


def _heif_size(data: bytes) -> tuple[int, int]:
    """The largest ``ispe`` property: grids also list their tiles and thumbnails, all smaller than the picture."""
    sizes: list[tuple[int, int]] = []
    at = data.find(b"ispe")
    while at >= 0 and len(sizes) < 1000:
        sizes.append(struct.unpack(">II", _exactly(data, at + 8, 8)))
        at = data.find(b"ispe", at + 4, 1 << 20)
    if not sizes:
        raise ImageRefused("corrupt", "The HEIC names no picture size.")
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return width, height
