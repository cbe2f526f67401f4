"""Where reading ends: zones of made-up holders, drawn, and photographed worse and worse in one way at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import cv2
import numpy as np

from bench.evidence.scoring import TODAY, is_authentic, key_fields
from specimens.captures import Capture, draw_card, take
from specimens.holders import draw_zone
from verilink.evidence import read_document
from verilink.evidence.facts import MrzFacts

CONDITIONS: dict[str, Capture] = {
    "clear, 14 pixels a character": Capture(),
    "9 pixels a character": Capture(pitch=9),
    "6.5 pixels a character": Capture(pitch=6.5, blur=0.5),
    "blurred by a tenth of a character": Capture(blur=1.4),
    "blurred by a sixth of a character": Capture(blur=2.3),
    "turned by 12°": Capture(degrees=12),
    "turned by 20°": Capture(degrees=20),
    "slanted by 15 %": Capture(slant=0.15, degrees=3),
    "noise of 20 levels": Capture(noise=20),
    "a quarter of the light": Capture(light=0.25, noise=5),
    "JPEG of quality 20": Capture(jpeg=20),
    "glare of three characters": Capture(glare=1.5),
    "glare of eight characters": Capture(glare=4.0),
    "bent page": Capture(wave=0.5),
}
MOST_BYTES = 55_000


@dataclass
class Failure:
    """One picture that was not read right. ``read``, ``printed``: lines; ``authentic``: what was reported."""

    picture: str
    condition: str
    printed: tuple[str, ...]
    read: tuple[str, ...]
    authentic: bool


@dataclass
class Drawn:
    """Counts by condition: ``n``, ``exact``, ``key``, ``unread``, ``authentic``, ``false``."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    failures: list[Failure] = field(default_factory=list)


def measure(pictures: Path, *, each: int) -> Drawn:
    """Read ``each`` zones under every condition; the first failure of each, four at most, is kept in ``pictures``."""
    result = Drawn()
    for row, (name, capture) in enumerate(CONDITIONS.items()):
        counts = result.counts[name] = Counter()
        for number in range(each):
            _, lines = draw_zone(Random(100 * row + number))
            picture = take(draw_card(lines, seed=number), Capture(**{**_fields(capture), "seed": number}))
            zone = read_document(picture, faces=False, text=False, today=TODAY).pages["front"].mrz
            right = _count(counts, zone, lines)
            if not right and len(result.failures) < 4 and not any(one.condition == name for one in result.failures):
                result.failures.append(_keep(pictures, name, picture, zone, lines))
    return result


def _fields(capture: Capture) -> dict:
    return {name: getattr(capture, name) for name in Capture.__dataclass_fields__}


def _count(counts: Counter[str], zone: MrzFacts | None, lines: tuple[str, ...]) -> bool:
    """Add one reading; whether its key fields are right."""
    counts["n"] += 1
    if zone is None:
        counts["unread"] += 1
        return False
    right = len(zone.lines) == len(lines) and key_fields(zone.lines) == key_fields(lines)
    authentic = is_authentic(zone)
    counts["exact"] += zone.lines == lines
    counts["key"] += right
    counts["authentic"] += authentic
    counts["false"] += authentic and not right
    return right


def _keep(folder: Path, condition: str, picture: np.ndarray, zone: MrzFacts | None, lines: tuple[str, ...]) -> Failure:
    name = "".join(sign if sign.isalnum() else "-" for sign in condition.lower()).strip("-").replace("--", "-")
    foot = picture[int(picture.shape[0] * 0.55) :]
    quality = 90
    while len(data := cv2.imencode(".jpg", foot, [cv2.IMWRITE_JPEG_QUALITY, quality])[1].tobytes()) > MOST_BYTES:
        quality -= 10
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jpg").write_bytes(data)
    read = zone.lines if zone else ()
    authentic = is_authentic(zone)
    return Failure(f"{name}.jpg", condition, lines, read, authentic)
