"""Everything that can be seen on one picture of a document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.bezel import measure_bezel
from verilink.evidence.covering import measure_covering
from verilink.evidence.documents.barcodes import read_barcodes
from verilink.evidence.documents.classify import classify
from verilink.evidence.documents.locate import (
    as_quad,
    count_corners_inside,
    cut_document,
    find_documents,
    measure_document,
)
from verilink.evidence.documents.mrz.facts import describe_zone
from verilink.evidence.documents.mrz.vote import is_settled, vote, vote_on
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.documents.names_again import read_names_again
from verilink.evidence.documents.text import read_text
from verilink.evidence.documents.text_detection import Corners
from verilink.evidence.documents.upright import Upright, find_upright
from verilink.evidence.facts import BarcodeFacts, FaceFacts, Metadata, PageFacts, Quality
from verilink.evidence.images.hashing import perceptual_hash
from verilink.evidence.quality import measure_quality

Pixels = NDArray[np.uint8]

_TEXTS = 6  # boxes of text that make a picture without an outline a document that fills it
_BOOKLETS, _PROVEN = ("TD3", "MRVA", "MRVB"), 2  # formats of passports and visas; check digits that make it sure
_MEASURED_SIDE = 1000  # pixels: quality is measured at 800, so a document need not be cut out much larger


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to read besides the machine-readable zone."""

    faces: bool = True
    text: bool = True
    barcodes: bool = True
    ages: bool = False


def read_page(pixels: Pixels, today: date, wanted: Wanted, metadata: Metadata | None = None) -> PageFacts:
    """Read one decoded picture (BGR). Coordinates in the answer belong to the upright picture at full size."""
    return _describe(find_upright(pixels, barcodes=wanted.barcodes, glance=not wanted.text), today, wanted, metadata)


def read_pages(
    pictures: list[tuple[Pixels, Metadata | None]], today: date, wanted: Wanted
) -> tuple[PageFacts, tuple[int, ...]]:
    """``(facts, which took part)`` of several pictures of one page, at least one.

    Everything but the zone comes from the best picture: the one whose zone fits best, else the sharpest. The zone is
    voted on by all pictures that show the same one; a barcode may come from any of them.
    """
    looks = [find_upright(pixels, barcodes=wanted.barcodes, glance=not wanted.text) for pixels, _ in pictures]
    zones = {index: look.zone for index, look in enumerate(looks) if look.zone is not None}
    if zones:
        best, zone, part = vote(zones)
        chosen = replace(looks[best], zone=zone)
    else:
        best = max(range(len(looks)), key=lambda index: _sharpness(looks[index].pixels))
        chosen, part = looks[best], (best,)
    page = _describe(chosen, today, wanted, pictures[best][1])
    if wanted.barcodes and not page.barcodes:
        others = (_barcodes(look) for index, look in enumerate(looks) if index != best)
        page = msgspec.structs.replace(page, barcodes=next((found for found in others if found), ()))
    return page, part


def read_with_frames(
    first: tuple[Pixels, Metadata | None], frames: Iterable[Pixels], today: date, wanted: Wanted
) -> tuple[PageFacts, int, int]:
    """``(facts of the first picture, frames looked at, frames that agreed)``.

    Further frames of the page help to read the zone that the first picture shows, and nothing else: everything in the
    facts can be seen on the first. They are looked at one by one, and only while something in the zone is in doubt.
    """
    look = find_upright(first[0], barcodes=wanted.barcodes, glance=not wanted.text)
    zones: dict[int, Zone] = {}
    looked, agreed, zone = 0, 0, look.zone
    if look.zone is not None and not is_settled(look.zone):
        for looked, pixels in enumerate(frames, 1):
            other = find_upright(pixels, glance=True).zone
            if other is None:
                continue
            zones[looked] = other
            zone, party = vote_on(look.zone, zones)
            agreed = len(party)
            if is_settled(zone):
                break
    return _describe(replace(look, zone=zone), today, wanted, first[1]), looked, agreed


