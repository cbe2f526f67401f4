"""What an analysis process can do: read a document, read a selfie. Bytes in, facts out, both as MessagePack."""

from __future__ import annotations

from datetime import date
from typing import Final

import msgspec

from verilink.worker.child import Operation


class DocumentRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``pages``: ``front`` and perhaps ``back``, as encoded pictures. ``expected``: the class the person chose."""

    pages: dict[str, bytes]
    expected: str | None = None
    today: date | None = None


class SelfieRequest(msgspec.Struct, frozen=True, kw_only=True):
    """``frames``: pose and encoded picture, in the order taken. ``order``: the poses as the server asked for them."""

    frames: list[tuple[str, bytes]]
    order: list[str]
    captured_ms: list[int | None] | None = None


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
    facts = read(request.pages["front"], request.pages.get("back"), expected=request.expected, today=request.today)
    return msgspec.msgpack.encode(facts)


def read_selfie(argument: bytes) -> bytes:
    """``SelfieRequest`` to ``SelfieFacts``."""
    from verilink.evidence.selfie import read_selfie as read

    request = msgspec.msgpack.decode(argument, type=SelfieRequest)
    return msgspec.msgpack.encode(read(request.frames, order=request.order, captured_ms=request.captured_ms))


OPERATIONS: Final[dict[str, Operation]] = {"warm": warm, "document": read_document, "selfie": read_selfie}
