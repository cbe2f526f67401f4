"""Rooms seen before behind other people: a ring of fraud works in one place, or with one picture behind it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from verilink.checks.case import SelfieCase
from verilink.checks.model import CheckDefinition, Config, Finding, Setting, failed_if, not_applicable
from verilink.evidence.facts import SelfieFacts

Definition = CheckDefinition[SelfieFacts, SelfieCase]
NAME = "selfie_similar_background_detection"


def asks_for_backgrounds(settings: Mapping[str, Setting]) -> bool:
    """Whether a template turns the check on; nobody's room is described or kept otherwise."""
    return NAME in settings and settings[NAME].requirement != "disabled"


def _similar(facts: SelfieFacts, case: SelfieCase, config: Config) -> Finding:
    if case.backgrounds is None:
        return not_applicable("not_searched")
    if not any(frame.background_corners for frame in facts.frames):
        return not_applicable("plain_background")
    days = min(max(config["days"], 0), 36_500)
    since = date.min if case.today is None else case.today - timedelta(days=min(days, (case.today - date.min).days))
    found = [one for one in case.backgrounds if one.corners >= config["min-corners"] and one.seen_on >= since]
    people = {one.account or one.inquiry for one in found}
    reasons = ["background_shared"] if len(people) >= config["min-people"] else []
    metadata = {"inquiries": sorted({one.inquiry for one in found}), "people": len(people)} if found else {}
    return failed_if(reasons, metadata)


DEFINITIONS: tuple[Definition, ...] = (
    CheckDefinition(
        name=NAME,
        category="fraud",
        tests="The room behind the face was not behind `min-people` others within `days` (at most ninety are kept): "
        "corners of things that stand in the same arrangement, `min-corners` of them. A plain wall is no room.",
        inputs=("frames.center.background-corners", "case.backgrounds"),
        reasons=("background_shared",),
        exempt=("plain_background",),
        blocking=("not_searched",),
        options={"min-corners": 8.0, "min-people": 2.0, "days": 90.0},
        judge=_similar,
    ),
)
