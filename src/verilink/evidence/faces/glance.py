"""A look at a very small picture while the camera runs: where the faces are and which way they turn, nothing more.

No embedding is made, so whoever is looked at is not recognised. Angles of a face of 50 pixels differ by about 4 degrees
from those of the whole picture; a look at 284 by 160 pixels takes 7 ms of one core.
"""

from __future__ import annotations

from verilink.evidence.faces.detect import detect_faces
from verilink.evidence.facts import Glance
from verilink.evidence.images.decoding import decode
from verilink.evidence.images.limits import GLANCE_LIMITS


def glance(data: bytes) -> Glance:
    """Look at one picture within ``GLANCE_LIMITS``. Raises ``ImageRefused``."""
    pixels = decode(data, GLANCE_LIMITS).pixels
    height, width = pixels.shape[:2]
    return Glance(width=width, height=height, faces=detect_faces(pixels, embed=False))
