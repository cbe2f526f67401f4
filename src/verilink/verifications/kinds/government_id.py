"""A government ID: what was read from it, and its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from verilink.files.links import symbolic
from verilink.files.model import File
from verilink.verifications.kinds.pictures import picture, url
from verilink.verifications.model import Verification

ID_ATTRIBUTES: Final = (
    "name-first",
    "name-middle",
    "name-last",
    "name-suffix",
    "native-name-first",
    "native-name-middle",
    "native-name-last",
    "native-name-title",
    "birthdate",
    "address-street-1",
    "address-street-2",
    "address-city",
    "address-subdivision",
    "address-postal-code",
    "issuing-authority",
    "issuing-subdivision",
    "nationality",
    "document-number",
    "visa-status",
    "issue-date",
    "expiration-date",
    "birthplace",
    "endorsements",
    "height",
    "sex",
    "restrictions",
    "vehicle-class",
    "identification-number",
)
PAGES: Final = ("front", "back")


def attributes(verification: Verification, pages: Mapping[str, File]) -> dict[str, Any]:
    """What only this kind has."""
    read = verification.extraction
    return {
        **{name: read.get(name) for name in ID_ATTRIBUTES},
        "designations": read.get("designations", []),
        "id-class": read.get("id-class"),
        "capture-method": verification.capture_method,
        "entity-confidence-score": verification.scores.get("entity-confidence"),
        "entity-confidence-reasons": read.get("entity-confidence-reasons", []),
        "front-photo-url": url(pages.get("front")),
        "back-photo-url": url(pages.get("back")),
        "photo-urls": [_photo(page, pages) for page in PAGES if url(pages.get(page))],
        "selfie-photo": picture(pages.get("portrait")),
        "selfie-photo-url": url(pages.get("portrait")),
        "video-url": None,
        "from-reusable-persona": False,
    }


def _photo(page: str, pages: Mapping[str, File]) -> dict[str, Any]:
    file = pages[page]
    normalized = pages.get(f"{page}-normalized", file)
    return {
        "page": page,
        "url": symbolic(file),
        "filename": file.filename,
        "byte-size": file.byte_size,
        "normalized-url": symbolic(normalized),
        "original-urls": [symbolic(file)],
    }
