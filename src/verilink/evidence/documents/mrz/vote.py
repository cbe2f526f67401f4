"""Several pictures of one zone read as one: their scores are averaged column by column before anything is decided.

A glare spot, a finger or a blurred corner hides other columns in every picture; what one of them shows clearly
outweighs what the others could not see. Pictures of another document take no part.
"""

from __future__ import annotations

import numpy as np

from verilink.evidence.documents.mrz.alignment import Scores
from verilink.evidence.documents.mrz.doubts import find_doubts
from verilink.evidence.documents.mrz.zone import Zone, settle

_CLARITY = 4  # power of the likeliest character's share: a column with nothing in it (.43) hardly counts
_ALIKE = 0.8  # share of the best picture's characters another one must have read the same


def vote(zones: dict[int, Zone]) -> tuple[int, Zone, tuple[int, ...]]:
    """``(best, zone, which took part)`` of the zones of numbered pictures, at least one.

    ``best``: the picture most others agree with (of equals the best-ranked). ``zone`` has its geometry (lines, centres,
    cost) and the average scores of all that agree with it.
    """
    parties = {number: tuple(other for other in zones if _agrees(zones[other], zones[number])) for number in zones}
    best = max(zones, key=lambda number: (len(parties[number]), zones[number].rank))
    return best, _together(zones, best, parties[best]), parties[best]


def vote_on(first: Zone, others: dict[int, Zone]) -> tuple[Zone, tuple[int, ...]]:
    """``(zone, which of the others took part)``: ``first`` with what pictures that agree with it show more clearly.

    What comes out never has fewer check digits that hold than ``first``.
    """
    party = tuple(other for other in others if _agrees(others[other], first))
    voted = _together({-1: first, **others}, -1, (-1, *party))
    return (first, ()) if _holding(voted) < _holding(first) else (voted, party)


def is_settled(zone: Zone) -> bool:
    """Whether nothing is left to vote on: every character was read as it is used, and proven where it can be."""
    solved = zone.solved
    proven = bool(solved.checks) and all(solved.checks.values())
    return proven and not solved.repaired and not solved.unclear and not find_doubts(zone)


def _holding(zone: Zone) -> int:
    return sum(zone.solved.checks.values())


def _together(zones: dict[int, Zone], best: int, party: tuple[int, ...]) -> Zone:
    first = zones[best]
    if len(party) == 1:
        return first
    together = tuple(_average([zones[other].scores[line] for other in party]) for line in range(first.layout.lines))
    return settle(first.layout, first.lines, first.aligned, together)


def _average(scores: list[Scores]) -> Scores:
    """Mean over pictures, column by column, weighted by how clearly each picture shows one character there."""
    stacked = np.array(scores)
    shares = np.exp(stacked - stacked.max(axis=2, keepdims=True))
    weights = (1.0 / shares.sum(axis=2)) ** _CLARITY
    weighted = (stacked * weights[..., None]).sum(axis=0) / weights.sum(axis=0)[:, None]
    return np.asarray(weighted, np.float64)


def _agrees(zone: Zone, best: Zone) -> bool:
    if zone.layout is not best.layout:
        return False
    mine, others = "".join(zone.solved.lines), "".join(best.solved.lines)
    used = [index for index, character in enumerate(others) if character != "<"]
    return sum(mine[index] == others[index] for index in used) >= _ALIKE * max(len(used), 1)
