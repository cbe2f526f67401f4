"""How often the marks of forged PDFs are seen on honest ones, and how often after a value was changed.

``python bench/evidence/score_papers.py FOLDER…``: every PDF below is taken for honest. Then one number of each, on its
first four pages, is covered by a white rectangle and written over, or taken out and written anew, in another font.
"""

from __future__ import annotations

import ctypes
import io
import random
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
from pypdfium2 import raw

from verilink.evidence.papers.fonts import odd_stretches
from verilink.evidence.papers.layers import Layer, overwritten, patches
from verilink.evidence.papers.pdf_layers import glyphs_of, layers_of
from verilink.evidence.papers.revisions import removed_lines

PAGES = 8
FONTS = {"covered": b"Helvetica", "taken out": b"Times-Roman"}


def marks(data: bytes) -> set[str]:
    """Names of the marks that are seen."""
    document = pypdfium2.PdfDocument(data)
    pages = [document[index] for index in range(min(len(document), PAGES))]
    layers = [layers_of(page) for page in pages]
    odd = [text for texts in odd_stretches([glyphs_of(page) for page in pages]) for text in texts]
    seen = {
        "odd font": any(any(map(str.isdigit, text)) for text in odd),
        "text covered": any(map(overwritten, layers)),
        "scan patched": any(
            patches(each, page.get_width() * page.get_height()) for each, page in zip(layers, pages, strict=True)
        ),
        "lines gone": bool(removed_lines(data, document)),
    }
    return {name for name, holds in seen.items() if holds}


def forged(data: bytes, how: str, draw: random.Random) -> bytes | None:
    """The file with another number on it; ``None`` when it has none of three digits and more."""
    document = pypdfium2.PdfDocument(data)
    pages = [document[index] for index in range(min(len(document), 4))]
    numbers = [found for page in pages for found in _numbers(page)]
    if not numbers:
        return None
    page, one, layer = draw.choice(numbers)
    left, bottom, right, top = layer.box
    if how == "covered":
        patch = raw.FPDFPageObj_CreateNewRect(left - 1, bottom - 1, right - left + 2, top - bottom + 2)
        raw.FPDFPageObj_SetFillColor(patch, 255, 255, 255, 255)
        raw.FPDFPath_SetDrawMode(patch, raw.FPDF_FILLMODE_ALTERNATE, 0)
        raw.FPDFPage_InsertObject(page, patch)
    else:
        page.remove_obj(one)
    new = raw.FPDFPageObj_NewTextObj(document, FONTS[how], max(6.0, (top - bottom) * 1.3))
    text = "".join(str((int(sign) + 3) % 10) if sign.isdigit() else sign for sign in layer.text if sign.isascii())
    wide = ctypes.c_char_p((text + "\0").encode("utf-16-le"))
    raw.FPDFText_SetText(new, ctypes.cast(wide, raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_Transform(new, 1, 0, 0, 1, left, bottom)
    raw.FPDFPage_InsertObject(page, new)
    raw.FPDFPage_GenerateContent(page)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def _numbers(page: Any) -> Iterator[tuple[Any, Any, Layer]]:
    objects = [one for one in page.get_objects(max_depth=1) if one.type == raw.FPDF_PAGEOBJ_TEXT]
    texts = [layer for layer in layers_of(page) if layer.kind == "text"]
    if len(objects) == len(texts):
        for one, layer in zip(objects, texts, strict=True):
            if sum(map(str.isdigit, layer.text)) >= 3 and len(layer.text) < 40:
                yield page, one, layer


def main(folders: list[str]) -> int:
    files = sorted(path for folder in folders for path in Path(folder).rglob("*.pdf"))
    draw = random.Random(4)
    seen: dict[str, Counter[str]] = {name: Counter() for name in ("honest", *FONTS)}
    for path in files:
        data = path.read_bytes()
        versions = {"honest": data, **{how: forged(data, how, draw) for how in FONTS}}
        for name, version in versions.items():
            if version is not None:
                seen[name].update({"files", *marks(version)})
    for name, found in seen.items():
        print(name, dict(found))
    return 0 if files else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
