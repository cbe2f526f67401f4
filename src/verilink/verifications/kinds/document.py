"""A paper: its files, its kind, and where on it what was looked for stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from verilink.files.model import File
from verilink.flow.pages import PAPER_PAGES
from verilink.verifications.kinds.pictures import picture
from verilink.verifications.model import Verification

KIND: Final = "document"


def attributes(verification: Verification, pages: Mapping[str, File]) -> dict[str, Any]:
    """What only this kind has."""
    return {"fields": {}} | described(verification.extraction, pages)


def described(read: Mapping[str, Any], pages: Mapping[str, File]) -> dict[str, Any]:
    """What the verification and its document say alike."""
    sent = [page for page in PAPER_PAGES if picture(pages.get(page))]
    shown = [pages.get(f"{page}-normalized", pages[page]) for page in sent]
    return {
        "files": [picture(pages[page]) for page in sent],
        "files-normalized": [picture(file) for file in shown],
        "extraction-responses": read.get("extraction-responses", []),
        "document-type": read.get("document-type"),
    }
