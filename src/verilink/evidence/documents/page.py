"""Everything that can be seen on one picture of a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.barcodes import read_barcodes
from verilink.evidence.documents.locate import (
    as_quad,
    count_corners_inside,
    cut_document,
    find_documents,
    measure_document,
)
from verilink.evidence.documents.mrz.facts import describe_zone
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.documents.text import read_text
from verilink.evidence.documents.text_detection import Corners
from verilink.evidence.documents.upright import Upright, find_upright
from verilink.evidence.facts import BarcodeFacts, FaceFacts, Metadata, PageFacts
from verilink.evidence.images.hashing import perceptual_hash
from verilink.evidence.quality import measure_quality

Pixels = NDArray[np.uint8]

_TEXTS = 6  # boxes of text that make a picture without an outline a document that fills it
_MEASURED_SIDE = 1000  # pixels: quality is measured at 800, so a document need not be cut out much larger


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read besides the machine-readable zone."""

    faces: bool = True
    text: bool = True
    barcodes: bool = True


def read_page(pixels: Pixels, today: date, wanted: Wanted, metadata: Metadata | None = None) -> PageFacts:
    """Read one decoded picture (BGR). Coordinates in the answer belong to the upright picture at full size."""
    upright = find_upright(pixels, barcodes=wanted.barcodes)
    height, width = upright.pixels.shape[:2]
    barcodes = _barcodes(upright) if wanted.barcodes else ()
    outlines = find_documents(upright.pixels, upright.boxes, _place_zone(upright.zone))
    outline = outlines[0] if outlines else None
    crop = upright.pixels if outline is None else cut_document(upright.pixels, outline, at_most=_MEASURED_SIDE)
    corners = None if outline is None else count_corners_inside(outline, width, height)
    side = max(width, height) if outline is None else max(measure_document(outline))
    return PageFacts(
        width=width,
        height=height,
        rotation=upright.rotation,
        quality=measure_quality(crop, corners_inside=corners, resolution=side),
        metadata=metadata,
        document=None if outline is None else as_quad(outline),
        documents_found=len(outlines) or int(_is_document(upright, barcodes)),
        mrz=None if upright.zone is None else describe_zone(upright.zone, today),
        barcodes=barcodes,
        faces=_find_faces(upright.pixels) if wanted.faces else (),
        text=read_text(upright.pixels, upright.boxes, upright.seen) if wanted.text else (),
        perceptual_hash=perceptual_hash(crop),
    )


def _place_zone(zone: Zone | None) -> Corners | None:
    return None if zone is None else np.concatenate([line.row.corners for line in zone.lines])


def _is_document(upright: Upright, barcodes: tuple[BarcodeFacts, ...]) -> bool:
    """Whether a picture without an outline shows a document at all: something machine-readable, or lines of text."""
    return upright.zone is not None or bool(barcodes) or len(upright.boxes) >= _TEXTS


def _barcodes(upright: Upright) -> tuple[BarcodeFacts, ...]:
    return read_barcodes(upright.pixels) if upright.barcodes is None else upright.barcodes


def _find_faces(pixels: Pixels) -> tuple[FaceFacts, ...]:
    from verilink.evidence.faces import detect_faces

    return detect_faces(pixels)
