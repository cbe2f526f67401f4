"""What the process of the eye can do: one look at a very small picture. A JPEG in, a ``Glance`` as MessagePack out."""

from __future__ import annotations

from typing import Final

import msgspec

from verilink.worker.child import Operation


def warm(_: bytes) -> bytes:
    """Load the detector and run it once."""
    import cv2
    import numpy as np

    from verilink.evidence.faces import detect_faces

    cv2.setNumThreads(1)
    detect_faces(np.full((160, 284, 3), 200, np.uint8), embed=False)
    return b""


def look(argument: bytes) -> bytes:
    """See ``evidence.faces.glance``; a picture that cannot be read shows nobody."""
    from verilink.evidence.faces.glance import glance
    from verilink.evidence.facts import Glance
    from verilink.evidence.images.limits import ImageRefused

    try:
        return msgspec.msgpack.encode(glance(argument))
    except ImageRefused:
        return msgspec.msgpack.encode(Glance(width=0, height=0))


OPERATIONS: Final[dict[str, Operation]] = {"warm": warm, "look": look}
