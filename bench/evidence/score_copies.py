"""How often the signs of a copy are wrong: false alarms on pictures of documents, and copies that are not noticed.

    python bench/evidence/score_copies.py [--rounds N]

Documents: ``../shared/data/mrz`` (or ``$VERILINK_SHARED``), read as the worker reads them. Copies: our own specimens on
simulated displays, as grey copies under lights of several colours, and saved twice. ``docs/explanation/copies.md``
gives the figures.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import numpy as np
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("VERILINK_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(ROOT / "tests"))

from specimens import idcard, licence, passport  # noqa: E402
from specimens.copies import Display, grey_copy, lit_by, on_display, save_again  # noqa: E402
from specimens.drawing import photo_of  # noqa: E402
from specimens.faces import Pixels  # noqa: E402
from specimens.scenes import SKINS, Hand, on_device, on_table  # noqa: E402
from verilink.checks.registry import GOVERNMENT_ID  # noqa: E402
from verilink.evidence import read_document  # noqa: E402
from verilink.evidence.facts import PageFacts  # noqa: E402

GRID = float(GOVERNMENT_ID["id_electronic_replica_detection"].options["max-grid"])
BEZEL = float(GOVERNMENT_ID["id_electronic_replica_detection"].options["max-bezel"])
CHROMA = float(GOVERNMENT_ID["id_paper_detection"].options["min-chroma"])
AGAIN = 0.6
LIGHTS = ((1.0, 1.0, 1.0), (0.7, 0.9, 1.05), (0.55, 0.8, 1.0), (1.05, 1.0, 0.9), (0.85, 0.97, 1.0))


def read(data: bytes) -> PageFacts:
    """The front as the worker sees it."""
    return read_document(data, faces=False, text=False).pages["front"]


def packed(picture: Pixels, quality: int) -> bytes:
    """A JPEG of BGR pixels."""
    out = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(picture[:, :, ::-1])).save(out, "JPEG", quality=quality)
    return out.getvalue()


def tell(what: str, hits: list[bool | None]) -> None:
    """One line: how many of those that were measured."""
    known = [hit for hit in hits if hit is not None]
    print(
        f"{what:64} {sum(known):3} of {len(known)}"
        + (f" ({len(hits) - len(known)} not measured)" * (len(known) < len(hits)))
    )


def above(value: float | None, limit: float) -> bool | None:
    """Whether ``value`` is above; ``None`` when it was not measured."""
    return None if value is None else value > limit


def below(value: float | None, limit: float) -> bool | None:
    """Whether ``value`` is below; ``None`` when it was not measured."""
    return None if value is None else value < limit


def score_documents() -> None:
    """False alarms."""
    folder = SHARED / "data" / "mrz"
    items = json.loads((folder / "labels.json").read_text(encoding="utf-8"))["items"]
    for kind in ("real", "phone-sim"):
        pages = [read((folder / one["file"]).read_bytes()) for one in items if one["kind"] == kind]
        tell(f"{kind}: called a display", [above(page.quality.grid, GRID) for page in pages])
        tell(f"{kind}: called a grey copy", [below(page.quality.chroma, CHROMA) for page in pages])
        tell(f"{kind}: rim of a display", [above(page.quality.bezel, BEZEL) for page in pages])
        tell(f"{kind}: text under a finger", [above(page.quality.lines_covered, 0) for page in pages])
        again = [page.metadata.recompression for page in pages if page.metadata and page.metadata.format == "jpeg"]
        tell(f"{kind}: JPEGs called compressed twice", [above(value, AGAIN) for value in again])


def photos(rng: Random, cards: list[Pixels], rounds: int) -> Iterator[Pixels]:
    """Photos of cards on a table."""
    for number in range(rounds):
        size = ((1280, 720), (1920, 1440))[number % 2]
        card = cards[number % len(cards)]
        yield photo_of(card, size=size, degrees=rng.gauss(0, 4), slant=rng.uniform(0, 0.08), seed=number)


def score_displays(rng: Random, cards: list[Pixels], rounds: int) -> None:
    """By how many pixels of the photo a display's pixel takes."""
    for pitch in (1.2, 1.6, 2.0, 2.5, 3.0, 4.0, 6.0):
        found = []
        for number in range(rounds):
            settings = {"degrees": rng.gauss(0, 3), "slant": rng.uniform(0, 0.06), "blur": rng.uniform(0.4, 0.9)}
            display = Display(pitch=pitch, noise=rng.uniform(1, 4), jpeg=95, seed=number, **settings)
            shown = on_display(cards[number % len(cards)], display, ((1280, 960), (1920, 1440))[number % 2])
            found.append(above(read(packed(shown, rng.randrange(75, 95))).quality.grid, GRID))
        tell(f"display, {pitch} pixels to one of its own: noticed", found)


