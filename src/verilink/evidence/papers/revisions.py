"""Earlier states of a PDF that was saved on top of itself, and the lines that are gone since."""

from __future__ import annotations

import re
from typing import Any, Final

from verilink.evidence.papers.pdf_layers import lines_of

_END: Final = re.compile(rb"%%EOF\s")
_MOST: Final = 4
_MOST_PAGES: Final = 8


def ends_of(data: bytes) -> list[int]:
    """Where each state of the file ends. The first part of a linearised file is no state of its own."""
    ends = [match.end() for match in _END.finditer(data + b"\n")]
    if b"/Linearized" in data[:1024] and len(ends) > 1:
        ends = ends[1:]
    return ends or [len(data)]


def removed_lines(data: bytes, final: Any) -> list[str]:
    """Lines of earlier states, at most ten, that the ``final`` document does not show any more on the same page."""
    ends = ends_of(data)[:-1][-_MOST:]
    shown = [_words(" ".join(lines)) for lines in _lines(final)] if ends else []
    gone = [
        line[:80]
        for end in ends
        for lines, words in zip(_pages(data[:end]), shown, strict=False)
        for line in lines
        if not _words(line) <= words
    ]
    return list(dict.fromkeys(gone))[:10]


def _pages(data: bytes) -> list[list[str]]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return []
    try:
        return _lines(document)
    except pypdfium2.PdfiumError:
        return []
    finally:
        document.close()


def _lines(document: Any) -> list[list[str]]:
    return [lines_of(document[index]) for index in range(min(len(document), _MOST_PAGES))]


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))
