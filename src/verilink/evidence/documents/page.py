"""Everything that can be seen on one picture of a document."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.barcodes import read_barcodes
from verilink.evidence.documents.lines import ReadRow
from verilink.evidence.documents.locate import (
    as_quad,
    count_corners_inside,
    cut_document,
    locate_document,
    measure_document,
)
from verilink.evidence.documents.mrz.facts import describe_zone
from verilink.evidence.documents.mrz.read import read_zone
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.documents.orientation import rank_rotations, turn
from verilink.evidence.documents.text import read_text
from verilink.evidence.documents.text_detection import Corners, detect_text, side_lengths
from verilink.evidence.facts import BarcodeFacts, FaceFacts, Metadata, PageFacts
from verilink.evidence.images.hashing import perceptual_hash
from verilink.evidence.quality import measure_quality

Pixels = NDArray[np.uint8]

_SURE = 0.6  # probability above which one orientation is not questioned
_MEASURED_SIDE = 1000  # pixels: quality is measured at 800, so a document need not be cut out much larger


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read besides the machine-readable zone."""

    faces: bool = True
    text: bool = True
    barcodes: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """One orientation of a picture with its boxes of text, what was read of its zone, its barcodes if read."""

    pixels: Pixels
    rotation: int
    boxes: list[Corners]
    zone: Zone | None
    seen: list[ReadRow]
    barcodes: tuple[BarcodeFacts, ...] | None = None


def read_page(pixels: Pixels, today: date, wanted: Wanted, metadata: Metadata | None = None) -> PageFacts:
    """Read one decoded picture (BGR). Coordinates in the answer belong to the upright picture at full size."""
    upright = find_upright(pixels, barcodes=wanted.barcodes)
    height, width = upright.pixels.shape[:2]
    outline = locate_document(upright.pixels, upright.boxes)
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
        documents_found=int(bool(upright.boxes)),
        mrz=None if upright.zone is None else describe_zone(upright.zone, today),
        barcodes=_barcodes(upright) if wanted.barcodes else (),
        faces=_find_faces(upright.pixels) if wanted.faces else (),
        text=read_text(upright.pixels, upright.boxes, upright.seen) if wanted.text else (),
        perceptual_hash=perceptual_hash(crop),
    )


def find_upright(pixels: Pixels, *, barcodes: bool = False) -> Upright:
    """Turn the picture upright: by the classifier, then by whichever orientation has a readable zone.

    ``barcodes``: a side that has one is not searched further for a zone.
    """
    ranked = rank_rotations(pixels)
    first = _look(pixels, ranked[0][0])
    sideways = _is_sideways(first.boxes)
    if first.zone is not None or (ranked[0][1] > _SURE and not sideways):
        return first
    if barcodes and not sideways:
        first = replace(first, barcodes=read_barcodes(first.pixels))
        if first.barcodes:
            return first
    others = [rotation for rotation, _ in ranked[1:] if not sideways or (rotation - ranked[0][0]) % 180]
    for rotation in others[:2]:
        other = _look(pixels, rotation)
        if other.zone is not None:
            return other
    return first


def _barcodes(upright: Upright) -> tuple[BarcodeFacts, ...]:
    return read_barcodes(upright.pixels) if upright.barcodes is None else upright.barcodes


def _look(pixels: Pixels, rotation: int) -> Upright:
    turned = turn(pixels, rotation)
    boxes = detect_text(turned)
    seen: list[ReadRow] = []
    return Upright(turned, rotation, boxes, read_zone(turned, boxes, seen), seen)


def _is_sideways(boxes: list[Corners]) -> bool:
    """Whether most longer boxes stand on end."""
    shapes = [
        (np.ptp(box[:, 0]), np.ptp(box[:, 1])) for box in boxes if max(side_lengths(box)) > 2 * min(side_lengths(box))
    ]
    upended = sum(bool(tall > wide) for wide, tall in shapes)
    return len(shapes) >= 3 and upended > 0.6 * len(shapes)


def _find_faces(pixels: Pixels) -> tuple[FaceFacts, ...]:
    from verilink.evidence.faces import detect_faces

    return detect_faces(pixels)