def _sharpness(pixels: Pixels) -> float:
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    return float(cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))[1][0, 0])


def _describe(upright: Upright, today: date, wanted: Wanted, metadata: Metadata | None) -> PageFacts:
    height, width = upright.pixels.shape[:2]
    barcodes = _barcodes(upright) if wanted.barcodes else ()
    outlines = find_documents(upright.pixels, upright.boxes, _place_zone(upright.zone))
    outline = outlines[0] if outlines else None
    crop = upright.pixels if outline is None else cut_document(upright.pixels, outline, at_most=_MEASURED_SIDE)
    corners = None if outline is None else count_corners_inside(outline, width, height)
    side = max(width, height) if outline is None else max(measure_document(outline))
    page = PageFacts(
        width=width,
        height=height,
        rotation=upright.rotation,
        quality=_measure_surroundings(
            measure_quality(crop, corners_inside=corners, resolution=side, untouched=_cut_untouched(upright, outline)),
            upright,
            outline,
        ),
        metadata=metadata,
        document=None if outline is None else as_quad(outline),
        documents_found=len(outlines) or int(_is_document(upright, barcodes)),
        mrz=None if upright.zone is None else describe_zone(upright.zone, today),
        barcodes=barcodes,
        faces=_find_faces(upright.pixels, wanted.ages) if wanted.faces else (),
        text=read_text(upright.pixels, upright.boxes, upright.seen) if wanted.text else (),
        perceptual_hash=perceptual_hash(crop),
    )
    return _read_names(upright.pixels, page, today) if wanted.text else page


def _read_names(pixels: Pixels, page: PageFacts, today: date) -> PageFacts:
    """The page with its names read by the better recogniser, where no code says them."""
    if page.mrz is not None or any(code.layout != "unknown" for code in page.barcodes):
        return page
    return read_names_again(pixels, page, today, classify((page,)).country)


def _measure_surroundings(quality: Quality, upright: Upright, outline: Corners | None) -> Quality:
    """``quality`` with what is around and over the document."""
    covering = None if outline is None else measure_covering(upright.pixels, outline, upright.boxes)
    return msgspec.structs.replace(
        quality,
        bezel=measure_bezel(upright.pixels, outline),
        covered=None if covering is None else covering.share,
        lines_covered=None if covering is None else covering.lines,
    )


def _cut_untouched(upright: Upright, outline: Corners | None) -> Pixels:
    """Grey pixels as photographed: the rectangle around the document's outline."""
    x, y, width, height = (0, 0, 0, 0) if outline is None else cv2.boundingRect(outline)
    cut = upright.pixels if outline is None else upright.pixels[max(y, 0) : y + height, max(x, 0) : x + width]
    return np.asarray(cv2.cvtColor(cut, cv2.COLOR_BGR2GRAY), np.uint8)


def _place_zone(zone: Zone | None) -> Corners | None:
    return None if zone is None else np.concatenate([line.row.corners for line in zone.lines])


def _is_document(upright: Upright, barcodes: tuple[BarcodeFacts, ...]) -> bool:
    """Whether a picture without an outline shows a document at all: something machine-readable, or lines of text."""
    return upright.zone is not None or bool(barcodes) or len(upright.boxes) >= _TEXTS


def _barcodes(upright: Upright) -> tuple[BarcodeFacts, ...]:
    if upright.barcodes is not None:
        return upright.barcodes
    return read_barcodes(upright.pixels, booklet=upright.zone is not None and _is_booklet(upright.zone))


def _is_booklet(zone: Zone) -> bool:
    return zone.layout.format in _BOOKLETS and zone.proof >= _PROVEN


def _find_faces(pixels: Pixels, ages: bool) -> tuple[FaceFacts, ...]:
    from verilink.evidence.faces import detect_faces

    return detect_faces(pixels, ages=ages)
