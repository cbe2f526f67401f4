"""What an analysis process can do: read a document, read a selfie. Bytes in, facts out, both as MessagePack."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Final

import msgspec

from verilink.evidence.facts import DocumentFacts
from verilink.evidence.papers.facts import PaperFacts
from verilink.worker.child import Operation


class DocumentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``pages``: ``front`` and perhaps ``back``, as encoded pictures; ``frames``: further ones of the same pages.

    ``expected``: the class the person chose.
    """

    pages: dict[str, bytes]
    frames: dict[str, list[bytes]] = {}
    expected: str | None = None
    today: date | None = None
    ages: bool = False


class SelfieRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``frames``: pose and encoded picture, in the order taken. ``order``: the poses as the server asked for them."""

    frames: list[tuple[str, bytes]]
    order: list[str]
    captured_ms: list[int | None] | None = None
    ages: bool = False
    background: bool = False


class DocumentPictures(msgspec.Struct, frozen=True, kw_only=True):
    """Pages as they were read, and the facts that say where the document and the portrait are."""

    pages: dict[str, bytes]
    facts: DocumentFacts


class PaperPictures(msgspec.Struct, frozen=True, kw_only=True):
    """Files as they were read, and the facts that say which way up they are."""

    files: dict[str, bytes]
    facts: PaperFacts


def warm(_: bytes) -> bytes:
    """Load every model and run it once, so that nobody waits for that."""
    import cv2
    import numpy as np

    from verilink.evidence.document import read_document as read
    from verilink.evidence.faces import detect_faces

    cv2.setNumThreads(1)
    blank = np.full((480, 640, 3), 200, np.uint8)
    read(blank)
    detect_faces(blank)
    return b""


def read_document(argument: bytes) -> bytes:
    """``DocumentRequest`` to ``DocumentFacts``."""
    from verilink.evidence.document import read_document as read

    request = msgspec.msgpack.decode(argument, type=DocumentRequest)
    facts = read(
        request.pages["front"],
        request.pages.get("back"),
        expected=request.expected,
        today=request.today,
        ages=request.ages,
        frames=request.frames,
    )
    return msgspec.msgpack.encode(facts)


def read_selfie(argument: bytes) -> bytes:
    """``SelfieRequest`` to ``SelfieFacts``."""
    from verilink.evidence.selfie import read_selfie as read

    request = msgspec.msgpack.decode(argument, type=SelfieRequest)
    facts = read(
        request.frames,
        order=request.order,
        captured_ms=request.captured_ms,
        ages=request.ages,
        background=request.background,
    )
    return msgspec.msgpack.encode(facts)


def document_pictures(argument: bytes) -> bytes:
    """``DocumentPictures`` to the JPEGs to keep; a page that could not be read is kept as it came."""
    from verilink.evidence import pictures

    request = msgspec.msgpack.decode(argument, type=DocumentPictures)
    facts = request.facts
    made: dict[str, bytes] = {}
    for page, data in request.pages.items():
        if facts.pages[page].error is None:
            made[page] = pictures.clean(data)
            made[f"{page}-normalized"] = pictures.normalized_page(data, facts.pages[page])
    if facts.portrait is not None and facts.portrait_page in made:
        source = facts.portrait_page
        made["portrait"] = pictures.face(request.pages[source], facts.portrait.box, facts.pages[source].rotation)
    return msgspec.msgpack.encode(made)


def read_paper(argument: bytes) -> bytes:
    """Names and files to ``PaperFacts``."""
    from verilink.evidence.papers.read import read_paper as read

    files = msgspec.msgpack.decode(argument, type=list[tuple[str, bytes]])
    return msgspec.msgpack.encode(read(dict(files)))


def paper_pictures(argument: bytes) -> bytes:
    """``PaperPictures`` to the JPEGs to keep: a photo without what it said of itself, a PDF as it came."""
    from verilink.evidence import pictures
    from verilink.evidence.images import ImageRefused

    request = msgspec.msgpack.decode(argument, type=PaperPictures)
    turned = {sheet.file: sheet.rotation for sheet in reversed(request.facts.sheets)}
    made: dict[str, bytes] = {}
    for page, data in request.files.items():
        with suppress(ImageRefused):
            made[f"{page}-normalized"] = pictures.upright(data, turned.get(page, 0))
            if request.facts.files[page].format != "pdf":
                made[page] = pictures.clean(data)
    return msgspec.msgpack.encode(made)


def selfie_pictures(argument: bytes) -> bytes:
    """Pose and picture to the JPEGs to keep; a picture that cannot be read is kept as it came."""
    from verilink.evidence import pictures
    from verilink.evidence.images import ImageRefused

    made: dict[str, bytes] = {}
    for pose, data in msgspec.msgpack.decode(argument, type=dict[str, bytes]).items():
        with suppress(ImageRefused):
            made[pose] = pictures.clean(data)
    return msgspec.msgpack.encode(made)


OPERATIONS: Final[dict[str, Operation]] = {
    "warm": warm,
    "document": read_document,
    "selfie": read_selfie,
    "paper": read_paper,
    "paper-pictures": paper_pictures,
    "document-pictures": document_pictures,
    "selfie-pictures": selfie_pictures,
}
