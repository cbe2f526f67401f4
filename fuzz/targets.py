"""What is attacked. A target takes bytes and returns; anything it raises is a bug, and so is a broken promise."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from verilink.evidence.documents.barcodes import aamva, read_barcodes
from verilink.evidence.documents.barcodes.layouts import interpret
from verilink.evidence.documents.barcodes.licence_fields import read_licence
from verilink.evidence.documents.mrz.check_digits import ALPHABET
from verilink.evidence.documents.mrz.layouts import LAYOUTS
from verilink.evidence.documents.mrz.parse import parse
from verilink.evidence.images import ImageRefused, Limits, decode, sniff

TODAY = date(2026, 3, 1)
# Small, so that a picture that gets past them is found out by the memory limit.
LIMITS = Limits(min_bytes=1, min_side=1, max_side=4000, max_pixels=4_000_000, max_pages=3)
_SHAPES = [(layout.lines, layout.width) for layout in LAYOUTS.values()]
_DATES = ("birthdate", "expiration-date", "issue-date")


def decode_picture(data: bytes) -> None:
    """The decoder of uploads: refused with a reason, or pixels within the limits."""
    try:
        picture = decode(data, LIMITS)
    except ImageRefused:
        return
    height, width, channels = picture.pixels.shape
    assert channels == 3
    assert picture.pixels.dtype == np.uint8
    assert height * width <= LIMITS.max_pixels
    assert max(height, width) <= LIMITS.max_side


def sniff_upload(data: bytes) -> None:
    """The header reader the web process runs on every upload."""
    try:
        header = sniff(data, LIMITS)
    except ImageRefused:
        return
    assert header.format == "pdf" or (header.width and header.height)


def parse_zone(data: bytes) -> None:
    """The parser of machine-readable zones, on text as it comes and on text of the right shape."""
    _check_zone(tuple(data.decode("latin-1").split("\n")))
    if data:
        count, width = _SHAPES[data[0] % len(_SHAPES)]
        text = "".join(_symbol(value) for value in data[1 : 1 + count * width]).ljust(count * width, "<")
        _check_zone(tuple(text[start : start + width] for start in range(0, count * width, width)))


def _symbol(value: int) -> str:
    """A byte as itself where zones have it, else any symbol: mutations of valid text stay near it."""
    character = chr(value)
    return character if character in ALPHABET else ALPHABET[value % len(ALPHABET)]


def _check_zone(lines: tuple[str, ...]) -> None:
    parsed = parse(lines, TODAY)
    if parsed is not None:
        assert parsed.lines == lines
        assert set(parsed.check_digits) == {check.name for check in LAYOUTS[parsed.format].checks}
        assert all(parsed.fields.values())


def parse_licence(data: bytes) -> None:
    """The parser of AAMVA symbols, and the fields made of their elements."""
    for content in (data, b"@\n\x1e\rANSI 636014100102DL00410278" + data):
        licence = aamva.parse(content)
        if licence is not None:
            _check_fields(read_licence(licence.elements, licence.issuer))


def interpret_symbol(data: bytes) -> None:
    """The layouts of barcodes: known content gives fields, any other stays unknown."""
    read = interpret(data)
    assert read.layout != "unknown" or not read.fields
    _check_fields(read_licence(read.fields, read.issuer) if read.layout == "aamva" else read.fields)


def _check_fields(fields: dict[str, str]) -> None:
    for name, value in fields.items():
        assert value
        if name in _DATES:
            date.fromisoformat(value)


def read_symbol(data: bytes) -> None:
    """The barcode reader, on modules drawn from the bytes: two for the shape, then one bit each."""
    if len(data) < 3:
        return
    columns, height = 8 + data[0] % 120, 1 + data[1] % 4
    bits = np.unpackbits(np.frombuffer(data[2:], np.uint8))
    rows = len(bits) // columns
    if rows:
        modules = (1 - bits[: rows * columns].reshape(rows, columns)) * np.uint8(255)
        pixels = np.kron(modules, np.ones((3 * height, 3), np.uint8))
        read_barcodes(np.pad(pixels, 18, constant_values=255)[:1500])


TARGETS: dict[str, Callable[[bytes], None]] = {
    "decode": decode_picture,
    "sniff": sniff_upload,
    "mrz": parse_zone,
    "aamva": parse_licence,
    "layouts": interpret_symbol,
    "barcode": read_symbol,
}
# Share of the inputs: pictures and symbols cost a hundred times what text does.
WEIGHTS = {"decode": 6, "sniff": 6, "mrz": 10, "aamva": 10, "layouts": 10, "barcode": 1}
