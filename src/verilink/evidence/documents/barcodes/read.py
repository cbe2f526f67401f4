"""Decoding the barcodes of a picture: PDF417, QR, Data Matrix, Aztec and Code 128."""

from __future__ import annotations

import base64
from typing import Any

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from verilink.evidence.documents.barcodes.blocks import Block, find_blocks
from verilink.evidence.documents.barcodes.layouts import interpret
from verilink.evidence.facts import BarcodeFacts, Quad

_FORMATS = zxingcpp.BarcodeFormat
_ALL = [_FORMATS.PDF417, _FORMATS.QRCode, _FORMATS.DataMatrix, _FORMATS.Aztec, _FORMATS.Code128]
# Across, down, sharpened: thin rows need more height than width, blurred bars their edges back.
_VIEWS = (
    (1.0, 1.0, False),
    (1.0, 2.0, False),
    (1.0, 2.0, True),
    (1.5, 3.0, False),
    (2.0, 2.0, True),
    (2.0, 4.0, False),
    (3.0, 3.0, True),
)
_MAX_SIDE = 2400
_MAX_BYTES = 8192  # more than any symbol of these kinds can hold
_CORNERS = ("top_left", "top_right", "bottom_right", "bottom_left")


def read_barcodes(pixels: NDArray[np.uint8], *, booklet: bool = False) -> tuple[BarcodeFacts, ...]:
    """The PDF417 symbol on BGR or grey ``pixels``, else every other barcode (at most eight).

    ``booklet``: the page of a passport or a visa, upright by its zone. If it has a symbol it is a small one that stands
    level (ICAO 9303-13, visible digital seals), so that a stacked one is not searched for at every angle.

    Content is interpreted where the layout is known. Symbols other than PDF417 need about three pixels to a module;
    Code 128 is read up to 15 degrees askew, of a page that stands upright.
    """
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY) if pixels.ndim == 3 else pixels
    stacked = None if booklet else _read_stacked(grey)
    if stacked is not None:
        return (stacked,)
    scale = min(1.0, _MAX_SIDE / max(grey.shape))
    small = grey if scale == 1.0 else cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    back = np.array([[1 / scale, 0, 0], [0, 1 / scale, 0]])
    # Documents print dark on light; looking for the reverse as well takes half as long again.
    found = zxingcpp.read_barcodes(
        small, formats=_ALL, try_invert=False, try_rotate=not booklet, try_downscale=not booklet
    )
    return tuple(_describe(one, back) for one in found[:8])


def _read_stacked(grey: NDArray[np.uint8]) -> BarcodeFacts | None:
    """A PDF417 symbol, cut out level and enlarged as far as it takes."""
    blocks = find_blocks(grey)
    for view in _VIEWS:
        for block in blocks:
            found = _read_block(block, *view)
            if found is not None:
                return found
    return None


def _read_block(block: Block, across: float, down: float, sharpened: bool) -> BarcodeFacts | None:
    if max(block.pixels.shape[1] * across, block.pixels.shape[0] * down) > 2 * _MAX_SIDE:
        return None
    view = cv2.resize(block.pixels, None, fx=across, fy=down, interpolation=cv2.INTER_CUBIC)
    if sharpened:
        view = cv2.addWeighted(view, 2.0, cv2.GaussianBlur(view, (0, 0), 1.5 * across), -1.0, 0)
    found = zxingcpp.read_barcodes(view, formats=_FORMATS.PDF417)
    if not found:
        return None
    return _describe(found[0], block.to_picture @ np.diag([1 / across, 1 / down, 1.0]))


def _describe(found: Any, to_picture: NDArray[np.float64]) -> BarcodeFacts:
    points = []
    for name in _CORNERS:
        corner = getattr(found.position, name)
        x, y = to_picture @ np.array([corner.x, corner.y, 1.0])
        points.append((round(float(x), 1), round(float(y), 1)))
    data = bytes(found.bytes)[:_MAX_BYTES]
    read = interpret(data)
    return BarcodeFacts(
        format=str(found.format).rpartition(".")[2],
        content=base64.b64encode(data).decode(),
        layout=read.layout,
        version=read.version,
        issuer=read.issuer,
        fields=read.fields,
        problems=read.problems,
        box=Quad(points=(points[0], points[1], points[2], points[3])),
    )