def score_rims(cards: list[Pixels], rounds: int) -> None:
    """Devices with a rim, and tables."""
    for device in ("phone", "tablet", "monitor"):
        shown = [read(packed(on_device(cards[number % 3], device, number), 90)) for number in range(rounds)]
        tell(f"{device}: rim of a display", [above(page.quality.bezel, BEZEL) for page in shown])
    bare = [read(packed(on_table(cards[number % 3], 100 + number), 90)) for number in range(rounds)]
    tell("table: rim of a display", [above(page.quality.bezel, BEZEL) for page in bare])
    tell("table: text under a finger", [above(page.quality.lines_covered, 0) for page in bare])


def score_fingers(cards: list[Pixels], rounds: int) -> None:
    """Thumbs at corners, and fingers over text by skin."""

    def hidden(seed: int, *hands: Hand) -> bool | None:
        return above(read(packed(on_table(cards[seed % 3], seed, hands), 90)).quality.lines_covered, 0)

    thumbs = [("left", 0.93, 0.07), ("right", 0.9, 0.06)]
    held = [
        hidden(200 + number, *(Hand(side=side, at=at, depth=depth, skin=number % 6) for side, at, depth in thumbs))
        for number in range(rounds)
    ]
    tell("thumbs at two corners: text under a finger", held)
    for skin in range(len(SKINS)):
        over = [hidden(300 + number, Hand(side="bottom", at=0.6, depth=0.3, skin=skin)) for number in range(rounds)]
        tell(f"finger over text, skin {skin}: text under a finger", over)


def score_grey(rng: Random, cards: list[Pixels], rounds: int) -> None:
    """One light of any colour, and two at once."""
    copies = [grey_copy(card) for card in cards]
    for name, mixed in (("one light", False), ("two lights", True)):
        for what, sheets in (("grey copy", copies), ("original", cards)):
            found = []
            for number, photo in enumerate(photos(rng, sheets, rounds)):
                lit = lit_by(photo, LIGHTS[number % 5])
                if mixed:
                    share = np.linspace(0, 1, photo.shape[1])[None, :, None]
                    lit = np.asarray(lit * (1 - share) + lit_by(photo, LIGHTS[(number + 2) % 5]) * share, np.uint8)
                found.append(below(read(packed(lit, rng.randrange(70, 95))).quality.chroma, CHROMA))
            tell(f"{what}, {name}: called a grey copy", found)


def score_compression(rng: Random, cards: list[Pixels], rounds: int) -> None:
    """Saved once, again at a higher quality, and again at a lower one."""
    ways = {"once": None, "again, better": (5, 25), "again, worse": (-25, -5)}
    for name, change in ways.items():
        found = []
        for photo in photos(rng, cards, rounds):
            first = rng.randrange(60, 90)
            second = first if change is None else max(30, min(97, first + rng.randrange(*change)))
            data = packed(photo if change is None else save_again(photo, first), second)
            page = read(data)
            found.append(above(page.metadata.recompression if page.metadata else None, AGAIN))
        tell(f"saved {name}: called compressed twice", found)


def main() -> None:
    """Print every figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=12, help="simulated pictures for each line")
    rounds, rng = parser.parse_args().rounds, Random(7)
    cards = [passport.passport(), idcard.front(), licence.front()]
    score_documents()
    score_displays(rng, cards, rounds)
    score_rims(cards, rounds)
    score_fingers(cards, rounds)
    score_grey(rng, cards, rounds)
    score_compression(rng, cards, rounds)


if __name__ == "__main__":
    main()
