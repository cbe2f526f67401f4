"""What lies over what on a page of a PDF: text that was covered and written over, and patches on a scan."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

_COVERED: Final = 0.8  # of a text's area
_WITHIN: Final = 0.5  # of the new text's area: it may be longer than the patch
_TALLEST: Final = 4.0  # of a patch, in heights of the text under it: larger ones are panels of the layout
_SCAN: Final = 0.6  # of the page's area
_LARGEST_PATCH: Final = 0.05


@dataclass(frozen=True, slots=True)
class Layer:
    """One object of a page in the order of drawing. ``box``: left, bottom, right, top in points.

    ``text``: what it says; ``opaque``: whether it hides what is under all of its box.
    """

    kind: Literal["text", "path", "image"]
    box: tuple[float, float, float, float]
    text: str = ""
    opaque: bool = False


def overwritten(layers: Sequence[Layer]) -> list[tuple[str, str]]:
    """``(text that was covered, text written over it)``, at most ten, where the two differ."""
    return list(islice(_overwritten(layers), 10))


def _overwritten(layers: Sequence[Layer]) -> Iterator[tuple[str, str]]:
    texts = _Group.of(layers, lambda one: one.kind == "text" and bool(one.text.strip()))
    for place, patch in enumerate(layers):
        if not patch.opaque or patch.kind == "text":
            continue
        within, before = texts.within(patch), texts.places < place
        small = _height(patch) <= _TALLEST * np.maximum(texts.heights, 1.0)
        under, over = texts.chosen(before & small & (within >= _COVERED)), texts.chosen(~before & (within >= _WITHIN))
        if under and over and (said := _joined(under)) != (new := _joined(over)):
            yield said, new


def patches(layers: Sequence[Layer], page: float) -> int:
    """How many patches on a scan bear text, where nothing else is written on it. ``page``: its area, square points."""
    scan = next((at for at, one in enumerate(layers) if one.kind == "image" and _area(one) >= _SCAN * page), None)
    if scan is None:
        return 0
    above = layers[scan + 1 :]
    written = _Group.of(above, lambda one: one.kind == "text" and bool(one.text.strip()))
    small = [layer for layer in above if layer.opaque and 0 < _area(layer) <= _LARGEST_PATCH * page]
    on_patch = [written.within(patch) >= _COVERED for patch in small]
    bearing = [held for held in on_patch if held.any()]
    return len(bearing) if bearing and np.any(bearing, axis=0).all() else 0


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Some of the layers with their places and boxes as arrays: pages may have thousands."""

    layers: Sequence[Layer]
    places: npt.NDArray[np.int_]
    boxes: npt.NDArray[np.float64]

    @classmethod
    def of(cls, layers: Sequence[Layer], wanted: Callable[[Layer], bool]) -> _Group:
        kept = [(place, one) for place, one in enumerate(layers) if wanted(one)]
        boxes = np.array([one.box for _, one in kept], np.float64).reshape(-1, 4)
        return cls([one for _, one in kept], np.array([place for place, _ in kept], int), boxes)

    @property
    def heights(self) -> npt.NDArray[np.float64]:
        found: npt.NDArray[np.float64] = np.maximum(0.0, self.boxes[:, 3] - self.boxes[:, 1])
        return found

    def within(self, outer: Layer) -> npt.NDArray[np.float64]:
        """How much of each lies within ``outer``, 0..1."""
        low, high = np.maximum(self.boxes[:, :2], outer.box[:2]), np.minimum(self.boxes[:, 2:], outer.box[2:])
        shared = np.maximum(0.0, high - low).prod(axis=1)
        whole = np.maximum(0.0, self.boxes[:, 2:] - self.boxes[:, :2]).prod(axis=1)
        share: npt.NDArray[np.float64] = shared / np.maximum(whole, 1e-6)
        return share

    def chosen(self, which: npt.NDArray[np.bool_]) -> list[Layer]:
        return [self.layers[place] for place in np.flatnonzero(which).tolist()]


def _joined(layers: Sequence[Layer]) -> str:
    return " ".join(layer.text.strip() for layer in layers)[:80]


def _area(layer: Layer) -> float:
    return max(0.0, layer.box[2] - layer.box[0]) * _height(layer)


def _height(layer: Layer) -> float:
    return max(0.0, layer.box[3] - layer.box[1])
