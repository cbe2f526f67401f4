"""PDFs as papers: every page rendered, and what the file tells of how it was made. Nothing in it is ever run."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from verilink.evidence.images.limits import ImageRefused, Limits
from verilink.evidence.images.pdf import explain_failure, pdfium_lock, render_pdf_page
from verilink.evidence.papers.accounts import accounts_in
from verilink.evidence.papers.facts import SentFile
from verilink.evidence.papers.fonts import odd_stretches
from verilink.evidence.papers.layers import overwritten, patches
from verilink.evidence.papers.pdf_layers import glyphs_of, layers_of, lines_of
from verilink.evidence.papers.revisions import ends_of, removed_lines

_LONG_SIDE: Final = 2400
_DATE: Final = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?")
# What forms and tables of contents are made of is no change to a page.
_HARMLESS: Final = frozenset({2, 16, 20})  # link, popup, widget (fpdf_annot.h)


@dataclass(frozen=True, slots=True, eq=False)
class PdfSheet:
    """One rendered page (BGR) and what it is made of; see ``papers.facts.Sheet``."""

    pixels: NDArray[np.uint8]
    text_objects: int
    image_objects: int
    overwritten: tuple[tuple[str, str], ...]
    patches: int
    odd_fonts: tuple[str, ...]
    accounts: tuple[str, ...]


def read_pdf(data: bytes, limits: Limits, most: int) -> tuple[SentFile, list[PdfSheet]]:
    """What the file says, and at most ``most`` pages. Raises ``ImageRefused``."""
    import pypdfium2

    with pdfium_lock:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise explain_failure(error) from error
        try:
            return _read(document, data, limits, most)
        except pypdfium2.PdfiumError as error:
            raise ImageRefused("corrupt", "The PDF is damaged.") from error
        finally:
            document.close()


def _read(document: Any, data: bytes, limits: Limits, most: int) -> tuple[SentFile, list[PdfSheet]]:
    count = len(document)
    if not 0 < count <= limits.max_pages:
        raise ImageRefused("too_many_pages" if count else "empty", f"The PDF has {count} pages.")
    pages = [document[index] for index in range(count)]
    information = document.get_metadata_dict()
    programs = (str(information.get(key) or "").strip()[:100] for key in ("Producer", "Creator"))
    described = SentFile(
        format="pdf",
        byte_size=len(data),
        pages=count,
        software=tuple(dict.fromkeys(program for program in programs if program)),
        created=pdf_date(information.get("CreationDate")),
        modified=pdf_date(information.get("ModDate")),
        revisions=len(ends_of(data)),
        removed_lines=tuple(removed_lines(data, document)),
        annotations=sum(map(_annotations, pages)),
    )
    odd = odd_stretches([glyphs_of(page) for page in pages[:most]])
    return described, [_sheet(page, stretches) for page, stretches in zip(pages, odd, strict=False)]


def pdf_date(text: str | None) -> str | None:
    """ISO 8601 of ``D:20240315183000+01'00'`` (ISO 32000-1, 7.9.4), without its zone."""
    match = _DATE.match(text or "")
    if match is None:
        return None
    year, month, day, hour, minute, second = (part or "" for part in match.groups())
    return f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}"


def _annotations(page: Any) -> int:
    from pypdfium2 import raw

    found = 0
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        found += raw.FPDFAnnot_GetSubtype(annotation) not in _HARMLESS
        raw.FPDFPage_CloseAnnot(annotation)
    return found


def _sheet(page: Any, odd_fonts: list[str]) -> PdfSheet:
    from pypdfium2 import raw

    kinds = [one.type for one in page.get_objects(max_depth=3)]
    texts, images = kinds.count(raw.FPDF_PAGEOBJ_TEXT), kinds.count(raw.FPDF_PAGEOBJ_IMAGE)
    layers, (width, height) = layers_of(page), page.get_size()
    return PdfSheet(
        render_pdf_page(page, _LONG_SIDE),
        texts,
        images,
        overwritten=tuple(overwritten(layers)),
        patches=patches(layers, width * height),
        odd_fonts=tuple(odd_fonts),
        accounts=tuple(dict.fromkeys(number for line in lines_of(page) for number in accounts_in(line)))[:20],
    )
