"""The page of a PDF that holds the document, rendered to pixels. Scripts, links and forms are never run."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from verilink.evidence.images.descriptions import clean
from verilink.evidence.images.limits import ImageRefused, Limits

_LONG_SIDE = 2400  # pixels: an ID-1 card that fills an A4 page's width then has about 1,200, enough for its MRZ
_MAX_SCALE = 6.0  # of 72 dpi: vector pages gain nothing beyond 432 dpi
pdfium_lock = threading.Lock()  # PDFium is not thread-safe


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One rendered page (BGR) and what the file said about itself."""

    pixels: NDArray[np.uint8]
    pages: int
    programs: tuple[str, ...]
    created_at: str | None
    changed_at: str | None


def render_page(data: bytes, limits: Limits) -> Page:
    """Render the first page that has about as much on it as the fullest one.

    Raises:
        ImageRefused: encrypted, damaged, without pages, or with more than ``limits.max_pages``.
    """
    import pypdfium2

    with pdfium_lock:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise explain_failure(error) from error
        try:
            return _render(document, limits)
        except pypdfium2.PdfiumError as error:
            raise ImageRefused("corrupt", "The PDF is damaged.") from error
        finally:
            document.close()


def explain_failure(error: Exception) -> ImageRefused:
    """Why PDFium could not open a file."""
    if "password" in str(error).lower() or "security" in str(error).lower():
        return ImageRefused("encrypted", "The PDF is protected with a password.")
    return ImageRefused("corrupt", "The PDF is damaged.")


def _render(document: Any, limits: Limits) -> Page:
    count = len(document)
    if count == 0:
        raise ImageRefused("empty", "The PDF has no pages.")
    if count > limits.max_pages:
        raise ImageRefused("too_many_pages", f"The PDF has {count} pages; at most {limits.max_pages} are accepted.")
    chosen = _choose_page(document, count)
    information = document.get_metadata_dict()
    return Page(
        render_pdf_page(document[chosen], _LONG_SIDE),
        count,
        tuple(dict.fromkeys(filter(None, (clean(information.get(key)) for key in ("Producer", "Creator"))))),
        clean(information.get("CreationDate")),
        clean(information.get("ModDate")),
    )


def _choose_page(document: Any, count: int) -> int:
    if count == 1:
        return 0
    detail = [_measure_detail(render_pdf_page(document[index], 300)) for index in range(count)]
    return next(index for index, value in enumerate(detail) if value >= 0.5 * max(detail))


def _measure_detail(pixels: NDArray[np.uint8]) -> float:
    """Mean gradient: blank pages have none, text pages little, photographs of documents most."""
    grey = cv2.cvtColor(pixels, cv2.COLOR_BGR2GRAY)
    return float(np.abs(cv2.Laplacian(grey, cv2.CV_32F)).mean())


def render_pdf_page(page: Any, long_side: int) -> NDArray[np.uint8]:
    """One page (BGR), ``long_side`` pixels long at most. Raises ``ImageRefused``."""
    width, height = page.get_size()
    if not (0 < width < 20_000 and 0 < height < 20_000):
        raise ImageRefused("corrupt", "The PDF's page size makes no sense.")
    scale = min(_MAX_SCALE, long_side / max(width, height))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False)
    pixels = bitmap.to_numpy()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return cv2.cvtColor(pixels, cv2.COLOR_GRAY2BGR)  # type: ignore[no-any-return]
    return np.ascontiguousarray(pixels[:, :, :3])
