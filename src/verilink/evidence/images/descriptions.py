"""What a photograph says of itself: EXIF, XMP and text chunks. All of it can be left out or made up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

_SOFTWARE, _PROCESSING, _MAKE, _MODEL, _CHANGED_AT = 0x0131, 0x000B, 0x010F, 0x0110, 0x0132
_EXIF_IFD, _TAKEN_AT = 0x8769, 0x9003
_MOST_PROGRAMS = 8
_MOST_XMP = 256 * 1024  # bytes: the standard packet has 64 KB, histories of edits grow it
# Adobe XMP Specification part 2: who made it, and each step of its history.
_XMP_PROGRAM = re.compile(rb"(?:CreatorTool|softwareAgent)(?:=[\"']|>)([^\"'<]{1,200})")
_XMP_CHANGED = re.compile(rb"ModifyDate(?:=[\"']|>)([0-9T:.+\-Z]{10,32})")


@dataclass(frozen=True, slots=True)
class Description:
    """``programs``: every program named, each once, EXIF's own first. Times as written, in no known zone."""

    programs: tuple[str, ...] = ()
    taken_at: str | None = None
    changed_at: str | None = None
    camera: str | None = None


def read_description(image: Image.Image) -> Description:
    """What an opened picture states; damaged EXIF counts as none."""
    tags, inner = _read_exif(image)
    packet = _read_packet(image)
    camera = " ".join(filter(None, (clean(tags.get(_MAKE)), clean(tags.get(_MODEL)))))
    named = (clean(one) for one in (tags.get(_SOFTWARE), tags.get(_PROCESSING), *_named_beside(image, packet)))
    changed = _XMP_CHANGED.search(packet)
    return Description(
        programs=tuple(dict.fromkeys(filter(None, named)))[:_MOST_PROGRAMS],
        taken_at=clean(inner.get(_TAKEN_AT)),
        changed_at=clean(tags.get(_CHANGED_AT)) or (clean(changed[1]) if changed else None),
        camera=camera or None,
    )


def _read_exif(image: Image.Image) -> tuple[dict[int, object], dict[int, object]]:
    try:
        tags = image.getexif()
        return dict(tags), dict(tags.get_ifd(_EXIF_IFD))
    except Exception:  # any damage inside EXIF: the picture itself may still be fine
        return {}, {}


def _read_packet(image: Image.Image) -> bytes:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    data = packet.encode("utf-8", "replace") if isinstance(packet, str) else packet
    return data[:_MOST_XMP] if isinstance(data, bytes) else b""


def _named_beside(image: Image.Image, packet: bytes) -> Iterator[object]:
    """Programs in PNG's text chunks and in the XMP packet."""
    yield from (image.info.get(key) for key in ("Software", "software"))
    yield from _XMP_PROGRAM.findall(packet)[:50]


def clean(value: object) -> str | None:
    """At most 100 printable characters: what files say is as hostile as the rest of them."""
    text = value.decode("latin-1") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return re.sub(r"[^\x20-\x7e]", "", text)[:100].strip() or None
