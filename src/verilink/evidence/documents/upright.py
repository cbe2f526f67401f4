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
from verilink.evidence.documents.mrz.read import glance_zone, read_zone
from verilink.evidence.documents.mrz.zone import Zone
from verilink.evidence.documents.orientation import rank_rotations, turn
from verilink.evidence.documents.text_detection import Corners, detect_text, side_lengths
from verilink.evidence.facts import BarcodeFacts

Pixels = NDArray[np.uint8]

_GLANCE = 640  # pixels: long side at which a zone that fills a third of the picture is found
_TIGHT = 1.2  # ratio by which boxes found in that picture are grown
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
    def is_certain(self) -> bool:
        """Whether there is a zone that leaves no doubt which way up it is."""
        return self.zone is not None and (self.zone.certain or self.zone.fits)

    @property
    def is_sideways(self) -> bool:
        """Whether most longer boxes, or the lines of the zone, stand on end."""
        if self.zone is not None and abs(self.zone.lines[0].row.direction[1]) > abs(
            self.zone.lines[0].row.direction[0]
        ):
            return True
        shapes = [np.ptp(box, axis=0) for box in self.boxes if max(side_lengths(box)) > 2 * min(side_lengths(box))]
        upended = sum(bool(tall > wide) for wide, tall in shapes)
        return len(shapes) >= 3 and upended > 0.6 * len(shapes)

    @property
    def legibility(self) -> float:
        """Confidence of the rows that were read, 0..1, long ones counting more; 1 when there were none to judge by.

        Fillers of a zone that stands on its head look like ``>``, which documents do not print in runs.
        """
        read = [(text, 0.0 if ">>" in text else confidence) for text, confidence in map(spell, self.seen)]
        weights = [len(text) for text, _ in read]
        if sum(weights) == 0:
            return 1.0 if not self.seen else 0.0
        return float(np.average([confidence for _, confidence in read], weights=weights))


def find_upright(pixels: Pixels, *, barcodes: bool = False, glance: bool = False) -> Upright:
    """The orientation with a readable zone, else the one in which text is legible, else the classifier's.

    ``barcodes``: a side that has one is not searched further for a zone. ``glance``: where the zone is clear in a
    smaller picture, look no further; fine print has no boxes then.
    """
    (rotation, probability), *others = rank_rotations(pixels)
    quick = _glance(pixels, rotation) if glance else None
    if quick is not None:
        return quick
    first = _look(pixels, rotation)
    if first.is_sideways:
        return _try_quarter_turns(pixels, first, others)
    if first.legibility < _LEGIBLE and not first.is_certain:
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
    quarter = next(rotation for rotation, _ in others if (rotation - first.rotation) % 180)
    other = _look(pixels, quarter)
    if other.legibility < _LEGIBLE and not other.is_certain:
        other = _better(other, _turn_round(other))
    if first.zone is not None or other.zone is not None:
        return max(first, other, key=_rank)
    return other if first.is_sideways and not other.is_sideways else first


def _rank(upright: Upright) -> tuple[bool, bool, float]:
    """A zone before none, and level lines before ones on end, which are read as well: the picture is not upright."""
    found = upright.zone is not None
    return found, not upright.is_sideways, upright.zone.rank if upright.zone else 0.0


def _better(first: Upright, second: Upright) -> Upright:
    if first.zone is not None or second.zone is not None:
        return max(first, second, key=_rank)
    return second if second.legibility > first.legibility + _CLEARER else first


def _glance(pixels: Pixels, rotation: int) -> Upright | None:
    turned = turn(pixels, rotation)
    boxes = detect_text(turned, side=_GLANCE, unclip=_TIGHT)
    zone, seen = glance_zone(turned, boxes)
    found = Upright(turned, rotation, boxes, zone, seen)
    return found if zone is not None and not found.is_sideways else None


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
