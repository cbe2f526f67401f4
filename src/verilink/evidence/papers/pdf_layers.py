"""Text, boxes and fonts of a PDF's pages, from the renderer's own objects."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Final

from verilink.evidence.papers.fonts import Glyph
from verilink.evidence.papers.layers import Layer

_MOST_GLYPHS: Final = 12_000
_MOST_LAYERS: Final = 2_000
_NAME_BYTES: Final = 128
_SAME_LINE: Final = 1.5  # points between the baselines of two neighbours
_INVISIBLE: Final = 3  # text render mode (ISO 32000-1, 9.3.6): the text layer that recognition puts on scans
_CORNERS: Final = 6  # path segments of a rectangle, closing ones included


def lines_of(page: Any) -> list[str]:
    """The page's own text, by lines."""
    text: str = page.get_textpage().get_text_bounded()
    return [line.strip() for line in text.splitlines() if line.strip()]


def glyphs_of(page: Any) -> list[Glyph]:
    """Characters with the names of their fonts, line by line as they stand on the page; line feeds between lines.

    By place and not in the order of drawing: what was put in later is drawn last and stands among the rest.
    """
    placed = sorted(_placed(page), key=lambda one: -one[0])
    glyphs: list[Glyph] = []
    line: list[tuple[float, Glyph]] = []
    for place, (height, across, glyph) in enumerate(placed):
        if line and placed[place - 1][0] - height > _SAME_LINE:
            glyphs += [*_in_order(line), ("\n", "")]
            line = []
        line.append((across, glyph))
    return glyphs + _in_order(line)


def _in_order(line: list[tuple[float, Glyph]]) -> list[Glyph]:
    return [glyph for _, glyph in sorted(line, key=lambda one: one[0])]


def _placed(page: Any) -> Iterator[tuple[float, float, Glyph]]:
    """Height above the page's foot, distance from its left edge, and the glyph."""
    from pypdfium2 import raw

    textpage = page.get_textpage()
    buffer, flags = ctypes.create_string_buffer(_NAME_BYTES), ctypes.c_int()
    across, height = ctypes.c_double(), ctypes.c_double()
    for index in range(min(textpage.count_chars(), _MOST_GLYPHS)):
        code = raw.FPDFText_GetUnicode(textpage, index)
        if not 32 < code < 0x110000:
            continue
        length = raw.FPDFText_GetFontInfo(textpage, index, buffer, _NAME_BYTES, ctypes.byref(flags))
        raw.FPDFText_GetCharOrigin(textpage, index, ctypes.byref(across), ctypes.byref(height))
        name = buffer.value.decode("utf-8", "replace") if 0 < length <= _NAME_BYTES else ""
        yield height.value, across.value, (chr(code), name)


def layers_of(page: Any) -> list[Layer]:
    """The page's own objects in the order of drawing; those inside forms have other coordinates and are left out."""
    textpage = page.get_textpage()
    return list(_layers(page, textpage))


def _layers(page: Any, textpage: Any) -> Iterator[Layer]:
    from pypdfium2 import raw

    for place, one in enumerate(page.get_objects(max_depth=1)):
        if place >= _MOST_LAYERS:
            return
        box = _bounds(one)
        if box is None:
            continue
        if one.type == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(one) != _INVISIBLE:
            yield Layer("text", box, text=_said(one, textpage))
        elif one.type == raw.FPDF_PAGEOBJ_PATH:
            yield Layer("path", box, opaque=_covers(one))
        elif one.type == raw.FPDF_PAGEOBJ_IMAGE:
            yield Layer("image", box, opaque=not raw.FPDFPageObj_HasTransparency(one))


def _bounds(one: Any) -> tuple[float, float, float, float] | None:
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    done = raw.FPDFPageObj_GetBounds(one, *map(ctypes.byref, sides))
    left, bottom, right, top = (float(side.value) for side in sides)
    return (left, bottom, right, top) if done else None


def _said(one: Any, textpage: Any) -> str:
    from pypdfium2 import raw

    size = raw.FPDFTextObj_GetText(one, textpage, None, 0)
    if not 0 < size <= 4096:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFTextObj_GetText(one, textpage, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").split("\x00")[0]


def _covers(one: Any) -> bool:
    """Whether a path is a rectangle filled with an opaque colour."""
    from pypdfium2 import raw

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(one, ctypes.byref(mode), ctypes.byref(stroke))
    if mode.value == raw.FPDF_FILLMODE_NONE or not 4 <= raw.FPDFPath_CountSegments(one) <= _CORNERS:
        return False
    colour = [ctypes.c_uint() for _ in range(4)]
    done = raw.FPDFPageObj_GetFillColor(one, *map(ctypes.byref, colour))
    return bool(done) and colour[3].value == 255
