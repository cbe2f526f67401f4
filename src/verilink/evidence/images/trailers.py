"""Files that are a picture at the front and something else besides.

Phones append harmless things (a film, a depth map), so trailing bytes alone are allowed; another format that some
program would act on is not. Pixels are re-encoded anyway: this guards the stored original.
"""

from __future__ import annotations

import re
import struct

from verilink.evidence.images.headers import Format, jpeg_segments
from verilink.evidence.images.limits import ImageRefused

# Long enough not to occur by chance in the megabytes of compressed film that may follow a picture.
_ACTIVE = re.compile(
    rb"%PDF-[12]|<script|<html|<!doctype|<svg\s|<\?php|\x7fELF[\x01\x02]{2}|Rar!\x1a\x07", re.IGNORECASE
)
_ARCHIVE_END = b"PK\x05\x06"  # ZIP, APPNOTE 4.3.16


def refuse_polyglot(kind: Format, data: bytes) -> None:
    """Raise ``ImageRefused`` when the file is also a document, page, archive or program."""
    end = _find_end(kind, data)
    active = end is not None and _ACTIVE.search(data, end) is not None
    hidden_pdf = kind != "pdf" and b"%PDF-" in data[:1024]
    if active or hidden_pdf or _ends_as_archive(data):
        raise ImageRefused("polyglot", "The file holds something else besides the picture.")


def _ends_as_archive(data: bytes) -> bool:
    """Whether a ZIP's end record closes the file: programs look for archives from the back."""
    start = data.rfind(_ARCHIVE_END, max(0, len(data) - 65_557))
    if start < 0 or len(data) < start + 22:
        return False
    (comment,) = struct.unpack("<H", data[start + 20 : start + 22])
    return bool(start + 22 + comment == len(data))


def _find_end(kind: Format, data: bytes) -> int | None:
    """Offset behind the picture, or ``None`` when it has no end mark."""
    if kind == "jpeg":
        scan = max(at for _, at in jpeg_segments(data))
        end = data.find(b"\xff\xd9", scan)
        return end + 2 if end >= 0 else None
    if kind == "png":
        end = data.find(b"IEND")
        return end + 8 if end >= 0 else None
    if kind == "webp":
        return min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    return None
