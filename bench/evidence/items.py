"""The pictures: labelled ones where they lie, and ones without a zone."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared"))
DATA = SHARED / "data"


# The number of the French residence permit ends in the letter O, which is wider than the zero beside it; with it, and
# only with it, the number's check digit and the composite one hold. The label has a zero.
CORRECTED = {
    ("IRFRAK682T8YL00<1105040043<<<<",): ("IRFRAK682T8YLO0<1105040043<<<<",),
}


@dataclass(frozen=True)
class Item:
    """One picture. ``lines``: its zone as printed, none when it has none; ``sound``: its check digits are right."""

    path: Path
    kind: str
    lines: tuple[str, ...] = ()
    format: str = ""
    sound: bool = True

    @property
    def issuer(self) -> str:
        """The issuing state's code as printed."""
        return self.lines[0][2:5].rstrip("<") if self.lines else ""


def labels(name: str) -> list[dict[str, Any]]:
    """Entries of a set's ``labels.json``; none when the set is not at hand."""
    path = DATA / name / "labels.json"
    if not path.is_file():
        return []
    document = json.loads(path.read_text(encoding="utf-8"))
    return document.get("items") or document["pairs"]


def zones() -> list[Item]:
    """Labelled pictures of machine-readable zones."""
    return [_item(entry) for entry in labels("mrz")]


def _item(entry: dict[str, Any]) -> Item:
    lines, sound = tuple(entry["mrz"] or ()), entry.get("check_digits_valid", True)
    if lines[:1] in CORRECTED:
        lines, sound = CORRECTED[lines[:1]] + lines[1:], True
    return Item(DATA / "mrz" / entry["file"], entry["kind"], lines, entry["format"], sound)


def without_zones(folder: Path) -> list[Item]:
    """Pictures that have no zone: barcodes, faces, and specimens drawn into ``folder``."""
    barcodes = [Item(DATA / "pdf417" / entry["file"], "barcode") for entry in labels("pdf417")[::4]]
    faces = [Item(DATA / "faces" / entry["a"], "face") for entry in labels("faces")[::60]]
    return [*_drawn(folder), *barcodes, *faces]


def _drawn(folder: Path) -> list[Item]:
    import cv2

    from specimens import drawing, idcard, licence

    pictures = {
        "licence-front": drawing.photo_of(licence.front()),
        "licence-back": drawing.photo_of(licence.back()),
        "card-front": drawing.photo_of(idcard.front()),
        "card-front-askew": drawing.photo_of(idcard.front(), degrees=14),
    }
    for name, picture in pictures.items():
        cv2.imwrite(str(folder / f"{name}.jpg"), picture)
    return [Item(folder / f"{name}.jpg", "drawn") for name in pictures]
