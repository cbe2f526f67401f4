"""Fronts read by their labels alone: no machine-readable zone, no barcode, every layout drawn by code.

python -m bench.evidence.fronts [--rounds N] [--group NAME] [--misses]
"""

from __future__ import annotations

import argparse
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import cv2

from bench.evidence.scoring import TODAY, percentile
from specimens.captures import Capture, take
from specimens.fronts import Front, draw_all
from verilink.evidence import read_document
from verilink.evidence.facts import DocumentFacts

_SCALE = 18.0 / 1712  # of ``Capture.pitch`` to pixels of width


def _wide(width: float) -> float:
    return width * _SCALE


CONDITIONS: dict[str, Capture] = {
    "clear, 1,400 pixels wide": Capture(pitch=_wide(1400)),
    "1,000 pixels wide": Capture(pitch=_wide(1000)),
    "750 pixels wide": Capture(pitch=_wide(750), blur=0.5),
    "blurred": Capture(pitch=_wide(1200), blur=1.5),
    "turned by 6°, slanted by 8 %": Capture(pitch=_wide(1200), degrees=6, slant=0.08),
    "noise, half the light": Capture(pitch=_wide(1200), noise=12, light=0.5),
    "JPEG of quality 35": Capture(pitch=_wide(1200), jpeg=35),
}
BANDS = (0.0, 0.5, 0.7, 0.8, 0.9, 1.01)


@dataclass
class Fronts:
    """Counts ``n``, ``found``, ``exact`` by group, field, condition; ``bands``: given and right by confidence;
    ``kinds``: class and country told right, and ``wrong``; ``seconds`` of processor time."""

    groups: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    fields: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    conditions: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    bands: dict[float, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    kinds: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    misses: list[tuple[str, str, str, str, str, float]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    layouts: set[tuple[str, str]] = field(default_factory=set)


def pictures(rounds: int, group: str | None = None) -> Iterator[tuple[Front, str, Capture]]:
    """Every front as it is clear, and under one of the other conditions in turn."""
    names = list(CONDITIONS)
    for seed in range(rounds):
        for number, front in enumerate(draw_all(seed)):
            if group is None or group in front.group:
                for name in (names[0], names[1 + (number + seed) % (len(names) - 1)]):
                    yield front, name, replace(CONDITIONS[name], seed=seed + number)


def measure(rounds: int = 1, group: str | None = None) -> Fronts:
    """Read them all."""
    import time

    result = Fronts()
    for front, condition, capture in pictures(rounds, group):
        picture = take(front.pixels, capture)
        start = time.process_time()
        facts = read_document(picture, faces=False, today=TODAY)
        result.times.append(1000 * (time.process_time() - start))
        result.layouts.add((front.group, f"{front.name} {front.country}"))
        _count(result, front, condition, facts)
    return result


def _count(result: Fronts, front: Front, condition: str, facts: DocumentFacts) -> None:
    said = {name: reading.value for name, reading in facts.fields.items()}
    said["name-first"] = f"{said.get('name-first', '')} {said.get('name-middle', '')}".strip()
    for name, wanted in front.truth.items():
        value = said.get(name, "")
        right = plain(value) == plain(wanted)
        confidence = facts.fields[name].confidence if name in facts.fields else 0.0
        for counts in (result.groups[front.group], result.fields[name], result.conditions[condition]):
            counts.update(n=1, found=int(bool(value)), exact=int(right))
        if value:
            band = max(limit for limit in BANDS if confidence >= limit)
            result.bands[band].update(n=1, exact=int(right))
        if not right:
            result.misses.append((front.name, condition, name, wanted, value, confidence))
    unasked = set(facts.fields) - set(front.truth) - {"name-middle", "document-number", "issuing-country"}
    for name in unasked & JUDGED:
        result.fields[name].update(unprinted=1)
        result.misses.append((front.name, condition, name, "(not printed)", said[name], facts.fields[name].confidence))
    _count_kind(result, front, condition, facts)


JUDGED = frozenset({"name-last", "name-first", "birthdate", "issue-date", "expiration-date", "identification-number", "sex", "nationality", "height"})  # fmt: skip


def _count_kind(result: Fronts, front: Front, condition: str, facts: DocumentFacts) -> None:
    pairs = (
        ("class", facts.id_class, front.id_class),
        ("country", facts.country_code, front.country),
        ("subdivision", facts.subdivision, front.subdivision),
    )
    for what, told, wanted in pairs:
        result.kinds[what].update(
            n=int(wanted is not None),
            right=int(told == wanted and wanted is not None),
            wrong=int(told not in (None, wanted)),
        )
        if told != wanted:
            result.misses.append((front.name, condition, what, str(wanted), str(told), 0.0))


def plain(text: str) -> str:
    """Upper case, single spaces, one kind of apostrophe and hyphen: what may differ and still be exact."""
    return " ".join(unicodedata.normalize("NFC", text).upper().replace("’", "'").split())


def main() -> int:
    """Print what was read."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1, help="holders for each layout")
    parser.add_argument("--group", help="only groups with this in their name")
    parser.add_argument("--misses", action="store_true", help="print what was not read exactly")
    options = parser.parse_args()
    cv2.setNumThreads(1)
    result = measure(options.rounds, options.group)
    for title, part in (("group", result.groups), ("field", result.fields), ("condition", result.conditions)):
        print(f"-- {title}")
        for name, counts in part.items():
            n = max(counts["n"], 1)
            print(
                f"{name:32} {counts['n']:5} found {100 * counts['found'] / n:5.1f}  exact {100 * counts['exact'] / n:5.1f}  unprinted {counts['unprinted']}"
            )
    print("-- confidence")
    for band, counts in sorted(result.bands.items()):
        print(f"{band:.1f}  given {counts['n']:5}  right {100 * counts['exact'] / counts['n']:5.1f}")
    for what, counts in result.kinds.items():
        print(f"{what:12} right {counts['right']}/{counts['n']} wrong {counts['wrong']}")
    print(f"median {percentile(result.times, 0.5):.0f} ms")
    for miss in result.misses if options.misses else ():
        print(" | ".join(map(str, miss)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
