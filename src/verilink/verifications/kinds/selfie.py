"""A selfie: its poses and how alike they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from verilink.files.model import File
from verilink.verifications.kinds.pictures import picture, url
from verilink.verifications.model import Verification

POSES: Final = ("center", "left", "right")


def attributes(verification: Verification, pages: Mapping[str, File]) -> dict[str, Any]:
    """What only this kind has."""
    shown = [pose for pose in POSES if url(pages.get(pose))]
    return {
        "capture-method": verification.capture_method and "photo",
        "center-photo-face-coordinates": verification.extraction.get("center-photo-face-coordinates"),
        "center-photo-url": url(pages.get("center")),
        "left-photo-url": url(pages.get("left")),
        "right-photo-url": url(pages.get("right")),
        "photo-urls": [{"page": f"{pose}_photo", **(picture(pages[pose]) or {})} for pose in shown],
        "document-similarity-score": verification.scores.get("document-similarity-score"),
        "selfie-similarity-score-left": verification.scores.get("selfie-similarity-score-left"),
        "selfie-similarity-score-right": verification.scores.get("selfie-similarity-score-right"),
        "entity-confidence-reasons": [],
        "video-url": None,
        "from-reusable-persona": False,
    }
