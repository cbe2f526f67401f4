"""What counts as right, how often it was, and how sure that figure is."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bench.evidence.items import Item
from verilink.evidence.documents.mrz.parse import parse
from verilink.evidence.facts import MrzFacts

TODAY = date(2026, 3, 1)


@dataclass
class Tally:
    """Counts of some pictures, times (ms) and memory (MB) of one reader on them."""

    counts: Counter[str] = field(default_factory=Counter)
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    resident: float = 0.0
    peak: float = 0.0

    def add(self, item: Item, answer: dict[str, Any]) -> set[str]:
        """Count one answer; what it earned."""
        earned = judge(item, answer)
        self.counts.update(earned)
        self.wall.append(answer["wall"])
        self.processor.append(answer["processor"])
        self.resident, self.peak = answer["resident"], max(self.peak, answer["peak"])
        return earned


def judge(item: Item, answer: dict[str, Any]) -> set[str]:
    """``n`` and of ``found``, ``key``, ``name``, ``exact``, ``authentic``, ``false`` what applies.

    ``key``: number, nationality, birth date and expiry with their check digits; ``false``: reported with every check
    digit right although a key field differs from the label or the printed digits are wrong. Of a picture without a
    zone ``without``, and ``invented`` when one was given.
    """
    lines = list(answer["lines"])
    if not item.lines:
        return {"without", "invented"} if lines else {"without"}
    if not lines:
        return {"n"}
    alike = len(lines) == len(item.lines)
    right = alike and key_fields(lines) == key_fields(item.lines)
    earned = {"n", "found"} | ({"key"} if right else set())
    if alike and names(lines) == names(item.lines):
        earned.add("name")
    if tuple(lines) == item.lines:
        earned.add("exact")
    if answer["authentic"] if "authentic" in answer else holds(lines):
        earned |= {"authentic"} if right and item.sound else {"authentic", "false"}
    return earned


def holds(lines: Sequence[str]) -> bool:
    """Whether every check digit of lines is right, for readers that do not say."""
    parsed = parse(tuple(lines), TODAY)
    return parsed is not None and bool(parsed.check_digits) and all(parsed.check_digits.values())


def is_authentic(zone: MrzFacts | None) -> bool:
    """Whether a zone was reported with check digits, all of them right, and nothing repaired."""
    return zone is not None and bool(zone.check_digits) and all(zone.check_digits.values()) and not zone.repaired


def key_fields(lines: Sequence[str]) -> tuple[str, ...]:
    """Number, nationality, birth and expiry with their check digits, by the layout the lines have."""
    if len(lines) == 3:
        return lines[0][5:15], lines[1][15:18], lines[1][:7], lines[1][8:15]
    if lines[0].startswith("IDFRA"):
        return lines[1][:13], "FRA", lines[1][27:34], ""
    return lines[1][:10], lines[1][10:13], lines[1][13:20], lines[1][21:28]


def names(lines: Sequence[str]) -> tuple[str, ...]:
    """The name fields without trailing fillers."""
    if len(lines) == 3:
        return (lines[2].rstrip("<"),)
    if lines[0].startswith("IDFRA"):
        return lines[0][5:30].rstrip("<"), lines[1][13:27].rstrip("<")
    return (lines[0][5:].rstrip("<"),)


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """95 % interval of a share (E. B. Wilson, 1927)."""
    if trials == 0:
        return 0.0, 1.0
    z, share = 1.96, successes / trials
    middle = (share + z * z / (2 * trials)) / (1 + z * z / trials)
    half = z / (1 + z * z / trials) * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    return max(0.0, middle - half), min(1.0, middle + half)


def percentile(values: Sequence[float], share: float) -> float:
    """The value below which ``share`` of ``values`` lie; 0 for none."""
    return sorted(values)[min(len(values) - 1, int(len(values) * share))] if values else 0.0
