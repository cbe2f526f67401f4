"""PassportEye (MIT), which finds the zone by morphology and reads it with Tesseract's English model."""

from __future__ import annotations

from loop import serve
from passporteye import read_mrz

HALF_VALID = 50  # of its own score: below, its answer is taken for "no zone"


def read(path: str) -> dict:
    zone = read_mrz(path)
    if zone is None or zone.valid_score < HALF_VALID:
        return {"lines": []}
    return {"lines": zone.aux["text"].split("\n")}


serve(read)
