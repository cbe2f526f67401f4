"""Other accounts' attempts that show the same details or a like face, for the case."""

from __future__ import annotations

import math
import struct
from array import array
from typing import TYPE_CHECKING, Final

from verilink.checks.case import Repeat
from verilink.services import Services
from verilink.sightings import queries
from verilink.sightings.marks import Marks
from verilink.sightings.model import Seen, Sighting

if TYPE_CHECKING:
    from verilink.judging.judge import Material

FLOOR: Final = 0.4
"""Cosine below which a face is not worth writing down; templates may ask for more, not for less."""
MOST_KEPT: Final = 50


async def find_repeats(services: Services, material: Material, sighting: Sighting) -> tuple[Repeat, ...]:
    """The most telling repeats, at most fifty: same details first, then the most alike faces."""
    marks = Marks.of(services.keys, sighting.environment_id)
    likeness = await services.faces.search(services.pool, marks, sighting, floor=FLOOR)
    async with services.pool.acquire() as conn:
        seen = await queries.alike(conn, sighting, list(likeness))
    own = material.inquiry.account_id
    others = [each for each in seen if own is None or each.account_id != own]
    found = [_repeat(marks, sighting, each) for each in others]
    ranked = sorted(found, key=lambda one: (not one.number, not one.person, -(one.face or 0.0), one.verification))
    return tuple(ranked[:MOST_KEPT])


def _repeat(marks: Marks, own: Sighting, seen: Seen) -> Repeat:
    other = seen.sighting
    return Repeat(
        verification=other.verification_id,
        inquiry=other.inquiry_id,
        account=seen.account_id,
        seen_on=other.seen_on,
        passed=other.passed,
        number=_same(own.number_digest, other.number_digest),
        person=_same(own.person_digest, other.person_digest),
        face=likeness_of(marks, own, other),
    )


def _same(mine: bytes | None, theirs: bytes | None) -> bool | None:
    return None if mine is None or theirs is None else mine == theirs


def likeness_of(marks: Marks, own: Sighting, other: Sighting) -> float | None:
    """Cosine of the two faces; ``None`` when there is nothing to compare."""
    if own.face is None or other.face is None or own.face_model != other.face_model:
        return None
    mine, theirs = marks.open(own.face, own.verification_id), marks.open(other.face, other.verification_id)
    if mine is None or theirs is None:
        return None
    first, second = (array("f", struct.unpack("<128f", one)) for one in (mine, theirs))
    return round(math.fsum(a * b for a, b in zip(first, second, strict=True)), 4)
