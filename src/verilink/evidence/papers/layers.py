"""What lies over what on a page of a PDF: text that was covered and written over, and patches on a scan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

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
    return list(_overwritten(layers))[:10]


def _overwritten(layers: Sequence[Layer]) -> Iterator[tuple[str, str]]:
    texts = [(place, layer) for place, layer in enumerate(layers) if layer.kind == "text" and layer.text.strip()]
    for place, patch in enumerate(layers):
        if not patch.opaque or patch.kind == "text":
            continue
        under = [one for at, one in texts if at < place and _hides(patch, one)]
        over = [one for at, one in texts if at > place and _share(one, patch) >= _WITHIN]
        if under and over and (said := _joined(under)) != (new := _joined(over)):
            yield said, new


def _hides(patch: Layer, text: Layer) -> bool:
    return _share(text, patch) >= _COVERED and _height(patch) <= _TALLEST * max(_height(text), 1.0)


def _joined(layers: Sequence[Layer]) -> str:
    return " ".join(layer.text.strip() for layer in layers)[:80]


def patches(layers: Sequence[Layer], page: float) -> int:
    """How many patches on a scan bear text, where nothing else is written on it. ``page``: its area, square points."""
    scan = next((at for at, one in enumerate(layers) if one.kind == "image" and _area(one) >= _SCAN * page), None)
    if scan is None:
        return 0
    above = layers[scan + 1 :]
    written = [layer for layer in above if layer.kind == "text" and layer.text.strip()]
    small = [layer for layer in above if layer.opaque and 0 < _area(layer) <= _LARGEST_PATCH * page]
    bearing = [patch for patch in small if any(_share(text, patch) >= _COVERED for text in written)]
    loose = any(all(_share(text, patch) < _COVERED for patch in bearing) for text in written)
    return 0 if loose else len(bearing)


def _share(inner: Layer, outer: Layer) -> float:
    """How much of ``inner`` lies within ``outer``."""
    left, bottom, right, top = inner.box
    width = min(right, outer.box[2]) - max(left, outer.box[0])
    height = min(top, outer.box[3]) - max(bottom, outer.box[1])
    return max(0.0, width) * max(0.0, height) / max(_area(inner), 1e-6)


def _area(layer: Layer) -> float:
    return max(0.0, layer.box[2] - layer.box[0]) * _height(layer)


def _height(layer: Layer) -> float:
    return max(0.0, layer.box[3] - layer.box[1])
