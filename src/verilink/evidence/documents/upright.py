"""Turning a picture of a document upright.

A small classifier proposes; what can be read decides. It errs on cards that lie askew, which have little text or much
machine-readable zone, so a proposal under which nothing is legible is turned round, which costs no new search for text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.documents.barcodes import read_barcodes
from verilink.evidence.documents.lines import ReadRow, spell
from verilink.evidence.documents.mrz.read import read_zone
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.documents.orientation import rank_rotations, turn
from verilink.evidence.documents.text_detection import Corners, detect_text, side_lengths
from verilink.evidence.facts import BarcodeFacts

Pixels = NDArray[np.uint8]

_SURE = 0.6  # probability above which a quarter turn is not tried
_LEGIBLE = 0.85  # confidence of rows read the right way up; upside down they have about 0.6
_CLEARER = 0.1  # by which the other way up must be more legible


@dataclass(frozen=True, slots=True, eq=False)
class Upright:
    """One orientation of a picture with its boxes of text, what was read of its zone, its barcodes if read."""

    pixels: Pixels
    rotation: int
    boxes: list[Corners]
    zone: Zone | None
    seen: list[ReadRow]
    barcodes: tuple[BarcodeFacts, ...] | None = None

    @property
    def legibility(self) -> float:
        """Confidence of the rows that were read, 0..1, long ones counting more; 1 when there were none to judge by."""
        read = [spell(row) for row in self.seen]
        weights = [len(text) for text, _ in read]
        if sum(weights) == 0:
            return 1.0 if not self.seen else 0.0
        return float(np.average([confidence for _, confidence in read], weights=weights))


def find_upright(pixels: Pixels, *, barcodes: bool = False) -> Upright:
    """The orientation with a readable zone, else the one in which text is legible, else the classifier's.

    ``barcodes``: a side that has one is not searched further for a zone.
    """
    (rotation, probability), *others = rank_rotations(pixels)
    first = _look(pixels, rotation)
    if _is_sideways(first.boxes):
        return _try_quarter_turns(pixels, first, others)
    if first.zone is not None:
        return first
    if first.legibility < _LEGIBLE:
        first = _better(first, _turn_round(first))
    if first.zone is not None or probability > _SURE:
        return first
    if barcodes:
        first = replace(first, barcodes=read_barcodes(first.pixels))
        if first.barcodes:
            return first
    return _try_quarter_turns(pixels, first, others)


def _try_quarter_turns(pixels: Pixels, first: Upright, others: Sequence[tuple[int, float]]) -> Upright:
    """``first`` unless one of the two quarter turns, of which the likelier is searched, has a zone or reads better."""
    if first.zone is not None:
        return first
    quarter = next(rotation for rotation, _ in others if (rotation - first.rotation) % 180)
    other = _look(pixels, quarter)
    if other.zone is None and other.legibility < _LEGIBLE:
        other = _better(other, _turn_round(other))
    sideways = _is_sideways(first.boxes) and not _is_sideways(other.boxes)
    return other if other.zone is not None or sideways else first


def _better(first: Upright, second: Upright) -> Upright:
    if second.zone is not None:
        return second
    return second if second.legibility > first.legibility + _CLEARER else first


def _look(pixels: Pixels, rotation: int) -> Upright:
    turned = turn(pixels, rotation)
    return _read(turned, rotation, detect_text(turned))


def _turn_round(upright: Upright) -> Upright:
    """The same upside down, with the boxes that are known already."""
    height, width = upright.pixels.shape[:2]
    corner = np.array([width, height], np.float32)
    boxes = [(corner - box)[[2, 3, 0, 1]] for box in upright.boxes]
    return _read(turn(upright.pixels, 180), (upright.rotation + 180) % 360, boxes)


def _read(pixels: Pixels, rotation: int, boxes: list[Corners]) -> Upright:
    seen: list[ReadRow] = []
    return Upright(pixels, rotation, boxes, read_zone(pixels, boxes, seen), seen)


def _is_sideways(boxes: list[Corners]) -> bool:
    """Whether most longer boxes stand on end."""
    shapes = [
        (np.ptp(box[:, 0]), np.ptp(box[:, 1])) for box in boxes if max(side_lengths(box)) > 2 * min(side_lengths(box))
    ]
    upended = sum(bool(tall > wide) for wide, tall in shapes)
    return len(shapes) >= 3 and upended > 0.6 * len(shapes)
