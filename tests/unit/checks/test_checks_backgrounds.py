"""Rooms seen before behind other people."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from unit.checks.specimen_facts import SELFIE_CASE, TODAY, changed, frame
from unit.checks.specimen_facts import selfie as three_poses
from verilink.checks.case import SharedBackground
from verilink.checks.run import run_selfie
from verilink.checks.selfie.backgrounds import NAME, asks_for_backgrounds
from verilink.flow.node import CheckSetting

ROOM = three_poses(center=frame("center", background_corners=80))


def shared(number: int, corners: int = 20, seen_on: date = TODAY, account: str | None = None) -> SharedBackground:
    return SharedBackground(
        verification=f"ver_{number}", inquiry=f"inq_{number}", account=account, seen_on=seen_on, corners=corners
    )


def judged(facts: Any, *found: SharedBackground, searched: bool = True, **config: Any) -> tuple[str, tuple[str, ...]]:
    case = changed(SELFIE_CASE, today=TODAY, backgrounds=found if searched else None)
    (result,) = (one for one in run_selfie(facts, case, {NAME: CheckSetting(config=config)}) if one.name == NAME)
    return result.status, result.reasons


FAILED = ("failed", ("background_shared",))


@pytest.mark.parametrize(
    ("found", "config", "expected"),
    [
        ((), {}, ("passed", ())),
        ((shared(1),), {}, ("passed", ())),  # two in one household are no ring
        ((shared(1),), {"min-people": 1}, FAILED),
        ((shared(1), shared(2)), {}, FAILED),
        ((shared(1, account="act_1"), shared(2, account="act_1")), {}, ("passed", ())),
        ((shared(1, 7), shared(2, 7)), {}, ("passed", ())),
        ((shared(1, 7), shared(2, 7)), {"min-corners": 6}, FAILED),
        ((shared(1), shared(2, seen_on=TODAY - timedelta(days=40))), {"days": 30}, ("passed", ())),
    ],
)
def test_a_room_behind_several_others_fails(found: Any, config: dict[str, Any], expected: Any) -> None:
    assert judged(ROOM, *found, **config) == expected


def test_a_plain_wall_and_a_search_that_was_not_made_do_not_apply() -> None:
    wall = three_poses(center=frame("center", background_corners=0))
    assert judged(wall, shared(1), shared(2)) == ("not_applicable", ("plain_background",))
    assert judged(ROOM, searched=False) == ("not_applicable", ("not_searched",))


def test_rooms_are_described_only_for_templates_that_ask() -> None:
    assert not asks_for_backgrounds({})
    assert not asks_for_backgrounds({NAME: CheckSetting(requirement="disabled")})
    assert asks_for_backgrounds({NAME: CheckSetting(requirement="not_required")})
