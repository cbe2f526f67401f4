"""Other people's selfies that were taken in the same room, for the case."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from verilink.checks.case import SharedBackground
from verilink.checks.repeats import SAME_PERSON
from verilink.evidence.facts import SelfieFacts
from verilink.judging.repeats import likeness_of
from verilink.services import Services
from verilink.sightings import queries
from verilink.sightings.marks import Marks
from verilink.sightings.model import KEPT_DAYS, Seen, Sighting

if TYPE_CHECKING:
    from verilink.judging.judge import Material

MOST_COMPARED: Final = 1_000
MOST_KEPT: Final = 50
FLOOR: Final = 5
"""Corners below which a room is not worth writing down; templates may ask for more, not for less."""


async def find_backgrounds(services: Services, material: Material, sighting: Sighting) -> tuple[SharedBackground, ...]:
    """Those of other accounts and other people within ninety days, most alike first; of the newest thousand."""
    marks = Marks.of(services.keys, sighting.environment_id)
    own = None if sighting.background is None else marks.open(sighting.background, sighting.verification_id)
    if own is None:
        return ()
    async with services.pool.acquire() as conn:
        since = sighting.seen_on - timedelta(days=KEPT_DAYS)
        seen = await queries.backgrounds(conn, sighting, since, MOST_COMPARED)
    account = material.inquiry.account_id
    others = [one for one in seen if account is None or one.account_id != account]
    strangers = [one for one in others if (likeness_of(marks, sighting, one.sighting) or 0.0) < SAME_PERSON]
    found = await asyncio.to_thread(_compare, marks, own, strangers)
    return tuple(sorted(found, key=lambda one: (-one.corners, one.verification))[:MOST_KEPT])


def without_background(facts: SelfieFacts) -> SelfieFacts:
    """Without the description of the room, which is kept with the sighting alone, and not for long."""
    frames = tuple(msgspec.structs.replace(frame, background=None) for frame in facts.frames)
    return msgspec.structs.replace(facts, frames=frames)


def _compare(marks: Marks, own: bytes, seen: Sequence[Seen]) -> list[SharedBackground]:
    from verilink.evidence.background import shared_corners, unpack

    mine, found = unpack(own), []
    for one in seen:
        opened = marks.open(one.sighting.background or b"", one.sighting.verification_id)
        theirs = unpack(opened or b"")
        corners = shared_corners(mine, theirs) if mine is not None and theirs is not None else 0
        if corners >= FLOOR:
            found.append(_shared(one, corners))
    return found


def _shared(seen: Seen, corners: int) -> SharedBackground:
    return SharedBackground(
        verification=seen.sighting.verification_id,
        inquiry=seen.sighting.inquiry_id,
        account=seen.account_id,
        seen_on=seen.sighting.seen_on,
        corners=corners,
    )
