"""Documents: this project's reader on every picture, the peers on some, each picture given to all in turn."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import cv2

from bench.evidence.items import Item
from bench.evidence.peers import Reader, start_ours, start_peers
from bench.evidence.scoring import Tally, percentile

Split = dict[str, Tally]


@dataclass
class Documents:
    """``ours``: this reader by kind of picture; ``splits``: the same by other properties; ``compared``: every reader on
    the pictures all were given; ``missing``: peers that could not be had; ``whole``: with visual zone and faces."""

    ours: Split = field(default_factory=lambda: defaultdict(Tally))
    splits: dict[str, Split] = field(default_factory=lambda: defaultdict(lambda: defaultdict(Tally)))
    compared: Split = field(default_factory=lambda: defaultdict(Tally))
    missing: dict[str, str] = field(default_factory=dict)
    whole: Tally = field(default_factory=Tally)

    def ratio(self, peer: str) -> float:
        """Median processor time of a peer over ours on the same pictures."""
        ours = percentile(self.compared["verilink"].processor, 0.5)
        return percentile(self.compared[peer].processor, 0.5) / ours if ours else 0.0


def measure(
    items: list[Item], negatives: list[Item], folder: Path, *, peers: bool, every: int, seconds: float
) -> Documents:
    """Score everything. ``every``: one picture in so many goes to the peers, until ``seconds`` are over."""
    result = Documents()
    readers, result.missing = start_peers() if peers else ([], {})
    ours, whole = start_ours(whole=False), start_ours(whole=True)
    for reader in (ours, whole, *readers):
        reader.read(items[0].path)
    for number, item in enumerate(items):
        _split(result, item, ours.read(item.path))
        if number % every == 0:
            result.whole.add(item, whole.read(item.path))
    for item in negatives:
        result.ours["no zone"].add(item, ours.read(item.path))
    for item in _turn(items[::every], folder):
        result.splits["rotation"][f"turned by {item.kind}°"].add(item, ours.read(item.path))
    if readers:
        _compare(result, _sample(items, negatives, every), [ours, *readers], seconds)
    for reader in (ours, whole, *readers):
        reader.close()
    return result


def _sample(items: list[Item], negatives: list[Item], every: int) -> list[Item]:
    """One picture in so many, in an order that spreads what there is time for over all of them."""
    sample = [*items[::every], *negatives[::every]]
    Random(1).shuffle(sample)
    return sample


def _compare(result: Documents, sample: list[Item], readers: list[Reader], seconds: float) -> None:
    """Give each picture to every reader in turn, until the time is over."""
    end = time.monotonic() + seconds
    for item in sample:
        if time.monotonic() > end:
            break
        for reader in readers:
            result.compared[reader.name].add(item, reader.read(item.path))


def _split(result: Documents, item: Item, answer: dict) -> None:
    result.ours[item.kind].add(item, answer)
    places = {
        "format": item.format,
        "country": item.issuer,
        "rotation": "as it is",
        "size of a character": _band(answer.get("pitch", 0.0), (8, 12, 18), "pixels", "not found"),
        "sharpness": _band(answer.get("sharpness", 0.0), (30, 150, 600), "", "none"),
    }
    for name, value in places.items():
        result.splits[name][value].add(item, answer)


def _band(value: float, limits: tuple[int, ...], unit: str, none: str) -> str:
    if not value:
        return none
    above = [limit for limit in limits if value >= limit]
    below = [limit for limit in limits if value < limit]
    if not above:
        return f"below {below[0]} {unit}".strip()
    return f"{above[-1]} to {below[0]} {unit}".strip() if below else f"{above[-1]} {unit} and more".replace("  ", " ")


def _turn(items: Iterable[Item], folder: Path) -> Iterable[Item]:
    """The pictures turned by each quarter."""
    turns = {90: cv2.ROTATE_90_CLOCKWISE, 180: cv2.ROTATE_180, 270: cv2.ROTATE_90_COUNTERCLOCKWISE}
    for number, item in enumerate(items):
        degrees = (90, 180, 270)[number % 3]
        path = folder / f"turned-{number}.jpg"
        cv2.imwrite(str(path), cv2.rotate(cv2.imread(str(item.path)), turns[degrees]))
        yield Item(path, str(degrees), item.lines, item.format, item.sound)
