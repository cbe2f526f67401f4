"""Fonts from outside: WOFF2 only, its header held against its length (W3C WOFF File Format 2.0, section 4)."""

from __future__ import annotations

import struct
from typing import Final

from verilink.errors import Unprocessable

MAX_BYTES: Final = 300_000
# What a phone has to hold once it is unpacked.
MAX_UNPACKED: Final = 4_000_000
_HEADER: Final = struct.Struct(">4sIIHHIIHHIIIII")
_FLAVOURS: Final = (0x00010000, 0x4F54544F)  # TrueType and "OTTO"; no collections


def read_font(data: bytes) -> tuple[bytes, str]:
    """The font as it is, and its media type. Raises ``Unprocessable``.

    The browser's own sanitizer reads the tables; here is checked that the file is what it says it is.
    """
    if len(data) > MAX_BYTES:
        raise Unprocessable(f"A font may have at most {MAX_BYTES // 1000} kB. Leave out signs you do not need.")
    if len(data) < _HEADER.size or data[:4] != b"wOF2":
        raise Unprocessable("This is not a WOFF2 font.")
    _, flavour, length, tables, reserved, unpacked, packed, *_ = _HEADER.unpack_from(data)
    if flavour not in _FLAVOURS or length != len(data) or reserved != 0:
        raise Unprocessable("The font is damaged.")
    if not 0 < tables <= 64 or packed > length or not 0 < unpacked <= MAX_UNPACKED:
        raise Unprocessable("The font is damaged or too large.")
    return data, "font/woff2"
