"""PDF417 symbols: this project's reader and plain zxing-cpp on the same pictures, one after the other."""

from __future__ import annotations

import base64
import time
from collections import defaultdict
from dataclasses import dataclass, field

import cv2
import zxingcpp

from bench.evidence.items import DATA, labels
from verilink.evidence.documents.barcodes import read_barcodes


@dataclass
class Symbols:
    """Of one kind of picture: how many, byte-exact by us and by plain zxing-cpp, licence fields right, and times (ms)."""

    n: int = 0
    exact: int = 0
    plain: int = 0
    fields: int = 0
    processor: list[float] = field(default_factory=list)
    plain_processor: list[float] = field(default_factory=list)


def measure() -> dict[str, Symbols]:
    """By kind of picture; empty when the pictures are not at hand."""
    cv2.setNumThreads(1)
    result: dict[str, Symbols] = defaultdict(Symbols)
    for entry in labels("pdf417"):
        pixels = cv2.imread(str(DATA / "pdf417" / entry["file"]))
        one = result[entry["kind"]]
        one.n += 1
        wanted = {name: value.strip() for name, value in entry.get("fields", {}).items()}
        start = time.process_time()
        found = read_barcodes(pixels)
        one.processor.append(1000 * (time.process_time() - start))
        one.exact += bool(found) and _same(base64.b64decode(found[0].content), entry["payload"])
        one.fields += bool(found) and all(found[0].fields.get(name) == wanted[name] for name in wanted)
        start = time.process_time()
        plain = zxingcpp.read_barcodes(pixels, formats=zxingcpp.BarcodeFormat.PDF417)
        one.plain_processor.append(1000 * (time.process_time() - start))
        one.plain += bool(plain) and _same(bytes(plain[0].bytes), entry["payload"])
    return result


def _same(content: bytes, payload: str) -> bool:
    """Labels of the photographed symbols were typed: they differ from the symbol in white space."""
    return content.split() == payload.encode().split()
