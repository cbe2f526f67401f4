"""This project's reader. ``--whole``: the visual zone and faces as well; without it what a zone needs."""

from __future__ import annotations

import sys
from pathlib import Path

import cv2
from loop import serve

from verilink.evidence import read_document

WHOLE = "--whole" in sys.argv


def read(path: str) -> dict:
    page = read_document(Path(path).read_bytes(), faces=WHOLE, text=WHOLE).pages["front"]
    seen = {"rotation": page.rotation, "sharpness": page.quality.sharpness, "lines": [], "barcodes": len(page.barcodes)}
    if page.mrz is None:
        return seen
    held = bool(page.mrz.check_digits) and all(page.mrz.check_digits.values()) and not page.mrz.repaired
    top = page.mrz.boxes[0].points
    pitch = ((top[1][0] - top[0][0]) ** 2 + (top[1][1] - top[0][1]) ** 2) ** 0.5 / len(page.mrz.lines[0])
    return seen | {"lines": page.mrz.lines, "authentic": held, "pitch": pitch}


cv2.setNumThreads(1)
serve(read)
