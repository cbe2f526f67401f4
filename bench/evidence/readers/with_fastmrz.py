"""fastmrz (AGPL-3.0), which finds the zone with a small network and reads it with a Tesseract model for zones."""

from __future__ import annotations

import sys

from fastmrz import FastMRZ
from loop import serve

engine = FastMRZ(tessdata_path=sys.argv[1])


def read(path: str) -> dict:
    answer = engine.get_details(path, include_checkdigit=False, ignore_parse=True)
    return {"lines": answer.split("\n") if isinstance(answer, str) else []}


serve(read)
